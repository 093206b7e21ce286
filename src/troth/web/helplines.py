"""Other people to talk to: kink-aware first, then those who know violence, then help at once.

Only organisations that have been there for years; their numbers are what they make known
themselves. It is part of the program, so that reading it asks nobody on the network for anything.
"""

from troth.domain.kernel import Value


class Line(Value, frozen=True):
    """Somebody to talk to: who they are, how they are reached, and for whom or what."""

    name: str
    reached: str
    about: str = ""


class Country(Value, frozen=True):
    """One country's lines, help at once among them."""

    key: str
    name: str
    lines: tuple[Line, ...]
    at_once: str


KINK_AWARE = (
    Line(
        "Kink and Polyamory Aware Professionals",
        "kapprofessionals.org",
        "A directory of therapists, doctors and lawyers, kept by the National Coalition for "
        "Sexual Freedom. Most are in the United States; some work elsewhere or by video.",
    ),
    Line(
        "Pink Therapy",
        "pinktherapy.com",
        "A directory of therapists in the United Kingdom and beyond who know gender, sexual and "
        "relationship diversity.",
    ),
)

EUROPE = "112"

COUNTRIES = (
    Country(
        "au",
        "Australia",
        (
            Line("1800RESPECT", "1800 737 732", "Violence in a relationship, day and night"),
            Line("Lifeline", "13 11 14", "Any crisis, day and night"),
        ),
        "000",
    ),
    Country(
        "at",
        "Austria",
        (
            Line("Frauenhelpline", "0800 222 555", "For women, about violence, day and night"),
            Line("TelefonSeelsorge", "142", "Any crisis, day and night"),
        ),
        EUROPE,
    ),
    Country(
        "ca",
        "Canada",
        (
            Line("ShelterSafe", "sheltersafe.ca", "Finds the nearest shelter and its telephone"),
            Line("Suicide Crisis Helpline", "988", "Any crisis, day and night"),
        ),
        "911",
    ),
    Country(
        "fr",
        "France",
        (
            Line("Violences Femmes Info", "3919", "For women, about violence, day and night"),
            Line("France Victimes", "116 006", "For anybody who has been harmed"),
        ),
        EUROPE,
    ),
    Country(
        "de",
        "Germany",
        (
            Line("Hilfetelefon Gewalt gegen Frauen", "116 016", "For women, day and night"),
            Line("Hilfetelefon Gewalt an Männern", "0800 123 99 00", "For men"),
            Line("TelefonSeelsorge", "0800 111 0 111", "Any crisis, day and night"),
        ),
        EUROPE,
    ),
    Country(
        "ie",
        "Ireland",
        (
            Line("Women's Aid", "1800 341 900", "For women, about violence, day and night"),
            Line("Samaritans", "116 123", "Any crisis, day and night"),
        ),
        EUROPE,
    ),
    Country(
        "it",
        "Italy",
        (Line("Antiviolenza e stalking", "1522", "Violence and stalking, day and night"),),
        EUROPE,
    ),
    Country(
        "nl",
        "Netherlands",
        (
            Line("Veilig Thuis", "0800 2000", "Violence at home, day and night"),
            Line("113 Zelfmoordpreventie", "113", "Any crisis, day and night"),
        ),
        EUROPE,
    ),
    Country(
        "nz",
        "New Zealand",
        (
            Line("Women's Refuge", "0800 733 843", "Violence in a relationship, day and night"),
            Line("Need to talk?", "1737", "Any crisis, by call or text, day and night"),
        ),
        "111",
    ),
    Country(
        "es",
        "Spain",
        (Line("Línea de atención", "016", "For women, about violence, day and night"),),
        EUROPE,
    ),
    Country(
        "gb",
        "United Kingdom",
        (
            Line(
                "National Domestic Abuse Helpline",
                "0808 2000 247",
                "For women, day and night, run by Refuge",
            ),
            Line("Men's Advice Line", "0808 801 0327", "For men"),
            Line("Galop", "0800 999 5428", "For LGBT+ people, about violence"),
            Line("Samaritans", "116 123", "Any crisis, day and night"),
        ),
        "999",
    ),
    Country(
        "us",
        "United States",
        (
            Line(
                "National Domestic Violence Hotline",
                "1-800-799-7233",
                "For anybody, day and night",
            ),
            Line("988 Suicide and Crisis Lifeline", "988", "Any crisis, day and night"),
        ),
        "911",
    ),
)
"""In the order of their names; "somewhere else" is on the page itself."""

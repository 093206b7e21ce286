"""Time zones as somebody types them: the name of one, or what is close to it."""

from difflib import get_close_matches

from troth.web.code import Code
from troth.web.form import Form
from troth.web.guest import Guest

NO_SUCH_ZONE = "There is no time zone of that name. One is %(example)s."
EXAMPLE: Code = "Europe/Paris"

ALIKE = 0.4
"""How much of a name has to be right for it to be offered: “paris” is, “home” is not."""


def zone_in(guest: Guest, form: Form) -> str:
    """Return the zone somebody named, or nothing, and say which is close to what they wrote."""
    zones, wanted = guest.site.host.zones, form.text("zone")
    if wanted in zones:
        return wanted
    close = get_close_matches(wanted.replace(" ", "_"), list(zones), 1, ALIKE)
    form.want("zone", guest.words.say(NO_SUCH_ZONE, example=(*close, EXAMPLE)[0]))
    return ""

"""The consent statement: what both agreed, word for word, as one plain text that both can sign.

It says the same for as long as nobody agrees, renews or withdraws anything: times are in UTC and
nothing in it depends on when it is read, so two people who write it apart sign the same bytes.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from troth.domain.agreement.state import Clause, all_in_force, clause_ends, consent_ends, review_by
from troth.domain.agreement.terms import Survival
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, MemberId, Value
from troth.projections.differences import terms_changes

FORM = "troth/v1/statement"
"""Begins the first line: a statement is signed as it is, and must not pass for anything else."""

TAKING_BACK = (
    "Either of us can take back any of this at any moment, all of it or one line, "
    "without giving a reason. It ends with that, for both of us."
)

WHAT_IT_IS = (
    "This says what two people have agreed with each other, and when each of them said so. "
    "It claims nothing in law. What somebody wants now is asked now: no page answers for them."
)

_ABOUT_PEOPLE = frozenset(
    {"asked_by", "bearers", "elements", "forms_of_address", "leads", "owner", "titles"}
)
"""Parts of a clause that name the two by their ids; a text that happens to hold an id stays."""


class Party(Value, frozen=True):
    """One of the two: their name, the id of their key, and the key itself."""

    member: MemberId
    name: str
    key: str
    public: bytes


class Place(Value, frozen=True):
    """An entry of the record: its number and its link."""

    seq: int
    link: bytes


class Standing(Value, frozen=True):
    """An agreement as it stands from one entry on: where, since when, and where it stood before.

    `unread` are entries that whoever writes it cannot read any more; nothing agreed hangs on them.
    """

    record: str
    place: Place
    at: datetime
    before: Place | None
    ground: Ground
    unread: tuple[int, ...] = ()


def statement(standing: Standing, parties: tuple[Party, ...]) -> str:
    """Return the statement of how an agreement stands."""
    blocks = [
        _heading(standing),
        ["The two", *(line for party in parties for line in _party(party))],
        *_agreed(standing, parties),
        ["Taking back", f"  {TAKING_BACK}"],
        ["What this is", f"  {WHAT_IT_IS}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def has_all_words(standing: Standing) -> bool:
    """Tell whether the words are there of all that a statement would have to show."""
    ground = standing.ground
    versions = [each[-1] for each in ground.agreement.clauses.values()]
    if ground.dynamic.ended_at is not None:
        versions = [each for each in versions if isinstance(each.terms.body, Survival)]
    standing_clauses = (each for each in versions if _stands(each, standing.at))
    names = (member.name for member in ground.dynamic.members)
    return all(each.terms.text for each in standing_clauses) and all(names)


def _heading(standing: Standing) -> list[str]:
    before = standing.before
    ended = standing.ground.dynamic.ended_at
    return [
        FORM,
        "Consent statement of two people, from the record they keep together",
        "",
        f"Record: {standing.record}",
        f"Version of the agreement: {standing.ground.agreement.version}",
        f"As it stands from entry {standing.place.seq}, {_time(standing.at)}",
        f"Link of that entry: {standing.place.link.hex()}",
        "Version before this: none"
        if before is None
        else f"Version before this: entry {before.seq}, link {before.link.hex()}",
        *(f"Entry {each} could not be read here." for each in standing.unread),
        *([] if ended is None else [f"Ended {_time(ended)}: only what outlasts the end holds."]),
    ]


def _party(party: Party) -> list[str]:
    return [
        f"  {party.name}",
        f"    key {party.key}",
        f"    Ed25519 public key {party.public.hex()}",
    ]


def _agreed(standing: Standing, parties: tuple[Party, ...]) -> Iterator[list[str]]:
    ground = standing.ground
    holding = [each for each in _holding(standing) if _is_of_both(each, parties)]
    yield [f"In force: {len(holding)}"]
    yield from (_clause(ground, each, parties) for each in holding)
    waiting = [each for each in _waiting(standing) if _is_of_both(each, parties)]
    if waiting:
        yield [f"Agreed, and not begun yet: {len(waiting)}"]
        yield from (_clause(ground, each, parties) for each in waiting)


def _holding(standing: Standing) -> list[Clause]:
    """Return what is in force; after the end only what survives it."""
    agreed = list(all_in_force(standing.ground.agreement, standing.at))
    if standing.ground.dynamic.ended_at is None:
        return agreed
    return [each for each in agreed if isinstance(each.terms.body, Survival)]


def _is_of_both(clause: Clause, parties: tuple[Party, ...]) -> bool:
    """Tell whether each of the two has consented: what one wrote alone is no part of this."""
    return {each.member for each in clause.consents} == {party.member for party in parties}


def _waiting(standing: Standing) -> list[Clause]:
    """Return what both agreed to and begins later: new intimate clauses wait a day or more."""
    ground, at = standing.ground, standing.at
    if ground.dynamic.ended_at is not None:
        return []
    clauses = (versions[-1] for _, versions in sorted(ground.agreement.clauses.items()))
    return [each for each in clauses if each.since > at and _stands(each, at)]


def _stands(clause: Clause, at: datetime) -> bool:
    ends = clause_ends(clause)
    return ends is None or at < ends


def _clause(ground: Ground, clause: Clause, parties: tuple[Party, ...]) -> list[str]:
    terms = clause.terms
    named = ground.agreement.areas.get(AreaId(terms.area or terms.clause))
    names = {party.member: party.name for party in parties}
    lines = [f"{terms.clause}", *_quoted(terms.text)]
    lines += [] if named is None else [f"  part of life: {named.name}"]
    for part in terms_changes(None, terms):
        value = _with_names(part.after, names) if part.field in _ABOUT_PEOPLE else part.after
        name = part.field.replace("_", " ")
        lines += [f"  {name}:", *_quoted(value)] if "\n" in value else [f"  {name}: {value}"]
    lines += [f"  begins: {_time(clause.since)}"]
    lines += [f"  digest of exactly this: {clause.digest}"]
    return [*lines, *_answers(clause, parties)]


def _answers(clause: Clause, parties: tuple[Party, ...]) -> Iterator[str]:
    consents = {consent.member: consent for consent in clause.consents}
    for party in parties:
        consent = consents[party.member]
        review, ends = review_by(clause, consent), consent_ends(clause, consent)
        again = "" if review is None else f"; to be read again by {_time(review)}"
        runs_out = "; never runs out" if ends is None else f"; runs out {_time(ends)}"
        yield f"  {party.name}: {consent.status} {_time(consent.at)}{again}{runs_out}"


def _quoted(text: str) -> list[str]:
    """Set somebody's words apart, so that no line of them passes for one of the statement."""
    return [f"  | {line}" for line in text.split("\n")]


def _with_names(text: str, names: dict[MemberId, str]) -> str:
    ids = "|".join(map(re.escape, names))
    return re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", lambda found: names[MemberId(found[0])], text)


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"

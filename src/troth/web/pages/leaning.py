"""Parts of life answered apart: each says where they would have them, and both read it at once."""

from collections.abc import Mapping

from troth.application.private.drafts import Drafts
from troth.application.sealed import Kept, leaning
from troth.domain.agreement.commands import ProposeTerms
from troth.domain.agreement.terms import TRIAL_DAYS, Area, Standing, Terms
from troth.domain.kernel import AreaId, ClauseId, MemberId, ProposalId
from troth.domain.leanings import Leaning, Leanings
from troth.projections.keeping import own_first
from troth.projections.leanings import STANDS, LeaningsReading, Leant, leanings
from troth.web.addresses import key, proposal_address
from troth.web.apart import drop_leanings, own_leanings, seal_answer
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.needs import asks_needs
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

LEANINGS: Mapping[Leaning, tuple[str, str]] = {
    Leaning.IN: ("In", "One leads there, after hearing the other"),
    Leaning.ADVICE: ("Advice", "One of you decides it, and asks the other where it matters"),
    Leaning.TOGETHER: ("Together", "You decide it on the same words"),
    Leaning.OUT: ("Out", "One of you decides it alone"),
    Leaning.NOT_SURE: ("Not sure yet", "Not settled: each decides for themself meanwhile"),
}
"""Each answer in words, and what it would come to."""

LINES: Mapping[Leaning, str] = {
    Leaning.IN: "%(part)s: whoever leads, leads there.",
    Leaning.ADVICE: "%(part)s: %(name)s decides, and asks for advice where it matters.",
    Leaning.TOGETHER: "%(part)s: decided together, on the same words.",
    Leaning.OUT: "%(part)s: %(name)s decides.",
}
"""The first words of a line about a part of life; the two change them until they mean them."""

DRAFT = "leanings"
"""The name of the draft of whoever stopped before they had chosen for every part."""

EACH_WANTED = "Choose one for each part, or “not sure yet”."
OWNER_WANTED = "Choose whose it is."


def parts(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show what both said side by side; before that, ask what one says oneself."""
    visit.other  # noqa: B018 - there is nobody to answer apart from before they have joined
    read = leanings(visit.state, visit.moment)
    return _shown(visit, form, read) if read.is_shown else _ask(visit, form, read)


def again(visit: Visit) -> Answered:
    """Ask anew, once both have said where they stand and something has moved."""
    visit.other  # noqa: B018 - before they have joined nobody can answer at all
    return _ask(visit, EMPTY, leanings(visit.state, visit.moment))


def answer(visit: Visit, form: Form) -> Answered:
    """Seal what one says, or keep what is chosen so far for another evening."""
    read = leanings(visit.state, visit.moment)
    said = _read(form, read)
    drafts = Drafts(visit.world, visit.chain)
    if form.has("later"):
        drafts.keep(DRAFT, said)
        return visit.go("/start", Told.FOR_LATER)
    missing = next((each for each in read.asked if each.area not in said.parts), None)
    if missing is not None:
        form.want(field_of(missing.area), visit.words.plain(EACH_WANTED))
        return _ask(visit, form, read)
    outcome = seal_answer(visit, form, leaning(read.round), said)
    if outcome is None:
        return _ask(visit, form, read)
    drafts.drop(DRAFT)
    if isinstance(outcome, Kept):
        return visit.go("/start/parts/again" if read.is_shown else "/start/parts", Told.SEALED)
    return visit.go("/start/parts", Told.REVEALED)


def take_back(visit: Visit, form: Form) -> Answered:  # noqa: ARG001 - there is nothing in it to read
    """Take one's own sealed answer back, as if none had been given."""
    drop_leanings(visit)
    return visit.go("/start/parts", Told.UNSEALED)


def offer(visit: Visit, form: Form) -> Answered:
    """Put forward what both said alike; it takes both of them, as any line does."""
    offered = leanings(visit.state, visit.moment).offered
    wanted = visit.words.plain(OWNER_WANTED)
    members = {visit.member, visit.other.id}
    owners = {
        each.area: MemberId(form.one_of(owner_field(each.area), members, wanted))
        for each in offered
        if needs_owner(each)
    }
    if form.wanting:
        return parts(visit, form)
    terms = tuple(_terms(visit, each, owners.get(each.area)) for each in offered)
    id_ = ProposalId(form.new_id("p"))
    command = ProposeTerms(id_, terms, considered=form.has("considered"))
    if visit.act(form, command) is None:
        return parts(visit, form)
    return visit.go(proposal_address(id_), Told.PUT_FORWARD)


def field_of(area: AreaId) -> str:
    """Return the field in which somebody chooses for a part of life."""
    return f"part-{key(area)}"


def owner_field(area: AreaId) -> str:
    """Return the field that says whose a part of life is that stands outside."""
    return f"owner-{key(area)}"


def needs_owner(leant: Leant) -> bool:
    """Tell whether both would have it outside, where somebody has to be the one who decides."""
    return leant.both_say is not None and STANDS[leant.both_say] is Standing.OUTSIDE


def _ask(visit: Visit, form: Form, read: LeaningsReading) -> Answered:
    sealed = own_leanings(visit, read.round)
    draft = Drafts(visit.world, visit.chain).one(DRAFT, Leanings)
    return visit.show(
        "start_parts.html",
        form,
        here="book",
        read=read,
        sealed=sealed,
        own=draft or sealed or Leanings({}),
        words_of=_offered(visit),
        field_of=field_of,
        other=visit.other,
    )


def _shown(visit: Visit, form: Form, read: LeaningsReading) -> Answered:
    return visit.show(
        "start_parts_shown.html",
        form,
        here="book",
        read=read,
        order=own_first(visit.state, visit.member),
        words_of={value: words for value, words, _ in _offered(visit)},
        owner_field=owner_field,
        needs_owner=needs_owner,
        asks_needs=asks_needs(visit, form),
        other=visit.other,
    )


def _offered(visit: Visit) -> tuple[tuple[str, str, str], ...]:
    plain = visit.words.plain
    return tuple((each.value, plain(said), plain(hint)) for each, (said, hint) in LEANINGS.items())


def _read(form: Form, read: LeaningsReading) -> Leanings:
    chosen = {each.area: form.choice(field_of(each.area), Leaning) for each in read.asked}
    said = {area: choice for area, choice in chosen.items() if choice is not None}
    return Leanings(said, form.text("hopes"))


def _terms(visit: Visit, leant: Leant, owner: MemberId | None) -> Terms:
    leaning_ = leant.both_say or Leaning.NOT_SURE
    name = "" if owner is None else visit.name(owner)
    text = visit.words.say(LINES[leaning_], part=leant.name, name=name)
    body = Area(STANDS[leaning_], owner)
    return Terms(ClauseId(leant.area), body, text, trial_days=TRIAL_DAYS)


ROUTES = (
    shows("/start/parts", Visit, parts),
    takes("/start/parts", Visit, answer),
    shows("/start/parts/again", Visit, again),
    takes("/start/parts/back", Visit, take_back),
    takes("/start/parts/offer", Visit, offer),
)

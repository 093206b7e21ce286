"""The first evening: from two people in one notebook to a first agreement, in any order.

Each part is a row that recedes once it is done, and everything can be left for another evening.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import count

import segno

from troth.application.joining import invite, new_invitation
from troth.application.pairing import Pairing, pairing
from troth.application.plans.work import Plan, commands, parse_plan, read_yaml
from troth.domain.agreement.terms import EXPECTED, Role, SessionRhythm, Signal
from troth.domain.dynamic.commands import Activate
from troth.domain.dynamic.events import INVITATION_HOURS, Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Command, MemberId, ProposalId, Refusal, Value
from troth.presets import list_presets, load_preset
from troth.web.form import Form, is_operation
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import NOT_WHOLE, Visit

SHAPE_WANTED = "Choose a starting shape."
LEAD_WANTED = "Choose who leads in this shape."
DIFFER = (
    "These words do not match: stop here. Somebody else may be in between. "
    "Write nothing here, and begin again side by side."
)


class Part(Value, frozen=True):
    """One part of the first evening: what it is, where it is done, and whether it is."""

    name: str
    hint: str
    address: str
    is_done: bool


def start(visit: Visit) -> Answered:
    """Show the parts of the first evening."""
    return _first_evening(visit, EMPTY)


def _first_evening(visit: Visit, form: Form) -> Answered:
    """Show the parts; until it has begun, a passkey is offered to whoever has none, once."""
    has_begun = phase(visit.state.ground.dynamic, visit.moment.at) is not Phase.FORMING
    is_offered = has_begun or visit.settings.was_offered_passkey or visit.has_passkey
    return visit.show(
        "start.html",
        form,
        here="book",
        parts=_parts(visit),
        has_begun=has_begun,
        offers_passkey=not is_offered,
    )


def _parts(visit: Visit) -> tuple[Part, ...]:
    say, agreement = visit.words.plain, visit.state.ground.agreement
    kinds = {type(each.terms.body) for held in agreement.clauses.values() for each in held}
    return (
        Part(
            say("Come together"),
            say("An invitation, and six words you both see"),
            "/start/pair" if visit.others else "/start/invite",
            bool(visit.others),
        ),
        Part(
            say("Limits and signals"),
            say("Each one's own lines, set alone, before anything else"),
            "/prefs",
            bool(visit.state.ground.limits.limits),
        ),
        Part(
            say("A starting shape"),
            say("A first draft to change, word for word, until you both mean it"),
            "/start/shape",
            bool(agreement.proposals) or Role in kinds,
        ),
        Part(
            say("Parts of life"),
            say("Each says alone where each part stands; shown once you both have"),
            "/start/parts",
            visit.state.leanings.last is not None,
        ),
        Part(
            say("What each of you keeps"),
            say("A line for each of you at least, in words you both can tell by"),
            "/book/new",
            _do_both_keep(visit),
        ),
        Part(
            say("Read it aloud, and agree"),
            say("Each on your own device. A first agreement is a trial of thirty days."),
            "/book",
            Role in kinds and Signal in kinds,
        ),
        Part(say("Times to talk"), say("A set hour in the week"), "/week", SessionRhythm in kinds),
    )


def _do_both_keep(visit: Visit) -> bool:
    """Tell whether some line asks something of each of the two."""
    agreement = visit.state.ground.agreement
    held = (each.terms for versions in agreement.clauses.values() for each in versions)
    bearers = {who for terms in held if isinstance(terms.body, EXPECTED) for who in terms.bearers}
    return bearers == set(visit.state.ground.dynamic.member_ids)


def invitation(visit: Visit) -> Answered:
    """Offer to make an invitation."""
    if visit.others:
        return visit.go("/start/pair")
    return visit.show("invite.html", here="book", words_=(), drawn="", hours=INVITATION_HOURS)


def make_invitation(visit: Visit, form: Form) -> Answered:
    """Make an invitation, and show its ten words this once."""
    if not is_operation(form.operation):
        form.want("", visit.words.plain(NOT_WHOLE))
        return visit.show("invite.html", form, here="book", words_=(), drawn="", hours=0)
    made = new_invitation()
    answer = invite(visit.world, visit.chain, form.operation, made.secret)
    if isinstance(answer, Refusal):
        visit.refused(form, answer)
        return visit.show("invite.html", form, here="book", words_=(), drawn="", hours=0)
    words = tuple(made.words.split())
    return visit.show(
        "invite.html", here="book", words_=words, drawn=_drawn(made.words), hours=INVITATION_HOURS
    )


def _drawn(words: str) -> str:
    """Draw the words to be scanned; its colours come from the style sheet."""
    written = BytesIO()
    segno.make(words).save(written, kind="svg", xmldecl=False, omitsize=True)
    return written.getvalue().decode()


def pair(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the six words that both see."""
    if not visit.others:
        return visit.go("/start/invite")
    found = pairing(visit.world, visit.chain)
    if isinstance(found, Refusal):
        visit.refused(form, found)
        return visit.show("pair.html", form, here="book", six=(), is_known=False)
    return visit.show("pair.html", form, here="book", six=_six(found), is_known=found.is_known)


def _six(found: Pairing) -> tuple[str, ...]:
    return tuple(found.words.split())


def compare(visit: Visit, form: Form) -> Answered:
    """Go on where the words match; where they differ, say what that means."""
    if form["answer"] == "match":
        return visit.go("/start", Told.COMPARED)
    form.want("", visit.words.plain(DIFFER))
    return visit.show("pair.html", form, here="book", six=(), is_known=False)


def shape(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer the starting shapes."""
    visit.other  # noqa: B018 - there is nobody to agree with before they have joined
    return visit.show("shape.html", form, here="book", shapes=list_presets())


def put_shape_forward(visit: Visit, form: Form) -> Answered:
    """Put a starting shape forward; nobody has agreed to anything by it."""
    name = form.one_of(
        "shape", {each.name for each in list_presets()}, visit.words.plain(SHAPE_WANTED)
    )
    members = {member.id for member in (visit.me, visit.other)}
    lead = form.one_of("lead", members, visit.words.plain(LEAD_WANTED))
    if form.wanting:
        return shape(visit, form)
    plan = _plan(visit, name, MemberId(lead))
    if isinstance(plan, Refusal):
        visit.refused(form, plan)
        return shape(visit, form)
    wanted: tuple[Command, ...] = commands(plan, visit.state, visit.moment, _ids(form))
    if visit.act_all(form, wanted):
        return visit.go("/book", Told.SHAPE)
    return shape(visit, form)


def _plan(visit: Visit, name: str, lead: MemberId) -> Plan | Refusal:
    text = load_preset(name)
    data = text if isinstance(text, Refusal) else read_yaml(text)
    if isinstance(data, Refusal):
        return data
    dynamic = visit.state.ground.dynamic
    leads, follows = dynamic.member(lead), dynamic.member(dynamic.other(lead))
    return parse_plan(data, leads, follows, visit.moment)


def _ids(form: Form) -> Iterator[ProposalId]:
    """Give the proposals of a shape ids that stay the same if it is sent again."""
    return (ProposalId(form.new_id(f"p{number}")) for number in count(1))


def activate(visit: Visit, form: Form) -> Answered:
    """Begin what both have agreed."""
    if visit.act(form, Activate()) is not None:
        return visit.go("/today", Told.BEGUN)
    return _first_evening(visit, form)


ROUTES = (
    shows("/start", Ongoing, start),
    takes("/start", Visit, activate),
    shows("/start/invite", Ongoing, invitation),
    takes("/start/invite", Visit, make_invitation),
    shows("/start/pair", Ongoing, pair),
    takes("/start/pair", Visit, compare),
    shows("/start/shape", Ongoing, shape),
    takes("/start/shape", Visit, put_shape_forward),
)

"""Nobody reads or consents on a state that the other has made up beside an honest record."""

from msgspec.structs import replace

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.tampered import SOMETHING, cut, write_anew
from tests.given import ASH, STRANGER, WREN, kitchen
from tests.tampering import keep_state
from troth.application import own_state
from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.erasing import erase_words
from troth.application.folding import Fold, load
from troth.application.handle import Answer, Request, World, handle
from troth.application.ports import Card, Shelf
from troth.application.rules import SHARED
from troth.application.seen import StaysInDoubt, accept, look
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms
from troth.domain.agreement.events import Adopt
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import MemberId, ProposalId, Refusal

PROPOSAL = ProposalId("garden")
TRUE, FALSE = "The kitchen is swept at four, and at six.", "The kitchen is swept."


def proposed() -> Home:
    """Let Wren, who runs the server, propose something that Ash would not consent to."""
    home = begun()
    home.does(WREN, ProposeTerms(PROPOSAL, (kitchen(TRUE),), considered=True))
    return home


def worded(state: State, text: str) -> State:
    """Return a state that shows the proposal in another wording."""
    agreement = state.ground.agreement
    proposal = agreement.proposals[PROPOSAL]
    (item,) = proposal.items
    assert isinstance(item, Adopt)
    terms = replace(item.wording.terms, text=text)
    items = (replace(item, wording=replace(item.wording, terms=terms)),)
    proposals = {**agreement.proposals, PROPOSAL: replace(proposal, items=items)}
    return replace(
        state,
        ground=replace(state.ground, agreement=replace(agreement, proposals=proposals)),
    )


def forge(home: Home) -> None:
    """Let Wren seal another wording under the key that both have."""
    keep_state(home.world_of(WREN), CHAIN, worded(home.view().state, FALSE))
    assert shown(home) == FALSE


def shown(home: Home) -> str:
    """Return the wording that a page would show."""
    (item,) = home.view().state.ground.agreement.proposals[PROPOSAL].items
    assert isinstance(item, Adopt)
    return item.wording.terms.text


def looks(home: Home, world: World | None = None) -> tuple[World, Alarm | None]:
    """Let Ash log in."""
    world, found = look(home.world_of(ASH) if world is None else world)
    (ours,) = (each for each in found if each.chain == CHAIN)
    assert ours.alarm is None or ALARMS[ours.alarm] in ours.sentence
    return world, ours.alarm


def attempt(home: Home, world: World, command: AnyCommand) -> Answer[State] | Refusal:
    return handle(world, CHAIN, SHARED, Request(home.next_op(), command))


def consent(home: Home) -> ConsentToTerms:
    """Return the consent to whatever is shown."""
    digest = home.view().state.ground.agreement.proposals[PROPOSAL].digest
    return ConsentToTerms(PROPOSAL, 1, digest)


def copies(home: Home, member: MemberId = ASH) -> tuple[Card, ...]:
    """Return somebody's own copies, which lie beside their keyring."""
    with home.store.finding() as directory:
        cards = directory.cards(Shelf.KEYRING, member)
    return tuple(card for card in cards if card.key != member)


def test_a_state_made_up_before_the_login_is_an_alarm_and_the_fold_takes_its_place() -> None:
    home = proposed()
    forge(home)
    world, alarm = looks(home)
    assert alarm is Alarm.FALSE_STATE
    assert shown(home) == TRUE
    assert attempt(home, world, consent(home)) == RecordInDoubt(ALARMS[Alarm.FALSE_STATE])
    assert isinstance(attempt(home, world, Pause()), Answer)


def test_a_state_made_up_between_two_logins_is_noticed_beside_ones_own_copy() -> None:
    home = proposed()
    world, alarm = looks(home)
    assert alarm is None
    forge(home)
    assert looks(home, world)[1] is Alarm.FALSE_STATE


def test_on_a_state_made_up_after_the_login_nothing_is_consented_to() -> None:
    home = proposed()
    world, _ = looks(home)
    forge(home)
    before = home.view().seq
    assert attempt(home, world, consent(home)) == RecordInDoubt(ALARMS[Alarm.FALSE_STATE])
    assert home.view().seq == before
    keep_state(home.world_of(WREN), CHAIN)
    assert isinstance(attempt(home, world, consent(home)), Answer)


def test_the_alarm_stays_until_both_have_spoken_and_the_false_state_never_counts() -> None:
    home = proposed()
    world, _ = looks(home)
    forge(home)
    world, _ = looks(home, world)
    world, alarm = looks(home, world)
    assert alarm is Alarm.FALSE_STATE
    forge(home)
    accepted = accept(world, CHAIN)
    assert not isinstance(accepted, StaysInDoubt)
    assert shown(home) == TRUE
    assert looks(home, accepted)[1] is None
    assert isinstance(attempt(home, accepted, consent(home)), Answer)


def test_ones_own_copy_goes_on_with_the_record_and_raises_no_alarm() -> None:
    home = proposed()
    world, alarm = looks(home)
    (first,) = copies(home)
    assert (alarm, looks(home, world)[1], copies(home)) == (None, None, (first,))
    home.does(WREN, SOMETHING)
    assert looks(home, world)[1] is None
    (second,) = copies(home)
    assert second.key == first.key
    assert second.body != first.body
    assert folded_on(home) == 0


def folded_on(home: Home) -> int:
    """Return how many entries Ash's next login has to fold."""
    with home.store.acting(CHAIN) as transaction:
        keys = home.world_of(ASH).keys.of(transaction)
        card = own_state.own_card(transaction, CHAIN, ASH)
        fold = own_state.own_fold(transaction, keys, SHARED, card)
        assert fold.state == load(transaction, keys, SHARED).state
        return fold.folded


def test_erased_words_raise_no_alarm_and_lie_in_nobodys_copy() -> None:
    home = proposed()
    said = Observe(ObservationId("n"), WREN, ObservationKind.PRAISE, "The warm supper.")
    entry = home.does(WREN, said).seq
    worlds = {member: look(home.world_of(member))[0] for member in (ASH, WREN)}
    (kept,) = copies(home)
    assert isinstance(erase_words(worlds[WREN], CHAIN, home.next_op(), (entry,)), Answer)
    assert copies(home) == ()
    assert looks(home, worlds[ASH])[1] is None
    put(home, kept)
    assert folded_on(home) == home.view().seq
    assert looks(home, worlds[ASH])[1] is None


def put(home: Home, card: Card) -> None:
    with home.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, card)


def test_a_copy_that_is_changed_or_of_another_schema_is_folded_anew() -> None:
    home = proposed()
    world, _ = looks(home)
    (kept,) = copies(home)
    far_ahead = (1 << 60).to_bytes(8) + kept.body[8:]
    for body in (b"", kept.body[:-1], far_ahead, of_another_schema(home)):
        put(home, replace(kept, body=body))
        assert folded_on(home) == home.view().seq
        assert looks(home, world)[1] is None
        assert folded_on(home) == 0


def of_another_schema(home: Home) -> bytes:
    """Return a copy that opens, and holds no state that this version reads."""
    with home.store.acting(CHAIN) as transaction:
        keys = home.world_of(ASH).keys.of(transaction)
        other = Fold(transaction.head.seq, Card("", "", b""), home.clock.now())
        own_state.keep(transaction, keys, other)
    (card,) = copies(home)
    return card.body


def test_a_copy_of_a_record_that_was_written_anew_serves_no_more() -> None:
    home = begun()
    home.does(ASH, SOMETHING)
    world, _ = looks(home)
    write_anew(home)
    assert looks(home, world)[1] is Alarm.OTHER_ENTRY
    assert folded_on(home) == home.view().seq
    accepted = accept(world, CHAIN)
    assert isinstance(accepted, World)
    assert looks(home, accepted)[1] is None


def test_a_copy_that_is_ahead_of_its_record_serves_no_more() -> None:
    home = begun()
    home.does(ASH, SOMETHING)
    looks(home)
    cut(home)
    assert folded_on(home) == home.view().seq


def test_nobody_else_can_write_ones_own_copy() -> None:
    home = proposed()
    world, _ = looks(home)
    (kept,) = copies(home)
    forged = home.world_of(WREN)
    with home.store.acting(CHAIN) as transaction:
        keys, seq = forged.keys.of(transaction), transaction.head.seq
        state = worded(load(transaction, keys, SHARED).state, FALSE)
        own_state.keep(transaction, keys, Fold(seq, state, home.clock.now()))
        card = own_state.own_card(transaction, CHAIN, WREN)
    assert card is not None
    put(home, replace(kept, body=card.body))
    forge(home)
    assert looks(home, world)[1] is Alarm.FALSE_STATE
    assert shown(home) == TRUE


def test_a_stranger_keeps_no_copy_of_what_others_share() -> None:
    home = proposed()
    world, found = look(home.world_of(STRANGER))
    assert [each.chain for each in found] == [world.keys.own_chain]
    assert copies(home, STRANGER) == ()

"""The minutes as both read them back."""

from tests.domain.sitting import TONIGHT, sat_down
from tests.given import ASH, WREN
from troth.domain.sessions.commands import WriteLine
from troth.domain.sessions.events import LineId
from troth.projections.minutes import minutes


def test_lines_are_read_in_the_order_they_were_first_written() -> None:
    couple = sat_down()
    for by, name, text in ((ASH, "z", "First."), (WREN, "a", "Second."), (ASH, "m", "Third.")):
        couple.later(minutes=1)
        couple.does(by, WriteLine(TONIGHT, LineId(name), text))
    couple.later(minutes=1)
    couple.does(ASH, WriteLine(TONIGHT, LineId("z"), "First, in other words."))
    read = minutes(couple.state)
    assert read is not None
    assert [line.id for line in read.lines] == ["z", "a", "m"]
    assert read.lines[0].text == "First, in other words."

"""Where they are today: what waits for each of them, and what each keeps for the next session."""

from troth.application.private.preparations import Prepared
from troth.demo import later_clauses as later
from troth.demo.asking import asks_leave, orders
from troth.demo.daily_deeds import answers, asks_about, feels, offers, says, weighs
from troth.demo.deeds import agrees, part, proposes, raises, thinks
from troth.demo.script import ASH, BOTH, WREN, Line, Preparing, lately, on
from troth.domain.checkins import Clarity, Connection
from troth.domain.conduct.events import AnswerKind, Finding
from troth.domain.conduct.observations import ObservationKind
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import TakeUp
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.kernel import ClauseId
from troth.domain.sessions.events import Preparation
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency

LINES: tuple[Line, ...] = (
    on(
        "8.4 08:00",
        ASH,
        asks_about(
            "table", WREN, ("kitchen-before-bed", "8.3 23:00"), "The table was laid with bags."
        ),
    ),
    on("8.4 12:30", WREN, answers("table", AnswerKind.ACKNOWLEDGED, "Mine. I fell into bed.")),
    on(
        "8.4 19:00",
        ASH,
        weighs("table", Finding.UPHELD, "Thank you."),
        offers("table", "response-again", 20),
    ),
    on(
        "8.5 18:00",
        WREN,
        raises(
            "job-offer",
            "A job offer in another town",
            part(WREN, "work", BOTH),
            wanted="I would like to go and look at it with you.",
        ),
        thinks(
            "job-offer",
            "offer-wren",
            "The work is what I trained for. The town is two hours from everybody we know.",
        ),
    ),
    on(
        "8.5 19:00",
        ASH,
        raises("sofa", "Whether the old sofa goes", part(ASH, "household", BOTH)),
        orders("market", "household", "Write the list for the market.", "8.7 12:00"),
    ),
    on("8.5 19:10", WREN, TakeUp(DirectionId("market"))),
    on(
        "8.5 19:30",
        WREN,
        asks_about(
            "half-an-ear", ASH, ("honest-no", "8.4 21:00"), "You said yes and read the paper."
        ),
    ),
    on("8.5 20:00", WREN, proposes("quiet-hour", later.QUIET_HOUR), agrees("quiet-hour")),
    on(
        "8.5 20:30",
        ASH,
        proposes("walk-together", later.WALK_TOGETHER, reason="Not a push this time: company."),
        agrees("walk-together"),
    ),
    on("8.5 20:40", ASH, Preparing("wish", Prepared(Preparation.WISH, "A day with no plan."))),
    on("8.5 20:50", WREN, Preparing("glad", Prepared(Preparation.GLAD, "The green kitchen."))),
    on(
        "8.5 22:00",
        ASH,
        OfferTreat(TreatId("evening-bath"), "A bath, when you like.", ClauseId("slow-bath")),
    ),
    lately(50, ASH, says("stairs", WREN, ObservationKind.PRAISE, "You sang on the stairs.")),
    lately(40, WREN, AskToTalk(TalkId("the-offer"), Urgency.SOON, "What the offer stirs up.")),
    lately(30, WREN, asks_leave("this-evening", "This evening, as we have named it?")),
    # Check-ins go by the week, and on a Monday yesterday's would be of the week before.
    lately(10, ASH, feels(Connection.CLOSE, Clarity.CLEAR)),
)

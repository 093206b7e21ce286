"""Check-ins, weeks and resets put into lines of text, one's own first."""

from collections.abc import Iterator, Mapping

from troth.cli.caller import Caller
from troth.cli.times import shown
from troth.domain.checkins import Answer, Clarity, Connection
from troth.domain.kernel import MemberId
from troth.domain.resets.events import Help
from troth.projections.connection import CheckIn, EbbWeek, Resets

NOT_SHOWN = "This week's is not shown yet: it is once both of you have answered, each apart."
HOW = "Yours: troth check-in steady clear (or rather-not-say for either)"
NO_WEEKS = "No check-in has been shown yet. After the first one the weeks stand here."
NONE_BETTER = "None of these words is better than another."
NO_FORM = (
    "You have not agreed what a reset is for you. Suggest one:\n"
    "troth propose way-back --kind reset --text WORDS --set form=WORDS"
)


def own_first(caller: Caller) -> tuple[MemberId, ...]:
    """Return both members, the caller first."""
    members = caller.members.member_ids
    return tuple(sorted(members, key=lambda member: member != caller.member))


def words(value: str) -> str:
    """Return a choice in words."""
    return value.replace("-", " ")


def check_in_text(caller: Caller, read: CheckIn) -> str:
    """Return this week's check-in as the caller may read it."""
    if read.shown:
        return "\n".join(answer_lines(caller, read.shown))
    if read.own is None:
        return f"{NOT_SHOWN}\n{HOW}"
    sealed = f"Yours is sealed: {said(read.own)}. You can change it by answering anew."
    return f"{NOT_SHOWN}\n{sealed}"


def answer_lines(caller: Caller, answers: Mapping[MemberId, Answer]) -> Iterator[str]:
    """Yield both answers side by side, and what each thought the other would say."""
    for member in own_first(caller):
        answer = answers[member]
        yield f"{caller.name_of(member)}: {said(answer)}"
        if answer.words:
            yield f"    “{answer.words}”"
        if answer.guess is not None:
            other = caller.name_of(caller.members.other(member))
            guess = f"{words(answer.guess.connection)}; roles {words(answer.guess.clarity)}"
            yield f"    Thought that {other} would say: {guess}"


def said(answer: Answer) -> str:
    """Return an answer in words."""
    return f"{words(answer.connection)}; roles {words(answer.clarity)}"


def ebb_text(caller: Caller, weeks: tuple[EbbWeek, ...]) -> str:
    """Return the weeks side by side."""
    if not any(week.connection for week in weeks):
        return f"{NO_WEEKS}\n{HOW}"
    members = own_first(caller)
    longest = (max(len(words(each)) for each in kind) for kind in (Connection, Clarity))
    width = sum(longest) + len(", ")
    names = "  ".join(f"{caller.name_of(member):{width}}" for member in members)
    lines = [f"{'Week of':14}  {names}".rstrip()]
    # Weeks before the first answer say nothing, and a table of gaps is slow to hear read aloud.
    since = next(place for place, week in enumerate(weeks) if week.connection)
    lines += [_week_line(week, members, width) for week in weeks[since:]]
    return "\n".join([*lines, "", NONE_BETTER])


def _week_line(week: EbbWeek, members: tuple[MemberId, ...], width: int) -> str:
    cells = [_cell(week, member) for member in members]
    notes = ["at rest"] if week.rested else []
    notes += ["reset"] if week.resets else []
    begins = f"{week.begins.day} {week.begins:%B}"
    said_there = "  ".join(f"{cell:{width}}" for cell in cells)
    return f"{begins:14}  {said_there}  {', '.join(notes)}".rstrip()


def _cell(week: EbbWeek, member: MemberId) -> str:
    if not week.connection:
        return "no answers"
    return f"{words(week.connection[member])}, {words(week.clarity[member])}"


def resets_text(caller: Caller, read: Resets) -> str:
    """Return what is agreed as a way back, and where it stands."""
    lines = []
    for form in read.forms:
        lines += [f"{form.clause}: {form.form}"]
        lines += ["    It also lets go what went unreported, if both say so."] * form.clears_before
        lines += [] if form.holds else ["    It rests just now."]
    lines = lines or [NO_FORM]
    lines += _in_hand_lines(caller, read)
    if read.last is not None:
        lines.append(f"Last done: {shown(read.last.at, caller.zone)}")
        for clause, wishes in read.last.wishes.items():
            each = ", ".join(f"{caller.name_of(m)}: {wish}" for m, wish in wishes.items())
            lines.append(f"    {clause}  {each}")
        lines += [help_text(caller, read.last.helped)] if read.last.helped else []
    return "\n".join(lines)


def _in_hand_lines(caller: Caller, read: Resets) -> Iterator[str]:
    asked = read.in_hand
    if asked is None:
        return
    yield f"{caller.name_of(asked.asked_by)} asked for “{asked.clause}”."
    if asked.is_running:
        yield "    It is running. When it is over: troth reset done"
        return
    names = ", ".join(caller.name_of(member) for member in sorted(asked.yes_today))
    yield f"    Yes, today: {names or 'nobody yet'}. You can: troth reset yes-today, or call-off"


def help_text(caller: Caller, answers: Mapping[MemberId, Help]) -> str:
    """Return what both said about whether it helped."""
    return "\n".join(f"{caller.name_of(m)}: {words(answers[m])}" for m in own_first(caller))

"""Words we use: what the two call some things; it takes both, and either goes back alone."""

from troth.domain.kernel import Value
from troth.domain.labels import LABEL_LENGTH, BuiltIn, CallIt, UseBuiltIn, is_label
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.labels import SHOWN
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

ADDRESS = "/set/words"
LABEL, BACK = "label", "back"

LABEL_WANTED = "Write one to %(most)s letters, in one line."


class Word(Value, frozen=True):
    """One word: the built-in one, what both call it, and what one of them would."""

    of: BuiltIn
    built_in: str
    label: str
    suggested: str
    is_own: bool


def words_we_use(visit: Visit) -> Answered:
    """Show every word that can be called otherwise, and what it is called."""
    return visit.show("set_words.html", here="mine", found=[_word(visit, of) for of in BuiltIn])


def word(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one word, and what can be done about it."""
    found = _word(visit, find(at, BuiltIn))
    return visit.show("set_word.html", form, here="mine", word=found, other=visit.other)


def keep_word(visit: Visit, form: Form, at: str) -> Answered:
    """Suggest a word, agree to the other's, or go back to the built-in one."""
    of = find(at, BuiltIn)
    if form.raw("do") == BACK:
        answer = visit.act(form, UseBuiltIn(of))
        return word(visit, at, form) if answer is None else visit.go(ADDRESS, Told.BUILT_IN)
    label = form.text(LABEL)
    if not label or not is_label(label):
        form.want(LABEL, visit.words.say(LABEL_WANTED, most=LABEL_LENGTH))
        return word(visit, at, form)
    answer = visit.act(form, CallIt(of, label))
    if answer is None:
        return word(visit, at, form)
    is_agreed = answer.state.labels.agreed.get(of) == label
    return visit.go(ADDRESS, Told.CALLED_SO if is_agreed else Told.WORD_SUGGESTED)


def _word(visit: Visit, of: BuiltIn) -> Word:
    known = visit.state.labels
    suggestion = known.suggested.get(of)
    return Word(
        of,
        visit.words.plain(SHOWN[of]),
        known.agreed.get(of, ""),
        "" if suggestion is None else suggestion.label,
        suggestion is not None and suggestion.by == visit.member,
    )


ROUTES = (
    shows(ADDRESS, Ongoing, words_we_use),
    shows(f"{ADDRESS}/{{at:str}}", Ongoing, word),
    takes(f"{ADDRESS}/{{at:str}}", Visit, keep_word),
)

"""The end: at once, for good, by either; what ends with it, and what stays."""

from troth.application.ports import StoreError
from troth.domain.dynamic.commands import End
from troth.domain.dynamic.events import Phase
from troth.projections.rests import outlasting, rests
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.protecting import make_whole, not_recorded
from troth.web.routes import Answered, shows, takes
from troth.web.said_at import AT, AT_WANTED, days_back, said_at
from troth.web.told import Told
from troth.web.visit import Visit

TOLD_WHEN, NOW = "told", "now"


def close(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show what ends, what stays, and what the other will see; once it has ended, what stays."""
    read = rests(visit.state, visit.member, visit.moment)
    offered = visit.site.host.telling.offered
    return visit.show(
        "closed.html" if read.phase is Phase.ENDED else "close.html",
        form,
        here="",
        read=read,
        other="".join(each.name for each in visit.others),
        stays=outlasting(visit.state, visit.moment),
        days=days_back(visit),
        can_tell=bool(offered.push_key or offered.has_mail),
    )


def end(visit: Visit, form: Form) -> Answered:
    """End it, at once and without a second question."""
    make_whole(visit, form)
    try:
        return _ended(visit, form)
    except StoreError as found:
        return not_recorded(visit, form, found)


def _ended(visit: Visit, form: Form) -> Answered:
    """What has ended cannot be dated back again, so here alone a time is asked for before."""
    since = said_at(visit, form) if form.has(AT) else None
    if form.has(AT) and since is None:
        form.want(AT, visit.words.plain(AT_WANTED))
        return close(visit, form)
    if visit.act(form, End(since)) is None:
        return close(visit, form)
    if form.raw(TOLD_WHEN) == NOW:
        tell_of_end(visit)
    # The page for pausing says so too, and can do without the record.
    return visit.go("/pause", Told.ENDED)


def tell_of_end(visit: Visit) -> None:
    """Tell the other at once that there is something to look at, if they ever asked to be told.

    Nothing says whether they did: that is theirs. Without this they read of it on opening this.
    """
    for each in visit.others:
        visit.site.host.telling.tell(each.id)


ROUTES = (shows("/close", Visit, close), takes("/close", Visit, end))

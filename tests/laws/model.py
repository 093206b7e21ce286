"""A short reference model: the same promises in the plainest form, to be played against the code.

Time is counted in watches of six hours. The model keeps a picture of what bound at each watch of
the last thirty days and paints over it when something was said aloud earlier; the code derives the
same from consents and rests each time it is asked. Deadlines count the watches nothing rested in.
"""

from collections.abc import Iterator

from tests.laws.model_things import (
    BOTH,
    COOLING,
    DAY,
    GRACE,
    KINDS,
    LAST_WEEK,
    LOOSENING,
    MEMORY,
    SOON,
    TRIAL,
    Held,
    Limit,
    Open,
    Talk,
    Words,
)


class Model:
    """A couple who have begun, in the plainest form."""

    def __init__(self) -> None:
        """Begin at watch 0 with the usual clauses."""
        self.now = 0
        self.rest: str | None = None
        self.ready: set[str] = set()
        self.resting_areas: dict[str, set[str]] = {}
        self.check: set[str] | None = None
        self.ended = False
        self.held: dict[str, Held] = {}
        self.open: dict[str, Open] = {}
        self.limits: dict[str, Limit] = {}
        self.talks: dict[str, Talk] = {}
        self.rested: set[int] = set()
        self.picture: dict[int, frozenset[str]] = {}

    # What holds now.

    @property
    def phase(self) -> str:
        """Where the dynamic stands."""
        if self.ended:
            return "ended"
        if self.rest is not None:
            return {"stop": "stopped", "pause": "paused"}[self.rest]
        return "active" if self.check is None else "checking"

    def ends(self, held: Held, member: str) -> int | None:
        """Return when a member's consent runs out by itself."""
        kind = KINDS[held.words.id]
        if kind.days is None:
            return None
        begins = max(held.given[member], held.begins)
        if kind.is_new and member not in held.renewed:
            return begins + TRIAL
        return begins + kind.days * DAY + GRACE

    def in_force(self, id_: str) -> Words | None:
        """Return the words of a clause that both live consents carry, on what they refer to."""
        held = self.held.get(id_)
        if held is None or held.gone or self.now < held.begins or self.has_run_out(held):
            return None
        for name, meaning in held.words.pins:
            referred = self.in_force(name)
            if referred is None or referred.meaning != meaning:
                return None
        return held.words

    def has_run_out(self, held: Held) -> bool:
        """Tell whether either consent has run out."""
        ends = (self.ends(held, member) for member in BOTH)
        return any(end is not None and self.now >= end for end in ends)

    def stands(self, id_: str) -> bool:
        """Tell whether a clause in force is not held off by an area, a limit, or what it needs."""
        if self.in_force(id_) is None or KINDS[id_].area in self.resting_areas:
            return False
        if any(limit.clause == id_ and not limit.over for limit in self.limits.values()):
            return False
        return all(self.stands(name) for name in KINDS[id_].refers_to)

    def operative(self) -> frozenset[str]:
        """Return what binds now."""
        if self.phase != "active":
            return frozenset()
        return frozenset(id_ for id_ in KINDS if self.stands(id_))

    # Time.

    def paint(self) -> None:
        """Note what binds at this watch; said again after every act, the last word counts."""
        self.picture[self.now] = self.operative()

    def pass_time(self, watches: int) -> None:
        """Let time pass; while everything rests, deadlines stand still."""
        for _ in range(watches):
            if self.rest is not None:
                self.rested.add(self.now)
            self.now += 1
            self.paint()

    def since(self, ago: int) -> int:
        """Return the watch something said aloud earlier counts from."""
        return self.now - min(ago, MEMORY)

    def paint_over(self, since: int, gone: frozenset[str]) -> None:
        """What was said aloud earlier counted from then on."""
        for watch in range(since, self.now):
            if watch in self.picture:
                self.picture[watch] -= gone

    def waking(self, since: int) -> int:
        """Return how many watches nothing rested since then."""
        return sum(watch not in self.rested for watch in range(since, self.now))

    def needing(self, id_: str) -> frozenset[str]:
        """Return a clause and what cannot stand without it."""
        more = (self.needing(name) for name, kind in KINDS.items() if id_ in kind.refers_to)
        return frozenset({id_}).union(*more)

    # What either may do alone. Every method returns whether it was taken.

    def pause(self, area: str | None, ago: int) -> bool:
        """Rest everything, or one area."""
        return self._rest("pause", area, ago)

    def stop(self, ago: int) -> bool:
        """Stop everything."""
        return self._rest("stop", None, ago)

    def _rest(self, how: str, area: str | None, ago: int) -> bool:
        if self.ended:
            return False
        since = self.since(ago)
        if area is not None:
            self.resting_areas[area] = set()
            touched = [id_ for id_, kind in KINDS.items() if kind.area == area]
            self.paint_over(since, frozenset().union(*(self.needing(id_) for id_ in touched)))
            return True
        self.rest = "stop" if "stop" in (how, self.rest) else how
        self.ready = set()
        self.paint_over(since, frozenset(KINDS))
        self.rested |= set(range(since, self.now))
        return True

    def end(self) -> bool:
        """End it."""
        taken, self.ended = not self.ended, True
        return taken

    def withdraw(self, by: str, id_: str, ago: int) -> bool:
        """Withdraw from a clause."""
        held = self.held.get(id_)
        if self.ended or held is None:
            return False
        if by not in held.gone:
            self.paint_over(max(self.since(ago), held.given[by]), self.needing(id_))
            held.gone.add(by)
        return True

    def limit(self, by: str, name: str, clause: str, ago: int) -> bool:
        """Set a limit on a clause."""
        if self.ended or name in self.limits:
            return False
        self.limits[name] = Limit(by, clause)
        self.paint_over(self.since(ago), self.needing(clause))
        return True

    def ask_to_loosen(self, by: str, name: str) -> bool:
        """Begin the wait of three days."""
        limit = self._own_limit(by, name)
        if limit is not None and limit.asked is None:
            limit.asked = self.now
        return limit is not None

    def keep(self, by: str, name: str) -> bool:
        """Keep the limit after all."""
        limit = self._own_limit(by, name)
        if limit is not None:
            limit.asked = None
        return limit is not None

    def loosen(self, by: str, name: str) -> bool:
        """Loosen one's own limit after the wait, while active."""
        limit = self._own_limit(by, name)
        if limit is None or limit.asked is None or self.phase != "active":
            return False
        if self.now - limit.asked < LOOSENING:
            return False
        limit.over = True
        return True

    def _own_limit(self, by: str, name: str) -> Limit | None:
        limit = self.limits.get(name)
        is_own = limit is not None and limit.owner == by and not limit.over and not self.ended
        return limit if is_own else None

    def ask_to_talk(self, by: str, name: str) -> bool:
        """Ask to talk."""
        if self.ended or name in self.talks:
            return False
        self.talks[name] = Talk(by, self.now)
        return True

    def acknowledge(self, by: str, name: str) -> bool:
        """Say that one has seen the other's wish to talk."""
        talk = self.talks.get(name)
        if self.ended or talk is None or talk.over or talk.asker == by:
            return False
        talk.seen = True
        return True

    def close_talk(self, by: str, name: str) -> bool:
        """Close one's own talk."""
        talk = self.talks.get(name)
        if self.ended or talk is None or talk.over or talk.asker != by:
            return False
        talk.over = True
        return True

    def is_overdue(self, name: str) -> bool:
        """Tell whether a talk has waited two waking days unseen."""
        talk = self.talks[name]
        return not talk.seen and not talk.over and self.waking(talk.asked) >= SOON

    # What takes both.

    def affirm(self, by: str, area: str | None) -> bool:
        """Say that one is ready to come back; the second ends the rest."""
        resting = self.rest is not None if area is None else area in self.resting_areas
        if self.ended or not resting:
            return False
        ready = self.ready if area is None else self.resting_areas[area]
        ready.add(by)
        if ready >= BOTH and area is None:
            self.rest, self.ready = None, set()
        elif ready >= BOTH and area is not None:
            del self.resting_areas[area]
        return True

    def raise_check(self) -> bool:
        """Ask whether both are all right."""
        if self.phase in ("active", "checking"):
            self.check = set()
        return self.phase == "checking"

    def clear_check(self, by: str) -> bool:
        """Say that one is all right."""
        if self.ended or self.check is None:
            return False
        self.check.add(by)
        if self.check >= BOTH:
            self.check = None
        return True

    def propose(self, by: str, name: str, words: tuple[str, str, str], within: int | None) -> bool:
        """Put words for one clause forward: its id, text and sense."""
        items = None if self.ended or name in self.open else self.drawn(words)
        if items is None:
            return False
        self.open[name] = Open(by, 1, items, self.base(items), self.now, within)
        return True

    def revise(self, name: str, words: tuple[str, str, str]) -> bool:
        """Put other words in their place; nobody has said yes to them."""
        items = self.drawn(words) if name in self.open and not self.ended else None
        if items is None:
            return False
        old = self.open[name]
        self.open[name] = Open(
            old.author, old.revision + 1, items, self.base(items), self.now, None
        )
        return True

    def drawn(self, words: tuple[str, str, str]) -> tuple[Words, ...] | None:
        """Pin what the words refer to, and carry along what rests on them and is not intimate."""
        id_, text, sense = words
        pins = []
        for name in KINDS[id_].refers_to:
            referred = self.in_force(name)
            if referred is None:
                return None
            pins.append((name, referred.meaning))
        new = Words(id_, text, sense, tuple(pins))
        return (new, *self._carried(new))

    def _carried(self, new: Words) -> Iterator[Words]:
        for id_, kind in KINDS.items():
            words = self.in_force(id_) if new.id in kind.refers_to and not kind.is_new else None
            if words is not None and words.pins != ((new.id, new.meaning),):
                yield Words(id_, words.text, words.sense, ((new.id, new.meaning),))

    def base(self, items: tuple[Words, ...]) -> dict[str, Words | None]:
        """Return what a proposal stands on: what it changes or refers to, as it is now."""
        touched = {words.id for words in items}
        touched |= {name for words in items for name, _ in words.pins}
        return {id_: self.in_force(id_) for id_ in touched}

    def is_expired(self, name: str) -> bool:
        """Tell whether the time to answer has passed, rests not counted."""
        open_ = self.open[name]
        return open_.within is not None and self.waking(open_.asked) >= open_.within

    def say_yes(self, by: str, name: str, revision: int) -> bool:
        """Consent to a revision; the second consent adopts it, on the base it was written for."""
        open_ = self.open.get(name)
        if self.ended or open_ is None or revision != open_.revision or self.is_expired(name):
            return False
        if self.base(open_.items) != open_.base:
            return False
        open_.yes.setdefault(by, self.now)
        if open_.yes.keys() >= BOTH:
            del self.open[name]
            for words in open_.items:
                begins = self.now + (COOLING if KINDS[words.id].is_new else 0)
                self.held[words.id] = Held(words, begins, dict(open_.yes))
        return True

    def take_back(self, by: str, name: str) -> bool:
        """Take back one's yes to what is still open."""
        if self.ended or name not in self.open:
            return False
        self.open[name].yes.pop(by, None)
        return True

    def let_go(self, by: str, name: str, *, as_author: bool) -> bool:
        """Withdraw one's own proposal, or decline the other's."""
        open_ = self.open.get(name)
        if self.ended or open_ is None or (open_.author == by) != as_author:
            return False
        del self.open[name]
        return True

    def renew(self, by: str, id_: str) -> bool:
        """Renew one's consent to a clause that was not withdrawn and has not long run out."""
        held = self.held.get(id_)
        if self.ended or held is None or held.gone or self.now < held.begins:
            return False
        ends = [self.ends(held, member) for member in BOTH]
        if any(end is not None and self.now >= end + GRACE for end in ends):
            return False
        own = self.ends(held, by)
        is_trial = KINDS[id_].is_new and by not in held.renewed
        if is_trial and own is not None and self.now < own - LAST_WEEK:
            return False
        held.given[by] = self.now
        held.renewed.add(by)
        return True

"""The site: what the pages are given by whoever starts them."""

from collections.abc import Callable, Mapping

from troth.application.handle import Host
from troth.application.ports import ChainId, OperationId
from troth.domain.kernel import MemberId, Value
from troth.web.assets import Assets
from troth.web.words import SOURCE, Words

NAME = "Notebook"
"""What the pages call themselves on the outside: it says nothing about what they are for."""

SOMETHING = "There is something to look at."
"""All that is ever told outside the pages, by whatever way and about whatever it is."""


class Fresh(Value, frozen=True):
    """Where new ids come from: each call gives one that was never given before."""

    operation: Callable[[], OperationId]
    member: Callable[[], MemberId]
    chain: Callable[[], ChainId]


class DemoLogin(Value, frozen=True):
    """A person of the demo, whose passphrase the sign-in page shows."""

    name: str
    passphrase: str


class Site(Value, frozen=True):
    """One running server: its record, its words and files, and how it is reached.

    `is_secure`: it is reached over HTTPS, so cookies travel on nothing else. `run_by` is who keeps
    the server, in their own words; `demo` the people of a demo, whose passphrases are no secret.
    """

    host: Host
    fresh: Fresh
    assets: Assets
    languages: Mapping[str, Words]
    is_secure: bool = False
    run_by: str = ""
    local_zone: str = "UTC"
    demo: tuple[DemoLogin, ...] = ()

    def words(self, accepted: str) -> Words:
        """Return the first language a browser asks for that there is, else the source's."""
        for asked in accepted.split(","):
            tag = asked.partition(";")[0].strip().lower()
            for name, words in self.languages.items():
                if name.lower() == tag or name.lower().split("-")[0] == tag.split("-")[0]:
                    return words
        return self.languages[SOURCE.replace("_", "-")]

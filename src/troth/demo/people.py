"""The two invented people of the demo, and what opens their accounts: anybody may read it here."""

import msgspec

from troth.demo.script import ASH, HOME_ZONE, WREN
from troth.domain.dynamic.events import Member


class Person(msgspec.Struct, frozen=True):
    """One of the two: who they are, and the passphrase and recovery code of their account."""

    themself: Member
    passphrase: str
    recovery_code: str

    @property
    def name(self) -> str:
        """What they are called."""
        return self.themself.name


ASH_THEMSELF = Member(ASH, "Ash", HOME_ZONE, adult=True)
WREN_THEMSELF = Member(WREN, "Wren", HOME_ZONE, adult=True)

PEOPLE = (
    Person(
        ASH_THEMSELF,
        "Ash is invented, and so is this passphrase",
        "DEM0-DEM0-DEM0-DEM0-DEM0-DEM0-DEM0-0ASH-H",
    ),
    Person(
        WREN_THEMSELF,
        "Wren is invented, and so is this passphrase",
        "DEM0-DEM0-DEM0-DEM0-DEM0-DEM0-DEM0-WREN-$",
    ),
)

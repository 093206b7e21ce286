"""What only a machine reads: constants that say so are in no catalogue of what people read."""

from typing import TypeAlias

Code: TypeAlias = str
"""The name of a kind of file, a header, a key: it is the same in every language."""

"""Where a change is asked from: another site cannot act in the name of somebody logged in here.

A browser says of each request which site it comes from (the Fetch Metadata and Origin headers);
what is not a browser sends neither, and carries no cookie that was not given to it.
"""

from urllib.parse import urlsplit

from litestar.connection import Request
from litestar.datastructures import State

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
"""`none` is the person themself: an address typed, or a bookmark."""


def is_from_elsewhere(request: Request[object, object, State]) -> bool:
    """Tell whether a request that changes something comes from another site."""
    if request.method in SAFE:
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in OWN_SITES
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")

"""What every answer carries: nothing from elsewhere runs, nothing is kept, nothing is told."""

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from troth.web.code import Code

POLICY: Code = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: only what this server gives, and nothing written into the page."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")
"""Once met over HTTPS, a browser asks for nothing else for a year."""

CACHE = b"cache-control"
NOT_KEPT = (CACHE, b"no-store")
"""Nothing private stays in a browser's cache; only what names its own contents may."""


class WithHeaders:
    """The application with its headers, also around its error pages and its files.

    A hook of the framework would miss those, so this is a plain wrapper.
    """

    def __init__(self, inner: ASGIApp, *, is_secure: bool) -> None:
        self._inner = inner
        self._always = (*HEADERS, STRICT_TRANSPORT) if is_secure else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and put the headers on what is answered."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                is_kept = any(name == CACHE for name, _ in own)
                added = self._always if is_kept else (*self._always, NOT_KEPT)
                message["headers"] = [*own, *added]
            await send(message)

        await self._inner(scope, receive, sending)

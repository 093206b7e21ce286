"""A line to PostgreSQL that can be cut, on either side of a commit, or that never says anything."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from select import select
from urllib.parse import quote

SOCKET = ".s.PGSQL.5432"
"""What the driver looks for in the directory an address names."""

CHUNK_BYTES = 1 << 16


class Cut(Enum):
    """Where the next commit is cut off."""

    BEFORE_IT_ARRIVES = "before"
    BEFORE_ITS_ANSWER = "after"


class Line:
    """Carries what is said between the driver and a server, until it is told to cut a commit.

    `turns` counts how often the driver spoke and then waited for an answer.
    """

    def __init__(self, server: str, directory: Path) -> None:
        self.cut: Cut | None = None
        self.turns = 0
        self._server = server
        self._is_clients_turn = True
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(directory / SOCKET))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more callers."""
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._server)
            while self._carried(client, server):
                pass

    def _carried(self, client: socket.socket, server: socket.socket) -> bool:
        for speaker in select([client, server], [], [])[0]:
            said = speaker.recv(CHUNK_BYTES)
            self._count_turn(is_client=speaker is client)
            is_commit = speaker is client and b"COMMIT\0" in said
            if not said or (is_commit and self._is_cut(said, client, server)):
                return False
            (server if speaker is client else client).sendall(said)
        return True

    def _count_turn(self, *, is_client: bool) -> None:
        self.turns += is_client and self._is_clients_turn
        self._is_clients_turn = not is_client

    def _is_cut(self, said: bytes, client: socket.socket, server: socket.socket) -> bool:
        cut, self.cut = self.cut, None
        if cut is Cut.BEFORE_ITS_ANSWER:
            server.sendall(said)
            # What asks for the answer may come after what commits.
            while server not in select([client, server], [], [])[0]:
                server.sendall(client.recv(CHUNK_BYTES))
            server.recv(CHUNK_BYTES)
        return cut is not None


@contextmanager
def line_to(url: str, directory: Path) -> Iterator[tuple[Line, str]]:
    """Put a line between the driver and the server of an address; give it and its address."""
    server = url.partition("host=")[2].partition("&")[0]
    line = Line(f"{server}/{SOCKET}", directory)
    try:
        yield line, url.replace(server, quote(str(directory)))
    finally:
        line.close()


@contextmanager
def silence() -> Iterator[str]:
    """Give the address of a server that takes callers and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"postgresql://couple:a-password@127.0.0.1:{listening.getsockname()[1]}/postgres"

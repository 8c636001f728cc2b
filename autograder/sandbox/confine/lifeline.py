"""The line between the grading process and the supervisor: words, and an end that means the end."""

import select
import socket
from contextlib import suppress


class Lifeline:
    """One end of the line. Both ends are in trusted hands; student code never holds one.

    Args:
        connection: a connected stream socket; the lifeline owns it from now on.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._socket.setblocking(False)
        self._rest = b""

    def fileno(self) -> int:
        """Return the descriptor, for ``select``."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close this end, which tells the other one that it is over."""
        self._socket.close()

    def send(self, word: str) -> None:
        """Send a word; a line whose other end is gone takes none."""
        with suppress(OSError):
            self._socket.send(word.encode() + b"\n")

    def words(self, seconds: float) -> list[str] | None:
        """Return the words that have come, waiting a little for the first; None after the end."""
        if not select.select([self._socket], [], [], seconds)[0]:
            return []
        try:
            data = self._socket.recv(4096)
        except OSError:
            return None
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line.decode(errors="replace") for line in lines]

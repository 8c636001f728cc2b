"""Serve the desk: on this machine, or over TLS to graders with names, until Ctrl-C."""

import contextlib
import getpass
import os
import socket
import ssl
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import FrameType

import uvicorn

from autograder.desk.app import make_app
from autograder.desk.security import Grader, Guard
from autograder.desk.state import Desk
from autograder.errors import AutograderError
from autograder.text import printable

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WILDCARDS = ("", "0.0.0.0", "::")
_LAST_PORT = 65_535
_PATIENCE = 3
"""Seconds that requests have to come to their end when the desk is closed."""
_LONGEST_NAME = 80
_OPENING = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>The desk</title>
<meta http-equiv="refresh" content="0; url={0}"><a href="{0}">Open the desk</a></html>
"""


@dataclass(frozen=True)
class Place:
    """Where the desk is served."""

    host: str = LOOPBACK[0]  # what graders call this machine
    port: int = 0  # 0 for any that is free
    certificate: Path | None = None  # for TLS, which other hosts than loopback need
    key: Path | None = None  # its key
    graders: Path | None = None  # a file with a name a line

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return self.host in LOOPBACK


class _Server(uvicorn.Server):
    """Ends the streams of open pages, which would never end by themselves."""

    def __init__(self, config: uvicorn.Config, on_exit: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_exit = on_exit

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take Ctrl-C."""
        self._on_exit()
        super().handle_exit(sig, frame)


def serve(
    folder: Path,
    place: Place,
    say: Callable[[str], None],
    *,
    browser: bool,
    course: Path | None = None,
) -> None:
    """Serve the desk of a folder until Ctrl-C.

    Args:
        folder: the output folder of ``autograder grade``.
        place: where.
        say: told where to open it, a line for each grader.
        browser: whether to open it in this machine's browser.
        course: the course's folder, into which misconceptions are written; None for none.

    Raises:
        AutograderError: it cannot be served there, or the folder holds no graded class.
    """
    _check(place)
    graders = _graders(place)
    with Desk(folder, say, course) as desk, _listener(place) as listener:
        port = listener.getsockname()[1]
        secure = place.certificate is not None
        hosts = [f"{_bracketed(name).lower()}:{port}" for name in _names(place)]
        guard = Guard(graders, hosts, secure=secure)
        config = uvicorn.Config(
            make_app(desk, guard),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.key,
        )
        scheme = "https" if secure else "http"
        address = f"{scheme}://{_bracketed(place.host)}:{port}/?token="
        for grader in graders:
            whose = f"{grader.name}: " if place.graders else "the desk is open at "
            say(f"{whose}{address}{grader.token}")
        say("Ctrl-C closes it; what is decided is kept")
        with (
            _opened(address + graders[0].token) if browser else contextlib.nullcontext(),
            contextlib.suppress(KeyboardInterrupt),  # uvicorn repeats the signal when it has ended
        ):
            _Server(config, desk.live.end).run([listener])


def _check(place: Place) -> None:
    """See that nothing goes over a network in the clear, or without anybody's name.

    Raises:
        AutograderError: it would.
    """
    if (place.certificate is None) != (place.key is None):
        raise AutograderError("--certificate and --key belong together; give both, or neither")
    if place.host in _WILDCARDS:
        raise AutograderError(
            "--host needs the name or address of this machine that graders will type, rather than "
            "all of them"
        )
    if not 0 <= place.port <= _LAST_PORT:
        raise AutograderError(f"--port {place.port} is none; give one from 1 to {_LAST_PORT}")
    if not place.is_local and not (place.certificate and place.graders):
        raise AutograderError(
            f"--host {printable(place.host)} can be reached by others; give --certificate and "
            "--key for TLS, and --graders with a file that has a name on each line"
        )
    if place.certificate and place.key:
        try:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            # a key with a password would make this wait for somebody to type it
            context.load_cert_chain(place.certificate, place.key, password=lambda: "")
        except (OSError, ValueError) as error:
            raise AutograderError(
                f"{place.certificate} and {place.key} cannot be used for TLS ({error}); give a "
                "certificate and its key as PEM files, without a password"
            ) from None


def _graders(place: Place) -> list[Grader]:
    """Return who may use the desk.

    Raises:
        AutograderError: the file of graders has no names, or one twice.
    """
    if place.graders is None:
        return [Grader(_own_name())]
    try:
        lines = place.graders.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise AutograderError(
            f"{place.graders} cannot be read ({why}); give a text with a name on each line"
        ) from None
    names = [printable(line.strip())[:_LONGEST_NAME] for line in lines if line.strip()]
    if not names:
        raise AutograderError(f"{place.graders} names nobody; write a name on each line")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise AutograderError(
            f"{place.graders} names {twice} twice; history could not tell them apart"
        )
    return [Grader(name) for name in names]


def _own_name() -> str:
    try:
        return printable(getpass.getuser())[:_LONGEST_NAME]
    except (OSError, KeyError):  # in a container, nobody may have this user's number
        return "grader"


def _names(place: Place) -> list[str]:
    """Return what a browser may call this machine: a page of the web has other names."""
    return list(LOOPBACK) if place.is_local else [place.host]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def _listener(place: Place) -> Iterator[socket.socket]:
    """Listen.

    Raises:
        AutograderError: nobody can listen there.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # with its protocol, by which asyncio knows to send without delay
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(place, error) from None
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
        except OSError as error:
            raise _cannot_listen(place, error) from None
        yield listener


def _cannot_listen(place: Place, error: Exception) -> AutograderError:
    why = error.strerror if isinstance(error, OSError) else error
    return AutograderError(
        f"the desk cannot be served at {printable(place.host)}, port {place.port} ({why}); give "
        "another --port or --host"
    )


@contextlib.contextmanager
def _opened(address: str) -> Iterator[None]:
    """Open an address in the browser, by a file: a command line could be read by everyone here."""
    with tempfile.TemporaryDirectory(prefix="autograder-desk-") as folder:  # for its owner only
        path = Path(folder) / "open.html"
        path.write_text(_OPENING.format(escape(address)), encoding="utf-8")
        path.chmod(0o600)
        show = threading.Thread(target=_open_quietly, args=(path.as_uri(),), daemon=True)
        show.start()
        yield


def _open_quietly(address: str) -> None:
    """Open an address where there is a browser with windows."""
    graphical = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.name != "posix"
    if graphical or os.uname().sysname == "Darwin":
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(address)

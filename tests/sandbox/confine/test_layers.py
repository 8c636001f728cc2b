"""Each layer refuses what it is there to refuse, seen from a process that has put it on."""

import ctypes
import os
import resource
import socket
import sys
from pathlib import Path

import pytest

from autograder.errors import LimitError
from autograder.limits import Limits, read_limits
from autograder.sandbox.confine import layers as confine
from autograder.sandbox.confine import linux
from tests.support.child_process import in_child

pytestmark = pytest.mark.skipif(not confine.ON_LINUX, reason="these layers are Linux's")
SURVEY = {layer.name: layer for layer in confine.survey()} if confine.ON_LINUX else {}


def needs(layer):
    here = SURVEY.get(layer)
    reason = f"no {layer} here: {here.detail if here else ''}"
    return pytest.mark.skipif(not (here and here.available), reason=reason)


@needs(confine.LANDLOCK)
def test_landlock_closes_the_file_system_but_for_the_work_folder(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    work = tmp_path / "work"
    work.mkdir()

    def look():
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        confine.restrict_files(work, private_memory=False)
        (work / "mine").write_text("x")
        import this  # noqa: F401 - from Python's own folder

        seen = []
        for attempt in (
            lambda: secret.read_text(),
            lambda: secret.write_text("x"),
            lambda: list(Path("/proc").iterdir()),
            lambda: list(tmp_path.iterdir()),
            lambda: os.symlink(secret, work / "link") or (work / "link").read_text(),
        ):
            try:
                seen.append(attempt())
            except PermissionError:
                seen.append("refused")
        return seen

    stdout = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        assert in_child(look) == str(["refused"] * 5)
    finally:
        os.dup2(stdout, 1)


@needs(confine.NAMESPACES)
def test_namespaces_hide_the_machine_and_its_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        def look():
            confine.enter_namespaces()
            child = os.fork()
            if child:
                return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            reached = socket.socket().connect_ex(address) == 0
            os._exit(10 * (os.getpid() != 1) + reached)

        assert in_child(look) == "0"


def test_arguments_and_environment_are_wiped_from_memory():
    def look():
        linux.wipe_own_start()
        name = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "program_invocation_name").value
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        start, end = int(fields[47]), int(fields[48])
        assert name
        return (
            len(os.environ),
            set(Path("/proc/self/environ").read_bytes()) <= {0},
            set(ctypes.string_at(start, end - start)) <= {0},
        )

    assert in_child(look) == str((0, True, True))


def test_limits_bound_memory_files_and_open_files(tmp_path):
    limits = Limits(memory_mb=300, file_mb=1, open_files=50)

    def use():
        confine.restore_signals()
        confine.set_limits(limits)
        seen = []
        try:
            bytearray(400 << 20)
        except MemoryError:
            seen.append("memory")
        try:
            (tmp_path / "large").write_bytes(bytes(2 << 20))
        except OSError:
            seen.append("file")
        try:
            [os.open(os.devnull, os.O_RDONLY) for _ in range(60)]
        except OSError:
            seen.append("open files")
        return seen

    assert in_child(use) == str(["memory", "file", "open files"])


def test_core_dumps_are_off():
    def use():
        confine.set_limits(Limits())
        return resource.getrlimit(resource.RLIMIT_CORE)

    assert in_child(use) == "(0, 0)"


def test_the_interpreter_and_torch_are_among_the_readable_folders():
    folders = confine.interpreter_folders()
    assert any(Path(sys.prefix).resolve() == folder for folder in folders)
    assert Path("/") not in folders


@pytest.mark.parametrize(
    ("config", "message"),
    [({"second": 5}, "second"), ({"seconds": 0}, "more than 0"), ({"seconds": "x"}, "limits are")],
)
def test_a_wrong_limit_is_named(config, message):
    with pytest.raises(LimitError, match=message):
        read_limits(config, "config")

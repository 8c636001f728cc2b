"""The filter of system calls refuses what it lists, and nothing that notebooks need."""

import ctypes
import errno
import mmap
import os
import platform
import resource
import signal
import socket
import threading

import pytest

from autograder.sandbox.confine import layers, linux, seccomp
from tests.support.child_process import in_child

pytestmark = pytest.mark.skipif(not layers.ON_LINUX, reason="the filter is Linux's")

# for x86_64 and aarch64, from the kernel's tables; where there is none, -1
NUMBERS = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "open_by_handle_at": (304, 265),
    "personality": (135, 92),
}
METADATA = {
    "chmod": (90, -1),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, -1),
    "fchown": (93, 55),
    "lchown": (94, -1),
    "fchownat": (260, 54),
    "utime": (132, -1),
    "utimes": (235, -1),
    "futimesat": (261, -1),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
}
CLONE, CLONE3, PRLIMIT64, SOCKETPAIR = (56, 220), (435, 435), (302, 261), (53, 199)
SHARE_SIGNALS = 0x800
"""A flag that ``clone`` does not take alone: it is an invalid argument unless it is refused."""
MACHINES = ("x86_64", "aarch64")


@pytest.fixture
def behind_the_filter():
    """Return a function that calls another one behind the filter, with a maker of system calls."""
    if platform.machine() not in MACHINES:
        pytest.skip("no filter for this machine")
    here = MACHINES.index(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)

    def call(numbers, *arguments):
        """Make a system call; return its error, or 0."""
        padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
        result = libc.syscall(ctypes.c_long(numbers[here]), *map(ctypes.c_uint64, padded))
        return ctypes.get_errno() if result < 0 else 0

    def run(function, **options):
        def behind():
            linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
            seccomp.refuse_calls(**options)
            return function(call)

        return in_child(behind)

    return run


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
        lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_RAW),
        lambda: os.memfd_create("x"),
        lambda: linux.unshare(linux.Namespace.USERS),
        lambda: linux.mount("none", "/mnt", "tmpfs", 0),
        lambda: os.pidfd_open(os.getpid()),
    ],
    ids=["tcp", "udp", "unix", "datagram pair", "raw pair", "memfd", "namespace", "mount", "pidfd"],
)
def test_seccomp_refuses_what_student_code_has_no_use_for(attempt, behind_the_filter):
    def attempt_behind_the_filter(_):
        socket.socketpair()
        assert os.fork() or os._exit(0) is None
        return attempt()

    assert behind_the_filter(attempt_behind_the_filter) == "PermissionError"


def wrong(call, table, expected):
    """Return the calls of a table that do not end with an error.

    Their first argument, a descriptor or an address for most, is one that cannot be: a call that is
    let through must not change a file, and descriptor 0 may be /dev/null for the whole machine.
    """
    seen = {name: call(numbers, -1) for name, numbers in table.items() if min(numbers) >= 0}
    return {name: error for name, error in seen.items() if (error == errno.EPERM) != expected}


def test_what_is_listed_is_refused(behind_the_filter):
    assert behind_the_filter(lambda call: wrong(call, NUMBERS, True)) == "{}"


def test_what_changes_files_metadata_is_refused_where_that_is_asked_for(behind_the_filter):
    every = {**NUMBERS, **METADATA}
    assert behind_the_filter(lambda call: wrong(call, every, True), metadata=True) == "{}"
    assert behind_the_filter(lambda call: wrong(call, METADATA, False)) == "{}"


def test_processes_start_without_new_namespaces_only(behind_the_filter):
    def start(call):
        refused = [call(CLONE, flag | SHARE_SIGNALS) for flag in linux.Namespace]
        return set(refused), call(CLONE, SHARE_SIGNALS), call(CLONE3)

    expected = {errno.EPERM}, errno.EINVAL, errno.ENOSYS
    assert behind_the_filter(start) == str(expected)


def test_limits_of_this_process_alone_can_be_changed(behind_the_filter):
    def change(call):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return [call(PRLIMIT64, process) for process in (0, 1, 1 << 31)]

    assert behind_the_filter(change) == str([0, errno.EPERM, errno.EPERM])


def test_pairs_of_sockets_are_connections(behind_the_filter):
    pair = ctypes.addressof(ctypes.create_string_buffer(8))

    def connect(call):
        flags = socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK
        kinds = [kind for kind in range(16) if not call(SOCKETPAIR, 1, kind | flags, 0, pair)]
        refused = {call(SOCKETPAIR, 1, k, 0, pair) for k in range(16) if k not in kinds}
        return kinds, refused

    assert behind_the_filter(connect) == str(([1, 5], {errno.EPERM}))


def test_processes_threads_and_files_are_there(behind_the_filter, tmp_path):
    def use(_):
        child = os.fork()
        if child == 0:
            os._exit(7)
        thread = threading.Thread(target=lambda: (tmp_path / "file").write_text("x"))
        thread.start()
        thread.join()
        (tmp_path / "file").chmod(0o600)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), (tmp_path / "file").read_text()

    assert behind_the_filter(use) == str((7, "x"))


@pytest.mark.skipif(platform.machine() != "x86_64", reason="other numbers are x86_64's")
def test_calls_by_other_conventions_are_refused_or_end_the_process(behind_the_filter):
    getpid_of_i386 = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"  # mov eax, 20; int 0x80; ret

    def call_as_i386():
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(getpid_of_i386)
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        ctypes.CFUNCTYPE(ctypes.c_int)(address)()
        os._exit(0)

    def use(call):
        x32 = call((0x40000000 + 39, 0))
        child = os.fork()
        if child == 0:
            call_as_i386()
        return x32, -os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    ended = [str((errno.ENOSYS, int(s))) for s in (signal.SIGSYS, signal.SIGSEGV)]
    assert behind_the_filter(use) in ended  # some kernels know no other conventions


def test_a_missing_library_is_a_reason_and_not_an_accident(monkeypatch):
    def missing():
        monkeypatch.setattr(
            ctypes, "CDLL", lambda name: (_ for _ in ()).throw(OSError(f"no {name}"))
        )
        seccomp._library.cache_clear()
        seccomp.make_filters.cache_clear()
        return {layer.name: layer.detail for layer in layers.survey()}[layers.SECCOMP]

    assert in_child(missing) == "no libseccomp.so.2"

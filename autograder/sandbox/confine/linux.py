"""The few system calls of Linux that confinement needs and Python does not offer."""

import ctypes
import os
import platform
import struct
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
CLONE_NEWCGROUP = 0x02000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 1 << 12, 1 << 14, 1 << 18

_MOUNT_SETATTR, _MOUNT_ATTR_RDONLY = 442, 1
_CAPABILITY_VERSION_3 = 0x20080522
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446

# Landlock's rights on files, in the order in which its ABI versions brought them
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_ABI1_FS = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_ALL_TCP = 3
_ALL_SCOPES = 3  # abstract unix sockets, signals


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, argument: int = 0) -> None:
    """Call ``prctl(2)``.

    Raises:
        OSError: the kernel refuses.
    """
    _check(_libc.prctl(option, ctypes.c_ulong(argument), 0, 0, 0))


def unshare(flags: int) -> None:
    """Call ``unshare(2)``.

    Raises:
        OSError: the kernel refuses.
    """
    _check(_libc.unshare(flags))


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Call ``mount(2)``.

    Raises:
        OSError: the kernel refuses.
    """
    kind_bytes = kind.encode() if kind else None
    _check(
        _libc.mount(
            source.encode(),
            target.encode(),
            kind_bytes,
            ctypes.c_ulong(flags),
            options.encode() or None,
        )
    )


def make_mounts_readonly() -> None:
    """Make every mount of this process's own tree read-only: contents, modes, owners and times.

    Raises:
        OSError: the kernel refuses, or is older than 5.12.
    """
    attributes = struct.pack("4Q", _MOUNT_ATTR_RDONLY, 0, 0, 0)
    size = ctypes.c_size_t(len(attributes))
    here, recursive = -100, 0x8000
    _check(_libc.syscall(_MOUNT_SETATTR, here, b"/", recursive, attributes, size))


def drop_capabilities() -> None:
    """Give up every capability, for good.

    Raises:
        OSError: the kernel refuses.
    """
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except PermissionError:  # an ordinary user has none to drop
            break
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, struct.pack("6I", 0, 0, 0, 0, 0, 0)))


def landlock_abi() -> int:
    """Return the version of Landlock that the kernel offers, or 0."""
    result = _libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)
    return int(result) if result > 0 else 0


def landlock(readable: list[Path], writable: list[Path]) -> None:
    """Restrict this process and its children to parts of the file system, for good.

    With ABI 4 TCP goes as well, with ABI 6 signals to processes outside. The kernel has to have
    been told of no new privileges.

    Args:
        readable: folders and files that may be read and executed.
        writable: folders and files that may also be written.

    Raises:
        OSError: the kernel refuses.
    """
    abi = landlock_abi()
    rights = _ABI1_FS
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        if abi >= since:
            rights |= right
    attributes = struct.pack(
        "QQQ", rights, _ALL_TCP if abi >= 4 else 0, _ALL_SCOPES if abi >= 6 else 0
    )
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = _check(_libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0))
    try:
        reading = _EXECUTE | _READ_FILE | _READ_DIR
        for paths, allowed in ((readable, reading), (writable, rights)):
            for path in paths:
                _allow(ruleset, path, allowed & rights)
        _check(_libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    """Add a rule for a path, if it is there."""
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = rights if path.is_dir() else rights & _FILE_RIGHTS
        rule = struct.pack("=Qi", allowed, parent)
        _check(_libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0))
    finally:
        os.close(parent)


def wipe_own_start() -> None:
    """Overwrite this process's arguments and environment as the kernel laid them out at its start.

    ``os.environ.clear()`` drops the names, but the strings stay in memory, where code with ctypes
    finds them.
    """
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    # fields 48 to 51 of proc(5), counted from 1; the first two stand before the bracket
    start, end, env_start, env_end = (int(fields[number - 3]) for number in (48, 49, 50, 51))
    os.environ.clear()
    for first, last in ((start, end), (env_start, env_end)):
        if 0 < first < last:
            ctypes.memset(first, 0, last - first)


# Numbers of system calls that student code has no use for: (x86_64, aarch64).
_REFUSED = {
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
# Numbers of system calls that change a file's mode, owner, times or attributes; -1 where there is
# none. Landlock does not cover them.
_METADATA = (
    (90, -1),  # chmod
    (91, 52),  # fchmod
    (268, 53),  # fchmodat
    (452, 452),  # fchmodat2
    (92, -1),  # chown
    (93, 55),  # fchown
    (94, -1),  # lchown
    (260, 54),  # fchownat
    (132, -1),  # utime
    (235, -1),  # utimes
    (261, -1),  # futimesat
    (280, 88),  # utimensat
    (188, 5),  # setxattr
    (189, 6),  # lsetxattr
    (190, 7),  # fsetxattr
    (197, 14),  # removexattr
    (198, 15),  # lremovexattr
    (199, 16),  # fremovexattr
)
_CLONE = (56, 220)
_PRLIMIT64 = (302, 261)
_SOCKETPAIR = (53, 199)
_CLONE3 = 435
_NAMESPACES = (
    CLONE_NEWNS
    | CLONE_NEWUTS
    | CLONE_NEWIPC
    | CLONE_NEWUSER
    | CLONE_NEWPID
    | CLONE_NEWNET
    | CLONE_NEWCGROUP
)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_FIRST, _SECOND = 16, 24  # where the low halves of a call's arguments lie
_LOAD, _AND, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38


def seccomp_available() -> bool:
    """Say whether the filter below fits this machine."""
    return platform.machine() in _ARCHITECTURES and Path("/proc/sys/kernel/seccomp").exists()


def _filter(metadata: bool) -> bytes:
    """Assemble the filter: classic BPF over the number and first arguments of a system call."""
    column, architecture = _ARCHITECTURES[platform.machine()]

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, value)

    program = [
        step(_LOAD, 4),  # the architecture
        step(_JUMP_EQUAL, architecture, 1, 0),
        step(_RETURN, _KILL),
        step(_LOAD, 0),  # the number
    ]
    if column == 0:  # x32 calls have the same architecture and other numbers
        program += [step(_JUMP_ABOVE, 0x40000000, 0, 1), step(_RETURN, _ERRNO | _ENOSYS)]
    refused = [*_REFUSED.values(), *(_METADATA if metadata else ())]
    for numbers in (each for each in refused if each[column] >= 0):
        program += [
            step(_JUMP_EQUAL, numbers[column], 0, 1),
            step(_RETURN, _ERRNO | _EPERM),
        ]
    # clone3 passes its flags in memory, where a filter cannot look; the C library then uses clone
    program += [step(_JUMP_EQUAL, _CLONE3, 0, 1), step(_RETURN, _ERRNO | _ENOSYS)]
    program += [
        step(_JUMP_EQUAL, _PRLIMIT64[column], 0, 4),
        step(_LOAD, _FIRST),  # whose limits
        step(_JUMP_EQUAL, 0, 1, 0),
        step(_RETURN, _ERRNO | _EPERM),
        step(_RETURN, _ALLOW),
        # datagrams from a pair could be sent to any socket that has a path
        step(_JUMP_EQUAL, _SOCKETPAIR[column], 0, 6),
        step(_LOAD, _SECOND),  # its type, and flags above that
        step(_AND, 0xF),
        step(_JUMP_EQUAL, 1, 2, 0),  # stream
        step(_JUMP_EQUAL, 5, 1, 0),  # whole messages over a connection
        step(_RETURN, _ERRNO | _EPERM),
        step(_RETURN, _ALLOW),
        step(_JUMP_EQUAL, _CLONE[column], 0, 3),
        step(_LOAD, _FIRST),  # its flags
        step(_JUMP_ANY_BIT, _NAMESPACES, 0, 1),
        step(_RETURN, _ERRNO | _EPERM),
        step(_RETURN, _ALLOW),
    ]
    return b"".join(program)


def seccomp(*, metadata: bool = False) -> None:
    """Refuse system calls that student code has no use for, in this process and its children.

    Args:
        metadata: also those that change a file's mode, owner, times or attributes, for where no
            other layer keeps student code from the grader's files.

    Raises:
        OSError: the kernel refuses.
    """
    program = _filter(metadata)
    buffer = ctypes.create_string_buffer(program, len(program))
    description = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    holder = ctypes.create_string_buffer(description, len(description))
    address = ctypes.c_void_p(ctypes.addressof(holder))
    _check(_libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), address, 0, 0))

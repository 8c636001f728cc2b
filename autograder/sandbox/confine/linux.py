"""The few system calls of Linux that confinement needs and Python does not offer.

Each raises OSError where the kernel refuses.
"""

import ctypes
import os
import struct
from enum import IntFlag
from pathlib import Path


class Namespace(IntFlag):
    """What makes a namespace, as ``clone(2)`` and ``unshare(2)`` take it."""

    MOUNTS = 0x00020000
    CGROUP = 0x02000000
    NAMES = 0x04000000
    IPC = 0x08000000
    USERS = 0x10000000
    PROCESSES = 0x20000000
    NETWORK = 0x40000000


_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

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
    """Call ``prctl(2)``."""
    _check(_libc.prctl(option, ctypes.c_ulong(argument), 0, 0, 0))


def unshare(namespaces: Namespace) -> None:
    """Call ``unshare(2)``."""
    _check(_libc.unshare(int(namespaces)))


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Call ``mount(2)``."""
    texts = [text.encode() if text else None for text in (source, target, kind, options)]
    _check(_libc.mount(*texts[:3], ctypes.c_ulong(flags), texts[3]))


def make_mounts_readonly() -> None:
    """Make every mount of this process's own tree read-only: contents, modes, owners and times.

    Linux can do so since 5.12.
    """
    attributes = struct.pack("4Q", _MOUNT_ATTR_RDONLY, 0, 0, 0)
    size = ctypes.c_size_t(len(attributes))
    here, recursive = -100, 0x8000
    _check(_libc.syscall(_MOUNT_SETATTR, here, b"/", recursive, attributes, size))


def drop_capabilities() -> None:
    """Give up every capability, for good."""
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

"""The filter of system calls: libseccomp refuses those that student code has no use for."""

import ctypes
import errno
import functools
import os
import socket
from contextlib import suppress

from autograder.sandbox.confine import linux

_REFUSED = {
    "sockets": "socket connect bind listen setsockopt",
    "memory and queues that stay": "shmget semget msgget mq_open memfd_create memfd_secret",
    "other processes": "ptrace process_vm_readv process_vm_writev kcmp pidfd_open pidfd_getfd",
    "programs in the kernel": "bpf perf_event_open userfaultfd io_uring_setup",
    "the kernel itself": "kexec_load init_module finit_module delete_module personality",
    "keys": "keyctl add_key request_key",
    "other namespaces": "unshare setns",
    "other files": "mount umount2 pivot_root chroot open_by_handle_at open_tree open_tree_attr "
    "move_mount fsopen fsconfig fsmount mount_setattr",
}
_METADATA = {
    "mode": "chmod fchmod fchmodat fchmodat2",
    "owner": "chown fchown lchown fchownat",
    "times": "utime utimes futimesat utimensat",
    "attributes": "setxattr lsetxattr fsetxattr setxattrat file_setattr "
    "removexattr lremovexattr fremovexattr removexattrat",
}
"""Calls that change what Landlock does not cover."""
_NUMBERS = {
    "mount_setattr": 442,
    "memfd_secret": 447,
    "fchmodat2": 452,
    "setxattrat": 463,
    "removexattrat": 466,
    "open_tree_attr": 467,
    "file_setattr": 469,
}
"""Calls that the library may be too old to know; such late ones have one number everywhere."""

# from seccomp.h
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_ON_OTHER_MACHINES = 2
_NOT_EQUAL, _MASKED_EQUAL = 1, 7
_X86_64, _X32, _AARCH64 = 0xC000003E, 0x4000003E, 0xC00000B7


class _Where(ctypes.Structure):
    """Which argument of a call is compared how: with a value, or with a mask and a value."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("comparison", ctypes.c_int),
        ("operands", ctypes.c_uint64 * 2),
    )


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_arch_native.restype = ctypes.c_uint32
    library.seccomp_init.restype = ctypes.c_void_p
    return library


class _Filter:
    """Allows every call of this machine but those that it is told to refuse."""

    def __init__(self) -> None:
        self._library = _library()
        self._context = ctypes.c_void_p(self._library.seccomp_init(_ALLOW))

    def call(self, name: str, *arguments: object) -> None:
        """Call a function of the library on this filter.

        Raises:
            OSError: it fails.
        """
        result = self._library[f"seccomp_{name}"](self._context, *arguments)
        if result < 0:
            raise OSError(-result, os.strerror(-result))

    def refuse(self, name: str, *where: _Where, error: int = errno.EPERM) -> None:
        """Refuse a call with an error, always or where an argument is so.

        A call that this machine does not have has a number below -1, and gets no rule.
        """
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number == -1:
            number = _NUMBERS.get(name, number)
        comparisons = (_Where * len(where))(*where)
        self.call("rule_add_array", _ERRNO | error, number, len(where), comparisons)


@functools.cache
def make_filters(*, metadata: bool) -> tuple[_Filter, ...]:
    """Make what ``refuse_calls`` loads; it takes a millisecond once, and copies find it done.

    Raises:
        OSError: there is no libseccomp, or no filter for this machine.
    """
    machine = _library().seccomp_arch_native()
    if machine not in (_X86_64, _AARCH64):
        raise OSError(errno.ENOTSUP, "no filter for this machine")
    machines, calls = _Filter(), _Filter()
    with suppress(OSError):  # where that is not to be had, a call ends its thread
        machines.call("attr_set", _ON_OTHER_MACHINES, _KILL_PROCESS)
    if machine == _X86_64:
        machines.call("arch_add", _X32)  # the same machine, with numbers of its own:
    calls.call("attr_set", _ON_OTHER_MACHINES, _ERRNO | errno.ENOSYS)  # it has no such calls
    for names in (*_REFUSED.values(), *(_METADATA.values() if metadata else ())):
        for name in names.split():
            calls.refuse(name)
    # clone3 passes its flags in memory, where a filter cannot look; the C library then uses clone
    calls.refuse("clone3", error=errno.ENOSYS)
    for flag in linux.Namespace:
        calls.refuse("clone", _Where(0, _MASKED_EQUAL, (flag, flag)))
    calls.refuse("prlimit64", _Where(0, _NOT_EQUAL, (0, 0)))  # the limits of another process
    for kind in set(range(16)) - {socket.SOCK_STREAM, socket.SOCK_SEQPACKET}:
        # datagrams from a pair could be sent to any socket that has a path; flags lie above 0xF
        calls.refuse("socketpair", _Where(1, _MASKED_EQUAL, (0xF, kind)))
    return machines, calls


def refuse_calls(*, metadata: bool = False) -> None:
    """Refuse system calls that student code has no use for, in this process and its children.

    Args:
        metadata: also those that change a file's mode, owner, times or attributes, for where no
            other layer keeps student code from the grader's files.

    Raises:
        OSError: there is no libseccomp, it has no filter for this machine, or the kernel refuses.
    """
    for each in make_filters(metadata=metadata):
        each.call("load")

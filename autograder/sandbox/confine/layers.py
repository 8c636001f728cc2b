"""Layers of confinement around student code: which there are, and how each is put on.

Each layer alone is not enough, and not every machine offers each. They are put on in order, from
the outside in; what could not be had is reported with the result. See docs/security.md.
Each function that puts one on raises OSError where the kernel refuses.
"""

import os
import resource
import signal
import site
import stat
import sys
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox.confine import linux, seccomp
from autograder.sandbox.confine.cgroup import MemoryGroup

FIRST_UNPRIVILEGED_ID = 61_184
UNPRIVILEGED_IDS = 4_000
"""Users and groups that student code runs as where the grader is root; nobody has them by default.
Submissions that run at one time get different ones."""

ON_LINUX = sys.platform == "linux"

_SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/sbin", "/usr")
_SETTINGS = (
    "alternatives",
    "fonts",
    "group",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "os-release",
    "passwd",
    "timezone",
)
_DEVICES = ("full", "null", "random", "urandom", "zero")


@dataclass(frozen=True)
class Layer:
    """One layer of confinement, and whether this machine offers it."""

    name: str
    protects: str
    available: bool
    detail: str = ""


NAMESPACES = "namespaces"
LANDLOCK = "landlock"
SECCOMP = "seccomp"
USER = "unprivileged user"
LIMITS = "resource limits"
GROUP = "memory group"

PROTECTS = {
    NAMESPACES: "other processes, the network and shared memory are out of sight",
    LANDLOCK: "files outside the work folder and Python cannot be opened",
    SECCOMP: "no sockets, no tracing, no mounts, no other kernel interfaces",
    USER: "student code has another user than the grader",
    LIMITS: "memory, processes, files and time are bounded",
    GROUP: "memory that belongs to no process counts as well: files in memory, sockets, pipes",
}


def interpreter_folders() -> list[Path]:
    """Return the folders that Python and its packages are read from."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_paths()["stdlib"]}
    folders |= set(site.getsitepackages())
    for module in ("torch", "numpy", "IPython"):
        spec = sys.modules.get(module)
        if spec is not None and spec.__file__:
            folders.add(str(Path(spec.__file__).parents[1]))
    resolved = {Path(folder).resolve() for folder in folders}
    return sorted(path for path in resolved if path.is_dir() and path != Path("/"))


def _readable_by_everybody(path: Path) -> bool:
    """Say whether any user may enter a folder and all above it."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (path, *path.parents)) and bool(
        path.stat().st_mode & stat.S_IROTH
    )


def unreadable_folders() -> list[Path]:
    """Return the folders of Python and its packages that an unprivileged user could not read."""
    return [path for path in interpreter_folders() if not _readable_by_everybody(path)]


def expose(folders: list[Path]) -> None:
    """Make folders readable for every user, in this process's own mounts only.

    A Python below /root is closed to other users by /root itself. An empty folder is mounted over
    what bars the way, and the wanted folders are put back into it.
    """
    barriers: dict[Path, list[Path]] = {}
    for folder in folders:
        way = [*reversed(folder.parents), folder]
        barrier = next(p for p in way if not p.stat().st_mode & stat.S_IXOTH)
        barriers.setdefault(barrier, []).append(folder)
    for barrier, wanted in barriers.items():
        opened = {folder: os.open(folder, os.O_PATH) for folder in wanted}
        linux.mount("tmpfs", str(barrier), "tmpfs", linux.MS_NOSUID, "size=1m,mode=0755")
        for folder, descriptor in sorted(opened.items()):
            folder.mkdir(parents=True, exist_ok=True)
            way_in = f"/proc/self/fd/{descriptor}"
            linux.mount(way_in, str(folder), None, linux.MS_BIND | linux.MS_REC)
            os.close(descriptor)


def enter_namespaces() -> None:
    """Leave the machine's processes, network, shared memory and mounts.

    The next child of this process is the first process of the new world.
    """
    kinds = linux.Namespace
    wanted = kinds.MOUNTS | kinds.PROCESSES | kinds.NETWORK | kinds.IPC | kinds.NAMES
    user, group = os.geteuid(), os.getegid()
    if user != 0:
        linux.unshare(wanted | kinds.USERS)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    else:
        linux.unshare(wanted)


def mount_private_folders(work: Path, limits: Limits) -> None:
    """Give the new world its own /proc, /dev/shm, /tmp and work folder, in memory.

    Together they are bounded by one limit. Everything else becomes read-only. The work folder has
    to be empty.
    """
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.make_mounts_readonly()
    safe = linux.MS_NOSUID | linux.MS_NODEV
    size = f"size={limits.disk_mb}m,nr_inodes=100k"
    linux.mount("tmpfs", str(work), "tmpfs", safe, f"{size},mode=0777")
    for number, folder in enumerate((Path("/dev/shm"), *_own_tmp(work), work)):
        part = work / f"{number}"
        part.mkdir()
        part.chmod(0o777)
        linux.mount(str(part), str(folder), None, linux.MS_BIND)
    if os.geteuid() == 0:
        expose(unreadable_folders())
    linux.mount("proc", "/proc", "proc", safe | linux.MS_NOEXEC)


def _own_tmp(work: Path) -> list[Path]:
    """Return /tmp, unless something lies in there that has to stay in sight."""
    tmp = Path("/tmp")
    needed = [work.resolve(), *interpreter_folders()]
    return [] if any(path.is_relative_to(tmp) for path in needed) else [tmp]


def set_limits(limits: Limits) -> None:
    """Bound what this process and its children may use.

    The bound on memory counts from what is mapped now: an interpreter with torch maps gigabytes
    that it never touches.
    """
    megabyte = 1 << 20
    bounds = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file_mb * megabyte),
        (resource.RLIMIT_NOFILE, limits.open_files),
    ]
    if ON_LINUX:
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        bounds.append((resource.RLIMIT_AS, mapped + limits.memory_mb * megabyte))
        owner = os.geteuid()
        if owner != 0:  # the kernel exempts root
            running = sum(p.name.isdigit() and _owner(p) == owner for p in Path("/proc").iterdir())
            bounds.append((resource.RLIMIT_NPROC, running + limits.processes))
    for name, value in bounds:
        _, hard = resource.getrlimit(name)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, bound))


def _owner(path: Path) -> int:
    try:
        return path.stat().st_uid
    except OSError:
        return -1


def change_user(number: int) -> None:
    """Become the unprivileged user, and group, of that number, for good."""
    os.setgroups([])
    os.setresgid(number, number, number)
    os.setresuid(number, number, number)
    if ON_LINUX:
        linux.prctl(linux.PR_SET_DUMPABLE, 1)  # or its own /proc/self would be closed to it


def restrict_files(work: Path, private_memory: bool) -> None:
    """Close the file system but for the work folder, Python and the system's libraries.

    Args:
        private_memory: whether /dev/shm and /proc belong to this submission alone.
    """
    readable = [Path(p) for p in _SYSTEM] + [Path("/etc", name) for name in _SETTINGS]
    readable += interpreter_folders()
    writable = [work, *(Path("/dev", name) for name in _DEVICES)]
    if private_memory:
        writable += [Path("/dev/shm"), *_own_tmp(work)]
        readable.append(Path("/proc"))
    linux.landlock(readable, writable)


def restore_signals() -> None:
    """Give every signal its default meaning, and block none."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with suppress(OSError, ValueError, RuntimeError):  # reserved by the C library
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file too large becomes an OSError
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def keep_only(*descriptors: int) -> None:
    """Close every descriptor but some; the standard ones become /dev/null."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    last = 2
    for descriptor in sorted(descriptors):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, os.sysconf("SC_OPEN_MAX"))


def survey() -> list[Layer]:
    """Return every layer and whether this machine offers it, each tried in a child process."""
    if not ON_LINUX:
        why = "Linux only"
        return [Layer(n, p, n == LIMITS, "" if n == LIMITS else why) for n, p in PROTECTS.items()]
    abi = linux.landlock_abi()
    tried = {
        NAMESPACES: _works(enter_namespaces),
        LANDLOCK: "" if abi else "this kernel has no Landlock, or it is switched off",
        SECCOMP: _works(seccomp.refuse_calls),
        USER: "",
        LIMITS: "",
        GROUP: _works(_try_group),
    }
    if os.geteuid() != 0:
        tried[USER] = "the grader is not root, so it cannot change the user"
    elif tried[NAMESPACES] and (closed := unreadable_folders()):
        tried[USER] = f"other users cannot read {closed[0]}"
    notes = {LANDLOCK: f"ABI {abi}"}
    return [
        Layer(name, protects, not tried[name], tried[name] or notes.get(name, ""))
        for name, protects in PROTECTS.items()
    ]


def memory_group(limits: Limits) -> MemoryGroup:
    """Make the group of a submission: for its processes, and for what they write into memory."""
    return MemoryGroup((limits.memory_mb + limits.disk_mb) << 20)


def _try_group() -> None:
    memory_group(Limits()).remove()


def _works(function: Callable[[], None]) -> str:
    """Call a function in a child process; return "" or why it failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            function()
        except OSError as error:
            os.write(writing, (error.strerror or str(error)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        reason = pipe.read().decode()
    os.waitpid(child, 0)
    return reason

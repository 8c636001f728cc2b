"""The supervisor: starts the student process, watches what it uses, and ends all that it started.

Three processes stand between a grading process and student code. The first leaves the machine's
namespaces; the second, the supervisor, is the first process of the new world and watches; the
third becomes the student process. No student code runs in the first two.
"""

import os
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from autograder.limits import Limits
from autograder.sandbox.confine import layers as confine
from autograder.sandbox.confine import linux, processes, seccomp
from autograder.sandbox.confine.cgroup import MemoryGroup
from autograder.sandbox.confine.scratch import holds_more
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import Confined

_PERIOD = 0.1  # seconds between two looks at what the submission uses
STOPPED = "stopped"
"""What the supervisor says when only frozen copies are left."""
_PATIENCE = 5.0  # seconds in which what a notebook has started has to be ended
_TEMPORARY = ".tmp"
"""The folder for temporary files in the work folder; what is handed in has no hidden names."""
_MERCY = 0.5  # seconds after the first measure until the second


def tell(lifeline: Connection, word: str) -> None:
    """Send a word, as bytes: nothing is unpickled.

    The line between the grading process and the supervisor is in trusted hands at both ends. Still
    neither waits for the other: one that has ended, or does not read, is told nothing.
    """
    with suppress(OSError):
        if select.select([], [lifeline], [], 0)[1]:
            lifeline.send_bytes(word.encode())


def next_word(lifeline: Connection, seconds: float) -> str | None:
    """Return the word that comes next, "" when none comes in time, None after the end."""
    try:
        return lifeline.recv_bytes().decode() if lifeline.poll(seconds) else ""
    except (EOFError, OSError):
        return None


@dataclass(frozen=True)
class Plan:
    """What the processes of one submission are told."""

    # a folder for this submission alone. In it lie ``stage``, with the submission's files, and
    # ``work``, which is empty and becomes the student process's working folder
    scratch: Path
    limits: Limits  # what it may use
    run: Callable[[Channel], NoReturn]  # becomes the student process; called last, with its channel

    @property
    def stage(self) -> Path:
        """Where the submission's files lie before they are copied into the work folder."""
        return self.scratch / "stage"

    @property
    def work(self) -> Path:
        """The student process's working folder."""
        return self.scratch / "work"


@dataclass
class _World:
    """What holds around the student process, and which user it will be where that can be had."""

    user: int
    layers: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    private: bool = False  # own /proc, own work folder in memory
    group: MemoryGroup | None = None  # the group that the student process joins

    def make_group(self, limits: Limits) -> None:
        """Make the group in which the kernel counts the memory of a submission."""
        self.group = confine.memory_group(limits)

    def try_layer(self, name: str, put_on: Callable[[], None]) -> bool:
        """Put a layer on, and note whether it holds."""
        try:
            put_on()
        except (OSError, AttributeError) as error:
            reason = "not on this system"
            if isinstance(error, OSError):
                reason = error.strerror or str(error)
            self.missing.append(f"{name} ({reason})")
            return False
        self.layers.append(name)
        return True


def start(plan: Plan, control: socket.socket, lifeline: Connection) -> int:
    """Start the processes of a submission; see ``Zygote.start``.

    Returns:
        the id of the outermost process; it ends when all of them have.
    """
    outer = os.fork()
    if outer:
        return outer
    try:
        _outer(plan, control, lifeline)
    finally:
        os._exit(1)


def _outer(plan: Plan, control: socket.socket, lifeline: Connection) -> NoReturn:
    """Leave the namespaces, and wait for the supervisor, which is born into the new ones."""
    os.setsid()
    confine.keep_only(control.fileno(), lifeline.fileno())
    confine.restore_signals()
    # by this process's id, which no other has at the time: a limit on processes counts per user
    world = _World(user=confine.FIRST_UNPRIVILEGED_ID + os.getpid() % confine.UNPRIVILEGED_IDS)
    if confine.ON_LINUX:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.wipe_own_start()
        world.try_layer(confine.GROUP, lambda: world.make_group(plan.limits))
        if world.try_layer(confine.NAMESPACES, confine.enter_namespaces):
            supervisor = os.fork()
            if supervisor:
                control.close()
                lifeline.close()
                os.waitpid(supervisor, 0)
                if world.group:
                    world.group.remove()
                os._exit(0)
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        world.missing += [confine.GROUP, confine.NAMESPACES, confine.LANDLOCK, confine.SECCOMP]
        os.environ.clear()
    _supervise(plan, world, control, lifeline)


def _supervise(plan: Plan, world: _World, control: socket.socket, lifeline: Connection) -> NoReturn:
    """Start the student process, then watch until the grading process says that it is enough."""
    if confine.NAMESPACES in world.layers:
        try:
            confine.mount_private_folders(plan.work, plan.limits)
            world.private = True
        except OSError as error:
            world.missing.append(f"private folders ({error.strerror})")
    elif confine.ON_LINUX:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    _fill(plan, world.user)
    student = os.fork()
    if student == 0:
        lifeline.close()
        try:
            _become_student(plan, world, control)
        finally:
            os._exit(1)
    control.close()
    _Watch(plan, world, student, lifeline).run()
    if world.group and confine.NAMESPACES not in world.layers:
        world.group.remove()
    os._exit(0)


def _fill(plan: Plan, user: int) -> None:
    """Copy the submission's files into the work folder, and give it to the student's user."""
    shutil.copytree(plan.stage, plan.work, dirs_exist_ok=True)
    (plan.work / _TEMPORARY).mkdir(exist_ok=True)
    if os.geteuid() == 0:
        for path in (plan.work, *plan.work.rglob("*")):
            os.chown(path, user, user)


def _become_student(plan: Plan, world: _World, control: socket.socket) -> NoReturn:
    """Put on the layers that concern one process, and run."""
    os.setpgid(0, 0)
    if world.group:
        world.group.join()
    os.chdir(plan.work)
    sys.argv[:] = ["notebook"]
    sys.orig_argv[:] = ["python"]
    os.environ.update(_environment(plan.work))
    if os.geteuid() != 0:
        world.missing.append(f"{confine.USER} (the grader is not root)")
    elif closed := confine.unreadable_folders():
        world.missing.append(f"{confine.USER} (others cannot read {closed[0]})")
    else:
        world.try_layer(confine.USER, lambda: confine.change_user(world.user))
    world.try_layer(confine.LIMITS, lambda: confine.set_limits(plan.limits))
    if confine.ON_LINUX:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        linux.drop_capabilities()
        world.try_layer(confine.LANDLOCK, lambda: confine.restrict_files(plan.work, world.private))
        alone = not world.private and confine.USER not in world.layers
        world.try_layer(confine.SECCOMP, lambda: seccomp.refuse_calls(metadata=alone))
    channel = Channel(control, "requests")
    channel.send(Confined(world.layers, world.missing))
    plan.run(channel)


def _environment(work: Path) -> dict[str, str]:
    """Return the whole environment of the student process: nothing of the grader's."""
    return {
        "HOME": str(work),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",  # there is no network: say so at once, without retries
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(work / _TEMPORARY),
        "TZ": "UTC",
    }


@dataclass
class _Watch:
    """The supervisor's loop. The lifeline brings words, and takes names of limits that were hit.

    Words: ``keep LABEL N`` spares a frozen copy, one for each label; ``stop`` ends everything but
    the frozen copies, and holds these; ``wake LABEL`` lets one of them go on, with what it starts,
    and holds the others; the end of the lifeline ends them all.

    What the student process says of a copy's id need not be so: it may name itself, or something
    that runs on. So it is never spared itself, and what is spared runs while its own question is
    tested and at no other time.
    """

    plan: Plan
    world: _World
    student: int
    lifeline: Connection
    kept: dict[str, int] = field(default_factory=dict)
    held: bool = False  # whether all but one copy have to stand still
    awake: str = ""  # the label of that one, or ""
    warned: float = 0.0  # when the first measure was taken; 0 when nothing is wrong

    def run(self) -> None:
        """Watch until the lifeline ends, then end everything that is left."""
        look = time.monotonic()
        while self._listen():
            processes.reap()
            if self._can_see() and time.monotonic() >= look:
                self._measure()
                self._hold()  # again and again: one copy could wake another
                look = time.monotonic() + _PERIOD
        if not confine.ON_LINUX:
            os.killpg(self.student, signal.SIGKILL)
        elif confine.NAMESPACES not in self.world.layers:
            processes.end_descendants(os.getpid())
        # else: the first process of a world takes all others with it

    def _can_see(self) -> bool:
        """Say whether /proc shows the submission's processes under the ids used here."""
        return confine.ON_LINUX and (
            self.world.private or confine.NAMESPACES not in self.world.layers
        )

    def _listen(self) -> bool:
        """Wait a little for a word, and obey it; return False when the lifeline has ended."""
        word = next_word(self.lifeline, _PERIOD)
        match word and word.split():
            case ["keep", label, process]:
                self._keep(label, int(process))
            case ["wake", label]:
                self.awake = label
                self._hold()
            case ["stop"]:
                self._stop()
                tell(self.lifeline, STOPPED)
        return word is not None

    def _keep(self, label: str, process: int) -> None:
        """Spare a frozen copy, if it can be one."""
        if self._can_see():
            own = {one.id for one in processes.descendants(os.getpid())} - {self.student}
            if process not in own:
                return
        self.kept[label] = process

    def _hold(self) -> None:
        """Let the copy that is tested go on, and what it has started; hold all others."""
        if not self.held or not self._can_see():
            return
        tested = self.kept.get(self.awake, 0)
        family = {tested, *(one.id for one in processes.descendants(tested))} if tested else set()
        own = {one.id for one in processes.descendants(os.getpid())}
        processes.send(signal.SIGSTOP, own - family)
        processes.send(signal.SIGCONT, own & family)  # the notebook may have stopped them, too

    def _stop(self) -> None:
        """End everything but the frozen copies."""
        if self._can_see():
            processes.end_descendants(os.getpid(), self.kept.values(), _PATIENCE)
            self.held = True
            self._hold()
        else:
            processes.kill([self.student])

    def _measure(self) -> None:
        """Compare what the submission uses with its limits, and act."""
        own = processes.descendants(os.getpid())
        offence = self._offence(own)
        if not offence:
            self.warned = 0.0
        elif not self.warned:
            tell(self.lifeline, offence)
            self.warned = time.monotonic()
            processes.kill(process.id for process in own if process.id not in self.kept.values())
        elif time.monotonic() > self.warned + _MERCY:
            processes.kill(process.id for process in own)

    def _offence(self, own: list[processes.Process]) -> str:
        """Return the name of the limit that is exceeded, or ""."""
        limits = self.plan.limits
        most = limits.memory_mb << 20
        if sum(process.threads for process in own) > limits.processes + len(self.kept):
            return "processes"
        if self.world.group and self.world.group.ran_out():
            return "memory_mb"
        if self.world.private and not self.world.group:
            most -= processes.sockets_bytes()
        over = sum(process.resident for process in own) > most
        if over and sum(processes.proportional_bytes(process.id) for process in own) > most:
            return "memory_mb"
        if not self.world.private and holds_more(self.plan.work, limits.disk_mb << 20):
            return "disk_mb"
        return ""

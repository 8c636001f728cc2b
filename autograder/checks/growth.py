"""Check how time and memory grow with the size of an input, by counts instead of seconds."""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.flags import flag
from autograder.checks.observing import Batch, as_call
from autograder.checks.probes import Environment, ask, probe, spelled, unreadable

SIZES = (128, 256, 512)
_ROOM = 0.3
"""How far a measured exponent may be above the right one: at these sizes, a logarithm adds 0.2."""
_MOST_STEPS = 3_000_000
"""Lines and tensor operations that a call may be expected to take; larger sizes are left out."""


@dataclass(frozen=True)
class _Measure:
    """Something that is counted."""

    text: str  # what a call does of it so many times as much
    floor: int  # figures below it are noise


_LINES = _Measure("runs {} times as many lines of Python", 16)
_MEASURES = {
    "time": {"numbers": _Measure("works on {} times as many numbers", 64), "lines": _LINES},
    "memory": {
        "tensors": _Measure("holds {} times as many bytes of tensors at once", 256),
        "objects": _Measure("holds {} times as many bytes of Python and NumPy at once", 65_536),
    },
    "calls": {"operations": _Measure("calls {} times as many tensor operations", 16),
              "lines": _LINES},
}  # fmt: skip
_FINDINGS = {
    "time": findings.GROWS_TOO_FAST,
    "memory": findings.TOO_MUCH_MEMORY,
    "calls": findings.TOO_MANY_CALLS,
}


@probe
def _count(
    env: Any, name: str, arguments: Any, method: str, calls: Any, of: str, most: int, dtype: str
) -> dict[str, Any]:
    """Run beside the student's code: make calls of growing size, and count what they do.

    Where only the counting raises an exception, and the plain call none, there are no counts.
    """
    import collections
    import contextlib
    import os
    import sys
    import tracemalloc
    import types
    import weakref

    import torch
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves
    from torch.utils.flop_counter import flop_registry

    picks = {
        "index", "index_select", "gather", "take", "embedding", "index_put_", "index_add_",
        "index_copy_", "index_fill_", "scatter_", "scatter_add_", "scatter_reduce_",
    }  # fmt: skip
    cubic = {
        "linalg_inv_ex", "linalg_lu_factor_ex", "linalg_cholesky_ex", "_linalg_solve_ex",
        "_linalg_svd", "_linalg_eigh", "_linalg_det", "linalg_qr", "linalg_eig",
    }  # fmt: skip

    def work(func: "Any", args: "Any", kwargs: "Any", given: "Any", made: "Any") -> int:
        """Return how many numbers an operation multiplies, or else reads and writes."""
        packet = getattr(func, "overloadpacket", None)
        label = getattr(packet, "__name__", "")
        if getattr(func, "is_view", False) or label.startswith(("empty", "new_empty")):
            return 0
        if packet in flop_registry:
            with contextlib.suppress(Exception):
                out = made[0] if len(made) == 1 else tuple(made)
                return int(flop_registry[packet](*args, **kwargs, out_val=out)) // 2
        if torch._C._current_graph_task_id() >= 0:  # on autograd's way back
            return 0
        if label.startswith("_scaled_dot_product") and "backward" not in label:
            return int(2 * given[0].numel() * given[1].shape[-2])
        if label in {"_euclidean_dist", "_cdist_forward"}:
            return int(given[0].numel() * given[1].shape[-2])
        if label in cubic:
            return int(given[0].numel() * given[0].shape[-1])
        if label in picks:  # reads, or writes, only some of the first tensor
            made, given = [] if label.endswith("_") else made, given[1:]
        return sum(t.numel() for t in [*made, *given])

    def is_made_of_others(func: "Any") -> bool:
        key = "CompositeImplicitAutograd"
        return hasattr(func, "decompose") and bool(
            torch._C._dispatch_has_kernel_for_dispatch_key(func.name(), key)
        )

    class Counter(TorchDispatchMode):  # type: ignore[no-untyped-call]
        supports_higher_order_operators = True

        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            return False  # to say so to torch's compiler, all of it would be imported

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.numbers, self.operations, self.now, self.tensors = 0, 0, 0, 0
            self.sizes: dict[int, int] = {}

        def __torch_dispatch__(self, func, _, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            kwargs = kwargs or {}
            packet = getattr(func, "overloadpacket", None)
            if packet not in flop_registry and is_made_of_others(func):
                with self:  # in inference mode, linear and its like come whole
                    return func.decompose(*args, **kwargs)
            result = func(*args, **kwargs)
            made = [t for t in tree_leaves(result) if isinstance(t, torch.Tensor)]
            given = [t for t in tree_leaves((args, kwargs)) if isinstance(t, torch.Tensor)]
            self.operations += 1
            self.numbers += work(func, args, kwargs, given, made)
            if of == "memory":
                known = {t.untyped_storage()._cdata for t in given}
                for t in made:
                    self.keep(t.untyped_storage(), known)
            return result

        def keep(self, storage: "Any", known: "Any") -> None:
            key = storage._cdata
            if key not in known and key not in self.sizes:
                self.sizes[key] = storage.nbytes()
                self.now += storage.nbytes()
                self.tensors = max(self.tensors, self.now)
                weakref.finalize(storage, self.release, key).atexit = False

        def release(self, key: int) -> None:
            self.now -= self.sizes.pop(key, 0)

    def copied(value: "Any", kind: "Any") -> "Any":
        """Return a copy of an argument, its floating-point tensors of one type."""
        if isinstance(value, torch.Tensor):
            return value.to(kind if value.is_floating_point() else value.dtype, copy=True)
        if isinstance(value, list | tuple):
            items = [copied(item, kind) for item in value]
            return items if isinstance(value, list) else tuple(items)
        return {k: copied(v, kind) for k, v in value.items()} if isinstance(value, dict) else value

    own = sys._getframe().f_code.co_filename
    packages = os.path.dirname(os.path.dirname(torch.__file__)) + os.sep

    def call(place: int, watch: bool, context: "Any") -> dict[str, int]:
        """Make a call, and return what was counted if it was watched."""
        torch.default_generator.manual_seed(0)
        made = env[name] if arguments is None else env[name](*arguments)
        floats = [p.dtype for p in made.parameters()] if isinstance(made, torch.nn.Module) else []
        kind = next((d for d in floats if d.is_floating_point), getattr(torch, dtype))
        positional, keywords = copied(calls[place], kind)
        function = getattr(made, method) if method else made
        if not watch:
            function(*positional, **keywords)
            return {}
        counter, lines, objects = Counter(), 0, 0

        def trace(frame, event, _):  # type: ignore[no-untyped-def]
            nonlocal lines
            where = frame.f_code.co_filename
            if where == own or where.startswith(packages):
                return None
            lines += event == "line"
            return trace

        tracing, allocating = sys.gettrace(), tracemalloc.is_tracing()
        try:
            if of == "memory":
                tracemalloc.start()
                tracemalloc.reset_peak()
                objects = -tracemalloc.get_traced_memory()[0]
            with context, counter:
                if of != "memory":
                    sys.settrace(trace)
                try:
                    result = function(*positional, **keywords)  # kept, as its caller would
                    if isinstance(result, types.GeneratorType):
                        collections.deque(result, maxlen=0)
                finally:
                    sys.settrace(tracing)
            objects += tracemalloc.get_traced_memory()[1]
        finally:
            if of == "memory" and not allocating:
                tracemalloc.stop()
        del result
        return {"numbers": counter.numbers, "operations": counter.operations, "lines": lines,
                "tensors": counter.tensors, "objects": max(objects, 0)}  # fmt: skip

    def count(place: int) -> dict[str, int]:
        """Count a call; memory without autograd, which keeps everything, where code allows it."""
        if of == "memory":
            with contextlib.suppress(Exception):
                return call(place, True, torch.no_grad())
        try:
            return call(place, True, contextlib.nullcontext())
        except Exception:
            return call(place, False, None)

    counts: list[dict[str, int]] = []
    with torch.random.fork_rng(devices=[]):
        for place in range(len(calls)):
            steps = [c["lines"] + c["operations"] for c in counts[-2:]]
            if len(steps) > 1 and steps[1] ** 2 > most * max(steps[0], 1):
                break
            counts.append(count(place))
            if not counts[-1]:
                return {"counts": [], "counted": False}
    return {"counts": counts, "counted": True}


def check_growth(
    env: Environment,
    name: str,
    inputs_for: Callable[[int], Batch],
    *,
    at_most: float,
    of: str = "time",
    sizes: Sequence[int] = SIZES,
    what: str = "size",
    arguments: Sequence[Any] | None = None,
    method: str = "",
) -> None:
    """Check that what a call costs grows with no more than a power of the size of its input.

    Nothing is measured in seconds, so that the verdict is the same on every machine. Counted are:

    - ``time``: the numbers that tensor operations multiply (in matrix products, convolutions and
      attention), or else read and write; and, for itself, the lines of Python that are run. Of
      autograd's way back only products count: for ``x[i]``, it fills all of a gradient with zeros.
    - ``memory``: the most bytes that new tensors take at once, and, for themselves, Python's
      objects and NumPy's arrays. Autograd is off where the code works without it.
    - ``calls``: how many tensor operations are called, and how many lines of Python are run. With
      ``at_most=0``, there is no loop over the size.

    A generator is run to its end. Of what NumPy and other packages do, only the lines that call
    them count for ``time`` and ``calls``; so it is with what Python does within one line, as
    ``sum`` and ``in``. What grows only in such places passes.

    Only the last two steps from size to size count, and of them the one that grows less: constant
    costs at the beginning and tables that are made anew at some size do not matter. A factor that
    is a logarithm is free.

    Args:
        name: a function, or a class of modules.
        inputs_for: returns what is called with for a size: a tensor, a tuple of several arguments,
            or a dict of keyword arguments.
        at_most: the highest exponent: 0 is constant, 1 linear, 2 quadratic.
        of: ``time``, ``memory`` or ``calls``.
        sizes: at least two, each twice or more times the one before. Let them be large enough that
            the part that grows fastest in a wrong answer outweighs the others: attention over n
            positions costs n^2 d, the layers before it n d^2, so n should be above d.
        what: what the size is, for messages: such as ``length``.
        arguments: what a class is called with: plain data; None for a function.
        method: the method that is called; "" is calling the module.

    Raises:
        CheckError: it grows faster, or raises an exception. Findings: ``grows too fast``, ``too
            much memory``, ``too many calls``.
        ValueError: ``of`` is none of these, or the sizes are not as they should be.
    """
    if of not in _MEASURES:
        raise ValueError(f"of is {of!r}; it should be 'time', 'memory' or 'calls'")
    pairs = list(itertools.pairwise(sizes))
    if not pairs or any(a < 1 or b < 2 * a for a, b in pairs):
        raise ValueError(f"sizes are {sizes}; each should be at least twice the one before")
    call = name if arguments is None else spelled(name, arguments)
    call = f"{call}.{method}" if method else call
    measures = _MEASURES[of]
    seen = ask(
        env, name, call, _count,
        {"counts": [dict.fromkeys(measures, int)], "counted": bool},
        dtypes=("float64", "float32"), method=method, of=of, most=_MOST_STEPS,
        arguments=None if arguments is None else list(arguments),
        calls=[as_call(inputs_for(size)) for size in sizes],
    )  # fmt: skip
    counts = seen["counts"]
    if not seen["counted"]:
        flag(f"what {call} costs could not be counted, as it does not work while it is watched")
        return
    if not 2 <= len(counts) <= len(sizes):
        raise unreadable(call)
    for key, measure in measures.items():
        figures = [max(count[key], 0) for count in counts]
        _judge(call, figures, measure, list(sizes[: len(counts)]), at_most, of, what)


def _judge(
    call: str, figures: list[int], measure: _Measure, sizes: list[int], at_most: float,
    of: str, what: str,
) -> None:  # fmt: skip
    """Refuse figures that grow too fast with the sizes."""
    raised = [max(figure, measure.floor) for figure in figures]
    steps = [
        (math.log(raised[i + 1] / raised[i]) / math.log(sizes[i + 1] / sizes[i]), i)
        for i in range(len(sizes) - 1)
    ]
    exponent, i = min(steps[-2:])
    if exponent <= at_most + _ROOM:
        return
    shown = [f"{figure:,} for {size}" for figure, size in zip(figures, sizes, strict=True)]
    ratio, times = sizes[i + 1] / sizes[i], f"{figures[i + 1] / max(figures[i], 1):.1f}"
    larger = f"twice the {what}" if ratio == 2 else f"{ratio:.3g} times the {what}"
    right = f"about {ratio**at_most:.3g} times as many" if at_most else "about as many as before"
    text = f"for {larger}, {call} {measure.text.format(times)} ({', '.join(shown[:-1])} and "
    text += f"{shown[-1]}); it should be {right} at most"
    raise CheckError(text, explanation=_why(exponent, of, what), finding=_FINDINGS[of])


def _why(exponent: float, of: str, what: str) -> str:
    """Return what an exponent tells."""
    if of == "calls":
        return (
            f"It does one thing after another, more of them the larger the {what} is; operations "
            "on whole tensors do them at once."
        )
    done = "kept at once" if of == "memory" else "done"
    for power, each, form in ((2, "pair", "square"), (3, "triple", "cube")):
        if abs(exponent - power) < _ROOM:
            return (
                f"That is the {form} of the {what}, as where something is {done} for each {each}."
            )
    return ""

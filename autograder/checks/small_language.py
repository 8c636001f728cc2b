"""The small language that arithmetic by hand needs, and what leaves it.

Names of the notebook, Python's plain parts, and what torch, NumPy and math know to do with numbers:
whoever writes out a formula needs no more. What is outside may be honest; a person has to look.
"""

import ast
import builtins
import math
import types
from collections.abc import Collection, Iterable, Iterator
from functools import cache

import numpy as np
import torch
import torch.nn.functional

from autograder.checks.notebook_code import Reached, switching_off

_MODULES = {
    "__future__", "abc", "collections", "contextlib", "copy", "dataclasses", "decimal", "enum",
    "fractions", "functools", "itertools", "math", "matplotlib", "numbers", "numpy", "operator",
    "pprint", "random", "scipy.special", "statistics", "string", "textwrap", "time", "torch",
    "tqdm", "typing", "warnings",
}  # fmt: skip
"""Modules whose parts answers by hand are made of; of torch and NumPy see ``_known``."""
_PARTS = {"nn", "functional", "linalg", "polynomial", "special", "random", "Tensor", "init"}
"""Modules and classes of torch and NumPy that lie on the way to functions."""
_POWERS = {
    "attrgetter", "methodcaller", "compile", "jit", "vmap", "gradient", "imag",
    "complex", "complex32", "complex64", "complex128", "complex256", "cdouble", "cfloat", "csingle",
    "complexfloating", "clongdouble", "singlecomplex", "view_as_complex", "polar", "load", "save",
    "savez", "loadtxt", "savetxt", "genfromtxt", "fromfile", "from_file", "tofile", "memmap",
    "frombuffer", "data_ptr", "ctypes", "register_hook", "retain_grad", "storage",
    "untyped_storage", "register_post_accumulate_grad_hook", "set_grad_enabled",
}  # fmt: skip
"""What torch, NumPy and the standard library can do beyond arithmetic on real numbers."""
_BUILTINS = {
    "abs", "all", "any", "bool", "callable", "dict", "divmod", "enumerate", "filter", "float",
    "format", "frozenset", "hasattr", "int", "isinstance", "issubclass", "iter", "len", "list",
    "map", "max", "min", "next", "object", "pow", "print", "property", "range", "repr",
    "reversed", "round", "set", "slice", "sorted", "staticmethod", "classmethod", "str", "sum",
    "super", "tuple", "type", "zip", "display",
}  # fmt: skip
_DUNDERS = {
    "__init__", "__call__", "__len__", "__name__", "__class__", "__doc__", "__iter__", "__next__",
    "__matmul__", "__add__", "__sub__", "__mul__", "__truediv__", "__pow__", "__neg__",
    "__getitem__", "__version__", "__main__", "__repr__", "__str__", "__enter__", "__exit__",
}  # fmt: skip


def leaving(reached: Reached, is_data: Collection[str]) -> list[str]:
    """Return what of a function's code leaves the language, in words, each once and in order.

    Args:
        is_data: global names that stand for plain data.
    """
    attributes = reached.methods | reached.attributes | _known()
    found = dict.fromkeys(_names_outside(reached, is_data))
    for node in reached.nodes:
        harmless = switching_off(node)
        for child in ast.walk(node):
            if child not in harmless:
                found.update(dict.fromkeys(_outside(child, attributes)))
    return list(found)


def _names_outside(reached: Reached, is_data: Collection[str]) -> Iterator[str]:
    """Yield which global names lead out."""
    for name, meant in sorted(reached.names.items()):
        if name in is_data:
            continue
        if name not in reached.known:
            known = _BUILTINS | _exceptions() | (_known() if reached.all_of else set())
            if name not in known:
                is_python = hasattr(builtins, name)
                yield name if is_python else f"{name}, of which no cell says what it is"
        elif meant != name or name in _MODULES:  # imported
            yield from _imported(meant)


def _imported(path: str) -> Iterator[str]:
    """Yield a path that is imported, unless it leads to arithmetic."""
    first, *rest = path.split(".")
    if first not in _MODULES and ".".join([first, *rest[:1]]) not in _MODULES:
        yield path
    elif first in ("torch", "numpy"):
        yield from (path for part in rest if part not in _known())
    elif rest and rest[-1] in _POWERS:
        yield path


def _outside(node: ast.AST, attributes: Collection[str]) -> Iterator[str]:
    """Yield what leads out of the language at one node of code."""
    match node:
        case ast.Attribute(attr=attr):
            if attr.startswith("__") and attr.endswith("__"):
                if attr not in _DUNDERS:
                    yield f".{attr}"
            elif attr not in attributes:
                yield f".{attr}"
        case ast.Constant(value=complex()):
            yield "complex numbers"
        case ast.Import(names=names):
            for alias in names:
                yield from _imported(alias.name)
        case ast.ImportFrom(module=module, names=names):
            for alias in names:
                yield from _imported(f"{module or '.'}.{alias.name}")


@cache
def _exceptions() -> frozenset[str]:
    kinds = {name: value for name, value in vars(builtins).items() if isinstance(value, type)}
    names = {name for name, kind in kinds.items() if issubclass(kind, BaseException)}
    return frozenset(names | {"NotImplemented", "Ellipsis", "__name__"})


@cache
def _known() -> frozenset[str]:
    """Return the attributes that arithmetic uses: of tensors, arrays, lists, and of modules."""
    holders: Iterable[object] = (
        torch, torch.Tensor, torch.linalg, torch.special, torch.nn, torch.nn.functional,
        np, np.ndarray, np.linalg, np.random, np.random.Generator, np.float64, math,
        list, dict, str, tuple, set, int, float, range, property, type, types.SimpleNamespace,
        torch.Size, torch.dtype, torch.finfo, np.finfo, torch.Generator, types.FunctionType,
    )  # fmt: skip
    names = {name for holder in holders for name in dir(holder) if _is_known(holder, name)}
    return frozenset((names | _PARTS | _ELSEWHERE) - _POWERS)


_ELSEWHERE = {
    # of functools, itertools, operator, collections, random, time, copy and typing
    "partial", "reduce", "wraps", "lru_cache", "cache", "chain", "product", "accumulate", "cycle",
    "repeat", "starmap", "islice", "count", "zip_longest", "combinations", "permutations",
    "pairwise", "mul", "add", "sub", "truediv", "matmul", "neg", "namedtuple", "deque", "Counter",
    "defaultdict", "OrderedDict", "uniform", "gauss", "choice", "randint", "shuffle", "seed",
    "ndindex", "nditer", "ndenumerate", "vectorize", "r_", "c_", "s_", "newaxis", "perf_counter",
    "time", "deepcopy", "dataclass", "field", "replace", "asdict", "NamedTuple",
    "pyplot", "expit", "logsumexp", "simplefilter", "filterwarnings", "warn", "mean", "fmean",
    "weight", "bias", "parameters", "in_features", "out_features",
}  # fmt: skip


def _is_known(holder: object, name: str) -> bool:
    if name.startswith("_") or (isinstance(holder, types.ModuleType) and name not in vars(holder)):
        return False  # a module of NumPy's that would be imported only now
    value = getattr(holder, name, None)
    is_module = isinstance(value, types.ModuleType)
    return not is_module and (not isinstance(value, type) or _is_plain(value))


def _is_plain(kind: type) -> bool:
    """Say whether a class of torch or NumPy makes numbers, modules or small things of Python."""
    plain: tuple[type, ...] = (torch.nn.Module, torch.Tensor, np.generic, np.ndarray)
    names = {"Generator", "Size", "dtype", "device", "finfo", "iinfo", "no_grad", "inference_mode"}
    return issubclass(kind, plain) or kind.__name__ in names

"""The operators that tests may apply to an object of the student."""

import operator
from collections.abc import Callable
from typing import Any

ALONE: dict[str, Callable[..., Any]] = {
    "__str__": str,
    "__repr__": repr,
    "__abs__": abs,
    "__neg__": operator.neg,
    "__pos__": operator.pos,
    "__invert__": operator.invert,
    "__bool__": bool,
    "__enter__": lambda target: type(target).__enter__(target),
    "__exit__": lambda target: type(target).__exit__(target, None, None, None),
}
"""What is asked of an object without telling it anything of the test."""
PAIRED: dict[str, Callable[..., Any]] = {
    f"__{name}__": getattr(operator, f"__{name}__")
    for name in (
        *("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv"),
        *("mod", "pow", "matmul", "and", "or", "xor"),
    )
}
"""What is asked of an object and another one of the student."""
CHANGING: dict[str, Callable[..., Any]] = {
    "__setattr__": setattr,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
}
"""What changes an object."""
ALL = {**ALONE, **PAIRED, **CHANGING}
_MEMBERS = ("__contains__", "__radd__", "__rmul__", "__rsub__", "__rtruediv__", "__iter__")


def defined_by(kind: type) -> list[str]:
    """Return the operators that a class has of its own."""
    return [
        name
        for name in (*ALONE, *PAIRED, *_MEMBERS)
        if getattr(kind, name, None) is not getattr(object, name, None)
        or (name == "__bool__" and hasattr(kind, "__len__"))
    ]

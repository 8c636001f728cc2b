"""What tests see of the student process: plain data as copies, everything else by proxy.

A proxy never asks the student's object about a value of the test: an object that claims to equal
everything would earn points. What it is asked about is another object of the student.
"""

import contextlib
import functools
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

import torch

from autograder.errors import WallError
from autograder.sandbox.arguments import pack_code
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.operators import ALONE, PAIRED
from autograder.sandbox.wire.values import Packer

if TYPE_CHECKING:
    from autograder.sandbox.connection import Connection

_PYTHON_CLASSES = (torch.nn.Module, torch.optim.Optimizer, torch.utils.data.Dataset)
_COPIED = {"collections", "datetime", "numpy", "pandas"}
"""Libraries whose objects come to tests as copies, so that their classes are those of this side."""

_FUNCTION = "builtins.function"
_FUNCTIONS = {f"builtins.{name}" for name in ("function", "method", "builtin_function_or_method")}


def is_class(value: wire.Object) -> bool:
    """Say whether an object of the student is a class."""
    return value.bases[:1] == ["builtins.type"] and len(value.bases) > 1


class ProxyPacker(Packer):
    """Packs proxies as the handles they stand for."""

    def __init__(self, connection: "Connection") -> None:
        super().__init__()
        self._connection = connection

    def pack_derived(self, value: Any, elements: wire.Sequence | wire.Mapping) -> wire.Value:
        """Return the handle of the original of a tuple, and the elements of all others."""
        original = getattr(value, "student_object", None) if isinstance(value, tuple) else None
        return elements if original is None else self.pack_object(original)

    def pack_object(self, value: Any) -> Any:
        """Return the handle of a proxy of the same connection, or a function of the test.

        Raises:
            WallError: it is neither.
        """
        if isinstance(value, StudentObject) and value._connection is self._connection:
            return value._value
        own = getattr(value, "student_value", None)
        return own if isinstance(own, wire.Object) else pack_code(value, self.pack)


def _local_class(bases: list[str]) -> type | None:
    """Return the class of torch, on both sides the same, that is nearest to the student's.

    Only classes written in Python: C code believes ``isinstance``, and would read a proxy that
    passes for a tensor as if it were one.
    """
    for name in bases[:20]:
        module, _, attribute = name.rpartition(".")
        if module.partition(".")[0] == "torch":
            found = getattr(sys.modules.get(module), attribute, None)
            if isinstance(found, type) and issubclass(found, _PYTHON_CLASSES):
                return found
    return None


def _class_names(kind: type) -> Iterable[str]:
    """Return the names of a class of this side and of those that it is derived from."""
    return (f"{one.__module__}.{one.__qualname__}" for one in kind.__mro__)


class NamedAfterStudents(type):
    """The class of classes that stand for a student's: they equal what stands for it itself."""

    def __eq__(cls, other: object) -> bool:
        if isinstance(other, StudentObject) and is_class(other._value):
            return cls.__dict__.get("student_class") == other._value.bases[1]
        return cls is other

    __hash__ = type.__hash__


_DOC = property(lambda self: self._ask(wire.Attribute(self._value.handle, "__doc__")))


@functools.lru_cache(512)
def _named_after(kind: type["StudentObject"], name: str) -> type["StudentObject"]:
    """Return a class of proxies that is called as the student's."""
    last = name.rpartition(".")[2]
    made = NamedAfterStudents(last, (kind,), {"student_class": name, "__doc__": _DOC})
    return cast("type[StudentObject]", made)


class StudentObject(metaclass=NamedAfterStudents):
    """Stands for an object of the student: attributes, elements and length are asked for."""

    _connection: "Connection"
    _value: wire.Object

    def __init__(self, connection: "Connection", value: wire.Object) -> None:
        object.__setattr__(self, "_connection", connection)
        object.__setattr__(self, "_value", value)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """The nearest class that both sides have, for isinstance."""
        bases = self._value.bases
        if bases[:1] == ["builtins.type"]:
            return type
        return _local_class(bases) or type(self)

    @property
    def __bases__(self) -> tuple[type, ...]:
        """The bases of a student's class, for issubclass."""
        if self._value.bases[:1] != ["builtins.type"]:
            raise AttributeError("__bases__")
        return (_local_class(self._value.bases[1:]) or object,)

    def _ask(self, request: wire.Request, packer: Packer | None = None) -> Any:
        return self._connection.ask(request, packer)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__name__":
            raise AttributeError(name)
        return self._ask(wire.Attribute(self._value.handle, name))

    def _operate(self, name: str, *others: Any) -> Any:
        packer = ProxyPacker(self._connection)
        packed = [packer.pack(one) for one in others]
        return self._ask(wire.Operate(self._value.handle, name, packed), packer)

    def __setattr__(self, name: str, value: Any) -> None:
        self._operate("__setattr__", name, value)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._operate("__setitem__", key, value)

    def __delitem__(self, key: Any) -> None:
        self._operate("__delitem__", key)

    @property
    def class_name(self) -> str:
        """The name of the object's class, with its module."""
        return self._value.name

    @property
    def is_of_notebook(self) -> bool:
        """Whether the notebook defines the object's class."""
        return self._value.name.startswith("__main__.")

    def __instancecheck__(self, instance: Any) -> bool:
        """Whether something is of this class of the student."""
        instance = getattr(instance, "student_object", instance)
        if not is_class(self._value):
            raise TypeError("isinstance() arg 2 must be a type")
        wanted = self._value.bases[1]
        if not isinstance(instance, StudentObject):
            return wanted in (
                f"{one.__module__}.{one.__qualname__}" for one in type(instance).__mro__
            )
        return not is_class(instance._value) and wanted in instance._value.bases

    def __subclasscheck__(self, other: Any) -> bool:
        """Whether something is a class that is derived from this one of the student."""
        if not is_class(self._value):
            raise TypeError("issubclass() arg 2 must be a class")
        if not isinstance(other, StudentObject):
            return self._value.bases[1] in _class_names(other)
        return is_class(other._value) and self._value.bases[1] in other._value.bases[1:]

    def __exit__(self, *problem: Any) -> bool:
        if problem[:1] != (None,):
            raise self._beyond("with")
        return self._operate("__exit__") is True

    def __getitem__(self, key: Any) -> Any:
        packer = ProxyPacker(self._connection)
        return self._ask(wire.Item(self._value.handle, packer.pack(key)), packer)

    def __len__(self) -> int:
        length = self._ask(wire.Length(self._value.handle))
        if not isinstance(length, int) or not 0 <= length < sys.maxsize:
            raise TypeError("the length is not a number")
        return length

    def __bool__(self) -> bool:
        if "__bool__" in self._value.defines:
            return self._operate("__bool__") is True
        return True

    def __iter__(self) -> Iterator[Any]:
        items = self._ask(wire.Iterate(self._value.handle))
        if not isinstance(items, list):
            raise TypeError("not a list of elements")
        return iter(items)

    def __next__(self) -> Any:
        return self._ask(wire.Next(self._value.handle))

    def __contains__(self, item: object) -> bool:
        if "__iter__" in self._value.defines or "__contains__" not in self._value.defines:
            return item in list(iter(self))
        raise self._beyond("in")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, type):
            return is_class(self._value) and type(other) is NamedAfterStudents and other == self
        return self._pair("__eq__", other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        if "__repr__" in self._value.defines:
            with contextlib.suppress(Exception):
                return _text(self._operate("__repr__"))
        return f"<{self._value.name[:200]} of the notebook>"

    def __str__(self) -> str:
        if "__str__" in self._value.defines:
            return _text(self._operate("__str__"))
        return repr(self)

    def _pair(self, name: str, other: Any) -> Any:
        """Apply an operator to this object and another one of the student.

        It is not applied to anything of the test: an object that claims to equal everything would
        earn points.

        Raises:
            WallError: the other one is of the test, and the class has an operator of its own.
        """
        if name not in self._value.defines:
            return NotImplemented
        if isinstance(other, StudentObject) and other._connection is self._connection:
            return self._operate(name, other)
        raise self._beyond(name)

    def _beyond(self, name: str) -> WallError:
        return WallError(
            f"it applies {name} to an object of the notebook's class {self._value.name[:200]}, and "
            "the student's object is not asked about values of a test"
        )


def _text(answer: Any) -> str:
    if not isinstance(answer, str):
        raise TypeError("not a text")
    return answer


def _alone(name: str) -> Any:
    def apply(self: StudentObject) -> Any:
        if name not in self._value.defines:
            raise TypeError(f"bad operand type for {name}: {self._value.name[:200]!r}")
        return self._operate(name)

    return apply


def _paired(name: str) -> Any:
    return lambda self, other: self._pair(name, other)


def _reversed(name: str) -> Any:
    def apply(self: StudentObject, _: Any) -> Any:
        if name in self._value.defines:
            raise self._beyond(name)
        return NotImplemented

    return apply


for _name in ALONE.keys() - {"__str__", "__repr__", "__exit__", "__bool__"}:
    setattr(StudentObject, _name, _alone(_name))
for _name in PAIRED.keys() - {"__eq__", "__ne__"}:
    setattr(StudentObject, _name, _paired(_name))
for _name in ("__radd__", "__rmul__", "__rsub__", "__rtruediv__"):
    setattr(StudentObject, _name, _reversed(_name))


class StudentCallable(StudentObject):
    """Stands for a function, class or other callable of the student."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the student process, with copies of the arguments."""
        packer = ProxyPacker(self._connection)
        request = wire.Call(
            self._value.handle,
            [packer.pack(value) for value in args],
            [(name, packer.pack(value)) for name, value in kwargs.items()],
        )
        given = [*args, *kwargs.values()] if self._value.name == _FUNCTION else []
        return self._connection.ask(request, packer, given)


class StudentFunction(StudentCallable):
    """Stands for a function, which has no elements.

    Arguments of one that returns nothing are changed as it changes them; methods that return
    nothing, such as ``fit``, change their object.
    """

    @property
    def __signature__(self) -> Any:
        raise WallError("it looks at the signature of a function of the notebook")

    __iter__ = __next__ = __len__ = __getitem__ = __contains__ = None  # type: ignore[assignment]


class StudentModule(StudentObject):
    """Stands for a library as the notebook has it: what it does, it does in the student process.

    So ``np.random.seed`` seeds what the student's functions draw from. What values are compared
    with is this side's own: classes whose objects come as copies, tensors, their types.
    """

    def __getattr__(self, name: str) -> Any:
        own = getattr(sys.modules.get(self._value.module), name, None)
        is_class = isinstance(own, type) and self._value.module.partition(".")[0] in _COPIED
        if is_class or own is torch.Tensor or isinstance(own, torch.dtype):
            return own
        return super().__getattr__(name)


def proxy_for(connection: "Connection", value: wire.Object) -> StudentObject:
    """Return what stands for an object of the student."""
    kind: type[StudentObject] = StudentCallable if value.callable else StudentObject
    if value.name in _FUNCTIONS:
        kind = StudentFunction
    elif value.module.partition(".")[0] in (*_COPIED, "torch"):
        kind = StudentModule
    return _named_after(kind, value.name)(connection, value)

"""Python values as wire values, and back: plain data by value, the rest by handle."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import torch

from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.copied import put_together, take_apart
from autograder.sandbox.wire.frames import is_table, pack_table, unpack_table

MAX_DEPTH = 64
"""Levels of lists in lists; a deeper value arrives as an object without contents."""


_AS_THEY_ARE = (type(None), bool, float, str, bytes, list, tuple, dict, set, torch.Tensor)
_CONTAINERS = (list, tuple, set, frozenset, dict, torch.Size)
_MOST_STRINGS = 200_000
"""Elements of an array of strings that is sent."""


class Packer:
    """Turns Python values into wire values, collecting tensors on the way."""

    def __init__(self) -> None:
        self.tensors: dict[str, torch.Tensor] = {}

    def pack(self, value: Any, depth: int = 0) -> wire.Value:
        """Return the wire form of a value; what has none goes through ``pack_object``."""
        if depth < MAX_DEPTH and (made := self._pack_made(value, depth)) is not None:
            return made
        match value:
            case np.generic() if value.dtype.kind in "biuf":  # some are floats, too
                return self._pack_array(value)
            case None | bool() | str() | float():
                return wire.Plain(_exact(value))
            case bytes():
                return wire.Bytes(_exact(value))
            case int() if -(2**63) <= (number := int(value)) < 2**63:
                return wire.Plain(number)
            case torch.Tensor():
                return self._pack_tensor(value)
            case np.ndarray() | np.generic():
                return self._pack_array(value)
            case list() | tuple() | set() | frozenset() if depth < MAX_DEPTH:
                kind: Literal["list", "tuple", "set"] = "set"
                if isinstance(value, list | tuple):
                    kind = "list" if isinstance(value, list) else "tuple"
                items = [self.pack(item, depth + 1) for item in list(value)]
                return self._or_derived(value, wire.Sequence(kind, items))
            case dict() if depth < MAX_DEPTH:
                pairs = [
                    (self.pack(k, depth + 1), self.pack(v, depth + 1))
                    for k, v in list(dict.items(value))
                ]
                return self._or_derived(value, wire.Mapping(pairs))
        if is_table(value) and depth < MAX_DEPTH:
            table = pack_table(value, lambda item: self.pack(item, depth + 1))
            if table is not None:
                return table
        return self.pack_object(value)

    def _pack_made(self, value: Any, depth: int) -> wire.Value | None:
        """Return the wire form of a value that is put together again; None for any other."""
        kind = type(value)
        if kind in _AS_THEY_ARE or (kind is int and -(2**63) <= value < 2**63):
            return None
        parts = take_apart(value)
        if parts is None:
            return None
        name, items = parts
        return wire.Made(name, [self.pack(item, depth + 1) for item in items])

    def _or_derived(self, value: Any, elements: wire.Sequence | wire.Mapping) -> wire.Value:
        return elements if type(value) in _CONTAINERS else self.pack_derived(value, elements)

    def pack_derived(self, value: Any, elements: wire.Sequence | wire.Mapping) -> wire.Value:
        """Return the wire form of a list, tuple, set or dict of a class of its own."""
        del value  # its elements are all that is sent
        return elements

    def pack_object(self, value: Any) -> wire.Value:
        """Return the wire form of a value that has to stay where it is."""
        raise wire.WireError(f"a {type(value).__name__} cannot be sent to the student's code")

    def _pack_tensor(self, value: torch.Tensor) -> wire.Value:
        plain = value.detach().cpu()
        if plain.layout is not torch.strided:
            plain = plain.to_dense()
        if plain.is_quantized:
            plain = plain.dequantize()
        if plain.numel() * plain.element_size() > wire.MAX_TENSORS:
            raise wire.WireError(
                f"a tensor of shape {tuple(plain.shape)} is too large to be compared"
            )
        key = len(self.tensors)
        # a copy: safetensors refuses tensors that share memory
        self.tensors[str(key)] = torch.Tensor.clone(plain, memory_format=torch.contiguous_format)
        parameter = isinstance(value, torch.nn.Parameter)
        kind: Literal["parameter", "tensor"] = "parameter" if parameter else "tensor"
        return wire.TensorRef(key, kind, bool(value.requires_grad))

    def _pack_array(self, value: Any) -> wire.Value:
        array = np.asarray(value)
        if array.dtype.kind == "U" and array.size <= _MOST_STRINGS:
            return wire.Strings(list(array.shape), [str(item) for item in array.ravel()])
        if array.dtype.kind not in "biuf" or array.nbytes > wire.MAX_TENSORS:
            return self.pack_object(value)
        try:
            tensor = torch.from_numpy(np.ascontiguousarray(array).reshape(array.shape).copy())
        except TypeError:  # a type that torch does not have, such as longdouble
            return self.pack_object(value)
        key = len(self.tensors)
        self.tensors[str(key)] = tensor
        return wire.TensorRef(key, "array")


def _exact(value: Any) -> Any:
    """Return a built-in value for one of a subclass, which may lie about itself."""
    kinds: tuple[Any, ...] = (float, str, bytes)
    for kind in kinds:
        if isinstance(value, kind) and type(value) is not kind:
            return kind(value)
    return value


def unpack(
    value: wire.Value,
    tensors: dict[str, torch.Tensor],
    make_object: Callable[[wire.Object], Any],
    depth: int = 0,
    make_code: Callable[[Any, Callable[[wire.Value], Any]], Any] | None = None,
    make_derived: Callable[[Any, wire.Object], Any] | None = None,
) -> Any:
    """Turn a wire value into a Python value.

    Args:
        tensors: the tensors of its frame.
        make_object: called with each ``Object``; returns what stands for it here.
        depth: how deep ``value`` is nested already.
        make_code: called with what names code to run, and with what unpacks its parts; where it is
            None, nothing may.
        make_derived: called with the elements of each ``Derived``, and its object; where it is
            None, the elements are all that is taken.

    Raises:
        WireError: a tensor is missing, the value is nested too deeply, or a key cannot be hashed.
    """
    if depth > MAX_DEPTH + 1:
        raise wire.WireError("a value is nested too deeply")

    def inner(item: wire.Value) -> Any:
        return unpack(item, tensors, make_object, depth + 1, make_code, make_derived)

    match value:
        case wire.Plain() | wire.Bytes():
            return value.value
        case wire.TensorRef():
            return _unpack_tensor(value, tensors)
        case wire.Strings(shape=shape, items=texts):
            try:
                return np.array(texts, dtype=str).reshape(shape)
            except ValueError:
                raise wire.WireError("an array of strings of another shape") from None
        case wire.Table():
            return unpack_table(value, inner)
        case wire.Made(kind=made, parts=parts):
            return put_together(made, [inner(part) for part in parts])
        case wire.Sequence(kind=kind, items=items):
            kinds = {"list": list, "tuple": tuple, "set": set}
            unpacked = [inner(item) for item in items]
            try:
                return kinds[kind](unpacked)
            except TypeError:
                raise wire.WireError("a set of values that cannot be in a set") from None
        case wire.Mapping(items=pairs):
            try:
                return {inner(key): inner(item) for key, item in pairs}
            except TypeError:
                raise wire.WireError("a dict with keys that cannot be keys") from None
        case wire.Derived(elements=elements, original=original):
            copied = inner(elements)
            return copied if make_derived is None else make_derived(copied, original)
        case wire.Object():
            return make_object(value)
    if make_code is not None:
        return make_code(value, inner)
    raise wire.WireError("code, where only values are read")


def _unpack_tensor(value: wire.TensorRef, tensors: dict[str, torch.Tensor]) -> Any:
    tensor = tensors.get(str(value.key))
    if tensor is None:
        raise wire.WireError("a tensor was announced, and none came")
    if value.kind == "array":
        return tensor.numpy() if tensor.dim() else tensor.numpy()[()]
    if value.kind == "parameter":
        return torch.nn.Parameter(tensor, requires_grad=value.requires_grad and _can_grad(tensor))
    return tensor.requires_grad_(value.requires_grad and _can_grad(tensor))


def _can_grad(tensor: torch.Tensor) -> bool:
    return tensor.is_floating_point() or tensor.is_complex()

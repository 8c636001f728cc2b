"""The wire between the grading process and the student process.

A frame is a msgpack body, decoded against the schema below, and a block of safetensors. Whatever
comes from the student process is untrusted: sizes are checked before anything is read, types while
it is decoded, and nothing in a frame can name code to run. The student process can decide what a
reply says, and no more than that.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from autograder.cell import MAX_CODE, Cell

MAX_BODY = 2 * MAX_CODE
"""Bytes of a frame without its tensors; decoding takes about twenty times as much memory."""
MAX_TENSORS = 256 << 20
"""Bytes of the tensors of one frame."""
MAX_TEXT = 4_000
"""Characters of a message or a name that are kept."""
MAX_PRINTED = 100_000
"""Characters that are kept of what a call prints."""
MOST_ITEMS = 100_000
"""Elements of an iterator that a test may go through."""


class WireError(Exception):
    """The other side sent something that is not a frame, or nothing in time."""


class GoneError(WireError):
    """The other side has closed the connection: its process has ended."""


class LateError(WireError):
    """The other side did not answer in time."""


class Plain(msgspec.Struct, tag="p", array_like=True, frozen=True):
    """A number, a string, a truth value or None."""

    value: bool | int | float | str | None


class Bytes(msgspec.Struct, tag="b", array_like=True, frozen=True):
    """Bytes."""

    value: bytes


class TensorRef(msgspec.Struct, tag="t", array_like=True, frozen=True):
    """A tensor or array in the frame's safetensors."""

    key: int
    kind: Literal["tensor", "parameter", "array"]
    requires_grad: bool = False


class Sequence(msgspec.Struct, tag="s", array_like=True, frozen=True):
    """A list, tuple or set of values."""

    kind: Literal["list", "tuple", "set"]
    items: list[Value]


class Mapping(msgspec.Struct, tag="m", array_like=True, frozen=True):
    """A dict."""

    items: list[tuple[Value, Value]]


class Object(msgspec.Struct, tag="o", array_like=True, frozen=True):
    """Anything else: it stays where it is, and the other side gets a handle."""

    handle: int
    name: str
    bases: list[str]
    callable: bool = False
    module: str = ""  # the name of a module that both sides may have, or ""
    defines: list[str] = []  # the operators that its class has of its own


class Derived(msgspec.Struct, tag="d", array_like=True, frozen=True):
    """A list, tuple, set or dict of a class of its own: its elements, and the object itself."""

    elements: Sequence | Mapping
    original: Object


class Made(msgspec.Struct, tag="c", array_like=True, frozen=True):
    """A value of a common class, and what it is made of; see ``copied``."""

    kind: str
    parts: list[Value]


class Function(msgspec.Struct, tag="l", array_like=True, frozen=True):
    """A function of a test, for student code to call: only ever sent to the student process."""

    code: bytes  # marshalled
    name: str
    defaults: list[Value]
    keyword_defaults: list[tuple[str, Value]]
    names: list[tuple[str, Value]]  # what it uses of its surroundings
    cells: list[Value]  # what its closure holds


class Named(msgspec.Struct, tag="n", array_like=True, frozen=True):
    """A class or function of a library, by its name: only ever sent to the student process."""

    module: str
    name: str


class Strings(msgspec.Struct, tag="u", array_like=True, frozen=True):
    """An array of strings."""

    shape: list[int]
    items: list[str]


class Column(msgspec.Struct, array_like=True, frozen=True):
    """A column of a table, or its index."""

    values: Value
    dtype: str  # what pandas calls its type
    name: Value


class Table(msgspec.Struct, tag="f", array_like=True, frozen=True):
    """A table, column or index of pandas."""

    kind: Literal["frame", "series", "index"]
    # the index and the column of a series; of a table the index, its labels and its columns
    columns: list[Column]


Value: TypeAlias = (
    Plain
    | Bytes
    | TensorRef
    | Sequence
    | Mapping
    | Object
    | Derived
    | Strings
    | Table
    | Made
    | Function
    | Named
)


class Get(msgspec.Struct, tag="get"):
    """Ask for a global of the student."""

    name: str


class Put(msgspec.Struct, tag="put"):
    """Bind a global of the student, or delete it when there is no value."""

    name: str
    value: Value | None


class Names(msgspec.Struct, tag="names"):
    """Ask for the names of all globals."""


class Call(msgspec.Struct, tag="call"):
    """Call an object of the student."""

    handle: int
    args: list[Value]
    kwargs: list[tuple[str, Value]]


class Attribute(msgspec.Struct, tag="attribute"):
    """Ask for an attribute of an object of the student."""

    handle: int
    name: str


class Item(msgspec.Struct, tag="item"):
    """Ask for an element of an object of the student."""

    handle: int
    key: Value


class Iterate(msgspec.Struct, tag="iterate"):
    """Ask for the elements of an object of the student."""

    handle: int


class Next(msgspec.Struct, tag="next"):
    """Ask for the next element of an iterator of the student."""

    handle: int


class Length(msgspec.Struct, tag="length"):
    """Ask for the length of an object of the student."""

    handle: int


class Operate(msgspec.Struct, tag="operate"):
    """Apply an operator to an object of the student; see ``operators``."""

    handle: int
    name: str
    others: list[Value]


class Probe(msgspec.Struct, tag="probe"):
    """Run a probe: marshalled code, the names of its parameters, and data for some of them."""

    code: bytes
    data: list[tuple[str, Value]]


class RunTests(msgspec.Struct, tag="tests"):
    """Run a file of tests beside the student's code, and say of each what came of it."""

    path: str
    source: str


class Fork(msgspec.Struct, tag="fork"):
    """Ask a frozen copy for a copy of itself; its descriptor comes with the reply."""


class Resume(msgspec.Struct, tag="resume"):
    """Tell a frozen copy to go on with the notebook up to a cell, and to freeze again there."""

    until: int


class Begin(msgspec.Struct, tag="begin"):
    """Tell the student process to run a notebook."""

    cells: list[Cell]
    questions: list[str]
    cell_seconds: float
    question_seconds: float
    output_bytes: int
    seed: int | None = None
    seed_variable: str | None = None
    binds: dict[str, list[str]] = {}  # names that answers bind, of questions without a check cell
    given: list[int] = []  # indices of cells that are as the release gave them


Request: TypeAlias = (
    Get
    | Put
    | Names
    | Call
    | Attribute
    | Item
    | Iterate
    | Next
    | Length
    | Operate
    | Probe
    | RunTests
    | Fork
    | Resume
    | Begin
)


class Returned(msgspec.Struct, tag="returned"):
    """The value that was asked for."""

    value: Value
    printed: str = ""  # what was printed meanwhile
    # what a call that returned None left in its arguments, by number, those with names behind
    changed: list[tuple[int, Value]] = []


class Raised(msgspec.Struct, tag="raised"):
    """Student code raised an exception."""

    name: str
    bases: list[str]
    message: str
    printed: str = ""


class Confined(msgspec.Struct, tag="confined"):
    """The layers of confinement that hold around the student process."""

    layers: list[str]
    missing: list[str]


class CellBegins(msgspec.Struct, tag="cell"):
    """A code cell begins; cells are counted from 0 among the code cells."""

    index: int


class CellFailed(msgspec.Struct, tag="failed"):
    """A cell ended with an exception."""

    index: int
    error: str


class Frozen(msgspec.Struct, tag="frozen"):
    """A frozen copy of the state exists; its descriptor comes with this frame."""

    label: str  # the question to be tested with it, or "" for the state before cell ``index``
    index: int  # the cell that comes next, or -1 in the middle of a cell
    process: int  # the copy's id, for the supervisor


class Finished(msgspec.Struct, tag="finished"):
    """The notebook has come to its end."""


Reply: TypeAlias = Returned | Raised | Confined | CellBegins | CellFailed | Frozen | Finished

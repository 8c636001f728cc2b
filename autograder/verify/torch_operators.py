"""Slips that students make in PyTorch code, as small edits to a correct text."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

_ATOMS = (ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Subscript, ast.Tuple, ast.List)
_MODULES = {"torch", "nn", "F", "functional", "np", "numpy"}  # x.relu() is no function of these
_OTHER_NAME = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "argmin": "argmax",
    "zeros": "ones",
    "ones": "zeros",
}
_OTHER_ACTIVATION = {
    "relu": "sigmoid",
    "sigmoid": "relu",
    "tanh": "sigmoid",
    "ReLU": "Sigmoid",
    "Sigmoid": "ReLU",
    "Tanh": "Sigmoid",
}
_ACTIVATIONS = {"relu", "sigmoid", "tanh", "softmax", "log_softmax", "leaky_relu", "gelu"}
_ACTIVATION_MODULES = {"ReLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "LeakyReLU", "GELU"}
_WITH_BIAS = {"Linear", "Conv1d", "Conv2d", "Conv3d"}
_TRAINING_CALLS = {"zero_grad", "step", "backward", "zero_", "detach_", "eval", "train"}
_AUGMENTED = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}
_SYMBOLS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@"}

Splice = tuple[int, int, str]  # from character, to character, the text that replaces them
Edit = tuple[Splice, ...]


@dataclass(frozen=True)
class Code:
    """Python text with its syntax tree. Positions are characters from the start of the text."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins, and where one behind the last would."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @cached_property
    def block_sizes(self) -> dict[ast.AST, int]:
        """How many statements stand in the block of each statement."""
        blocks = (
            block
            for node in ast.walk(self.tree)
            for _, block in ast.iter_fields(node)
            if isinstance(block, list)
        )
        return {node: len(block) for block in blocks for node in block if isinstance(node, ast.AST)}

    @cached_property
    def linear_layers(self) -> list[ast.Call]:
        """The calls ``Linear(number, number)``, in the order of the text."""
        calls = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call)
            and name_of(node.func) == "Linear"
            and len(node.args) >= 2
            and all(_is_integer(size) for size in node.args[:2])
        ]
        return sorted(calls, key=lambda call: (call.lineno, call.col_offset))

    def position(self, line: int, column: int) -> int:
        """Where a place of the tree is: lines count from 1, columns are UTF-8 bytes."""
        return self.line_starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self.position(node.lineno, node.col_offset),
            self.position(node.end_lineno, node.end_col_offset),
        )

    def segment(self, node: ast.expr) -> str:
        """The text of an expression."""
        start, end = self.span(node)
        return self.text[start:end]

    def operand(self, node: ast.expr) -> str:
        """The text of an expression, in parentheses where it could fall apart elsewhere."""
        text = self.segment(node)
        atom = isinstance(node, _ATOMS) and "\n" not in text
        return text if atom else f"({text})"


Operator = Callable[[Code, ast.AST], Iterator[Edit]]
OPERATORS: dict[str, Operator] = {}


def _operator(function: Operator) -> Operator:
    """List a function as the operator of its name, written in kebab case."""
    OPERATORS[function.__name__.replace("_", "-")] = function
    return function


def name_of(node: ast.AST) -> str:
    """The last part of a dotted name, or nothing: `nn.Linear` is called Linear."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_call_statement(node: ast.AST, names: set[str]) -> bool:
    """Whether a statement does nothing but call a function of one of these names."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and name_of(node.value.func) in names
    )


def delete_statement(code: Code, node: ast.stmt) -> Edit:
    """The edit that deletes a statement with its lines, or leaves `pass` where one must stand."""
    start, end = code.span(node)
    assert node.end_lineno is not None
    first, last = code.line_starts[node.lineno - 1], code.line_starts[node.end_lineno]
    alone = not code.text[first:start].strip() and re.match(r"\s*(#|$)", code.text[end : last - 1])
    if alone and (code.block_sizes[node] > 1 or node in code.tree.body):
        return ((first, last, ""),)
    return ((start, end, "pass"),)


def _is_integer(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _argument(call: ast.Call) -> ast.expr | None:
    """What a tensor function works on: `x` in x.relu(), torch.relu(x), F.relu(x) and relu(x)."""
    if isinstance(call.func, ast.Attribute):
        root = call.func.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if not (isinstance(root, ast.Name) and root.id in _MODULES):
            return call.func.value
    return call.args[0] if call.args else None


def _keyword(node: ast.AST, *names: str) -> ast.keyword | None:
    """The keyword argument of a call that has one of these names."""
    if not isinstance(node, ast.Call):
        return None
    return next((keyword for keyword in node.keywords if keyword.arg in names), None)


def _replace(code: Code, node: ast.expr, text: str) -> Edit:
    return ((*code.span(node), text),)


def _rename(code: Code, function: ast.expr, name: str) -> Edit:
    """Give a dotted name another last part."""
    _, end = code.span(function)
    return ((end - len(name_of(function)), end, name),)


def _drop_keywords(code: Code, call: ast.Call, *names: str) -> Edit:
    """Leave out keyword arguments, each with the comma before it, or else with the one behind."""
    splices = []
    arguments = sorted(code.span(argument) for argument in [*call.args, *call.keywords])
    for keyword in call.keywords:
        if keyword.arg not in names:
            continue
        start, end = code.span(keyword)
        earlier = [stop for _, stop in arguments if stop <= start]
        later = [begin for begin, _ in arguments if begin >= end]
        if earlier:
            splices.append((earlier[-1], end, ""))
        else:
            splices.append((start, later[0] if later else end, ""))
    return tuple(splices)


def _sides(code: Code, node: ast.BinOp) -> tuple[int, str, str] | None:
    """Where the operator sign is, and the operands as texts with the parentheses they have."""
    symbol = _SYMBOLS.get(type(node.op))
    start, end = code.span(node)
    gap_start, gap_end = code.span(node.left)[1], code.span(node.right)[0]
    gap = code.text[gap_start:gap_end]
    if symbol is None or "#" in gap or "\n" in gap:
        return None
    sign = gap_start + gap.index(symbol)
    return sign, code.text[start:sign].rstrip(), code.text[sign + 1 : end].lstrip()


def _swap_sides(code: Code, node: ast.BinOp) -> Iterator[Edit]:
    """Exchange the operands, with parentheses where the sign binds no tighter than they do."""
    sides = _sides(code, node)
    if sides is None or ast.dump(node.left) == ast.dump(node.right):
        return
    sign, left, right = sides
    start, end = code.span(node)
    if left == code.segment(node.left):  # it has no parentheses yet
        left = code.operand(node.left)
    between = code.text[start:end][len(sides[1]) : end - start - len(right)]
    assert sign >= start
    yield ((start, end, f"{right}{between}{left}"),)


@_operator
def drop_transpose(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`W.T`, `W.t()`, `W.mT`, `W.transpose(0, 1)` become `W`."""
    if isinstance(node, ast.Attribute) and node.attr in {"T", "mT", "H", "mH"}:
        yield _replace(code, node, code.operand(node.value))
    if isinstance(node, ast.Call) and name_of(node.func) in {"t", "transpose", "swapaxes"}:
        argument = _argument(node)
        if argument is not None:
            yield _replace(code, node, code.operand(argument))


@_operator
def other_function(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`sum` and `mean`, `max` and `min`, `zeros` and `ones` take each other's place."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        other = _OTHER_NAME.get(node.func.attr)
        if other is not None:
            yield _rename(code, node.func, other)


@_operator
def other_dim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`dim=0` becomes `dim=1`, and the reverse."""
    keyword = _keyword(node, "dim", "axis")
    if keyword is not None and _is_integer(keyword.value):
        yield _replace(code, keyword.value, "1" if ast.unparse(keyword.value) == "0" else "0")


@_operator
def drop_dim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.sum(dim=0, keepdim=True)` becomes `x.sum()`."""
    if isinstance(node, ast.Call) and _keyword(node, "dim", "axis") is not None:
        yield _drop_keywords(code, node, "dim", "axis", "keepdim", "keepdims")


@_operator
def drop_keepdim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.sum(dim=0, keepdim=True)` becomes `x.sum(dim=0)`."""
    if isinstance(node, ast.Call) and _keyword(node, "keepdim", "keepdims") is not None:
        yield _drop_keywords(code, node, "keepdim", "keepdims")


@_operator
def drop_activation(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`torch.relu(z)` becomes `z`; `nn.ReLU()` becomes `nn.Identity()`."""
    if not isinstance(node, ast.Call):
        return
    argument = _argument(node)
    if name_of(node.func) in _ACTIVATIONS and argument is not None:
        yield _replace(code, node, code.operand(argument))
    if isinstance(node.func, ast.Attribute) and node.func.attr in _ACTIVATION_MODULES:
        yield _rename(code, node.func, "Identity")


@_operator
def other_activation(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`torch.relu(z)` becomes `torch.sigmoid(z)`, and the reverse; `nn.ReLU()` likewise."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        other = _OTHER_ACTIVATION.get(node.func.attr)
        if other is not None:
            yield _rename(code, node.func, other)


@_operator
def drop_bias(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`nn.Linear(3, 4)` becomes `nn.Linear(3, 4, bias=False)`."""
    if isinstance(node, ast.Call) and name_of(node.func) in _WITH_BIAS and len(node.args) >= 2:
        if len(node.args) == 2 + (name_of(node.func) != "Linear") and not node.keywords:
            _, end = code.span(node.args[-1])
            yield ((end, end, ", bias=False"),)


@_operator
def widen_hidden_layer(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`nn.Linear(3, 4)` and the `nn.Linear(4, 2)` behind it get a hidden width of 5."""
    layers = code.linear_layers
    if node in layers[:-1] and isinstance(node, ast.Call):
        width, entry = node.args[1], layers[layers.index(node) + 1].args[0]
        if code.segment(width) == code.segment(entry):
            wider = str(int(code.segment(width)) + 1)
            yield _replace(code, width, wider) + _replace(code, entry, wider)


@_operator
def swap_layer_sizes(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`nn.Linear(3, 4)` becomes `nn.Linear(4, 3)`."""
    if isinstance(node, ast.Call) and node in code.linear_layers:
        before, after = node.args[:2]
        yield _replace(code, before, code.segment(after)) + _replace(
            code, after, code.segment(before)
        )


@_operator
def drop_training_call(code: Code, node: ast.AST) -> Iterator[Edit]:
    """A statement such as `optimizer.zero_grad()`, `loss.backward()`, `w.grad.zero_()` goes."""
    if isinstance(node, ast.stmt) and is_call_statement(node, _TRAINING_CALLS):
        yield delete_statement(code, node)


@_operator
def drop_detach(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.detach()` becomes `x`; so does `x.clone()`."""
    if isinstance(node, ast.Call) and name_of(node.func) in {"detach", "clone"}:
        argument = _argument(node)
        if argument is not None:
            yield _replace(code, node, code.operand(argument))

"""Slips that students make in PyTorch code, as small edits to a correct text."""

import ast
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from autograder.verify.edits import (
    Code,
    Edit,
    Operators,
    argument_spans,
    delete_statement,
    drop_keywords,
    is_number,
    name_of,
    replace,
)

_MODULES = {"torch", "nn", "F", "functional", "np", "numpy"}  # x.relu() is no function of these
_PAIRS = {"sum": "mean", "max": "min", "argmax": "argmin", "zeros": "ones"}
_OTHER_NAME = _PAIRS | {two: one for one, two in _PAIRS.items()}
_OTHER_ACTIVATION = {"relu": "sigmoid", "sigmoid": "relu", "tanh": "sigmoid"}
_OTHER_ACTIVATION |= {"ReLU": "Sigmoid", "Sigmoid": "ReLU", "Tanh": "Sigmoid"}
_ACTIVATIONS = {"relu", "sigmoid", "tanh", "softmax", "log_softmax", "leaky_relu", "gelu"}
_ACTIVATION_MODULES = {"ReLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "LeakyReLU", "GELU"}
_WITH_BIAS = {"Linear", "Conv1d", "Conv2d", "Conv3d"}
_TRAINING_CALLS = {"zero_grad", "step", "backward", "zero_", "detach_", "eval", "train"}
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_OTHER_UPDATE = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}
_NO_GRAD = {"no_grad", "inference_mode"}
_TEXTS = (ast.Constant, ast.JoinedStr)
_OTHER_DIM = {"0": "1", "1": "0", "-1": "0", "-2": "-1"}

OPERATORS = Operators()


def _has_storage(sign: ast.operator, value: ast.expr) -> bool:
    """Whether `x += value` can change a tensor in place, where `x = x + value` makes a new one.

    Tensors have no `@=` of their own, and a plain number is mostly added to a plain number.
    """
    item = isinstance(value, ast.Call) and name_of(value.func) in {"item", "len"}
    return type(sign) in _OTHER_UPDATE and not item and not is_number(value)


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


def _sizes(code: Code, node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """The sizes of `nn.Linear(3, 4)`, where they are written out."""
    match node:
        case ast.Call(func=function, args=[before, after, *_]) if name_of(function) == "Linear":
            written = code.segment(before).isdigit() and code.segment(after).isdigit()
            return (before, after) if written else None
    return None


def _exchange(code: Code, one: ast.expr, two: ast.expr) -> Edit:
    return replace(code, one, code.segment(two)) + replace(code, two, code.segment(one))


def _rename(code: Code, node: ast.AST, names: dict[str, str]) -> Iterator[Edit]:
    """Call another function of a module or tensor: the new name by the old one."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) if name in names:
            _, end = code.span(node.func)
            yield ((end - len(name), end, names[name]),)


def _unwrap(code: Code, node: ast.AST, names: set[str]) -> Iterator[Edit]:
    """Leave out a call of one of these functions, but not what it works on."""
    if isinstance(node, ast.Call) and name_of(node.func) in names:
        argument = _argument(node)
        if argument is not None:
            yield replace(code, node, code.operand(argument))


def _drop_call(code: Code, node: ast.AST, names: set[str]) -> Iterator[Edit]:
    """Leave out a statement that does nothing but call one of these functions."""
    match node:
        case ast.Expr(value=ast.Call(func=function)) if name_of(function) in names:
            yield delete_statement(code, node)


def _swap_sides(code: Code, node: ast.AST, sign: type[ast.operator]) -> Iterator[Edit]:
    """Exchange the operands of a sign."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, sign):
        return
    sides = code.sides(node)
    if sides is not None and ast.dump(node.left) != ast.dump(node.right):
        left, gap, right = sides
        if left == code.segment(node.left):  # no parentheses yet; to the right it may need them
            left = code.operand(node.left)
        yield replace(code, node, f"{right}{gap}{left}")


@OPERATORS.add
def drop_transpose(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`W.T`, `W.t()`, `W.mT`, `W.transpose(0, 1)` become `W`."""
    if isinstance(node, ast.Attribute) and node.attr in {"T", "mT", "H", "mH"}:
        yield replace(code, node, code.operand(node.value))
    yield from _unwrap(code, node, {"t", "transpose", "swapaxes"})


@OPERATORS.add
def other_function(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`sum` and `mean`, `max` and `min`, `zeros` and `ones` take each other's place."""
    yield from _rename(code, node, _OTHER_NAME)


@OPERATORS.add
def other_dim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`dim=0` becomes `dim=1`, and the reverse."""
    keyword = _keyword(node, "dim", "axis")
    if keyword is not None and (other := _OTHER_DIM.get(ast.unparse(keyword.value))):
        yield replace(code, keyword.value, other)


@OPERATORS.add
def drop_dim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.sum(dim=0, keepdim=True)` becomes `x.sum()`."""
    if _keyword(node, "dim", "axis") is not None:
        yield from drop_keywords(code, node, "dim", "axis", "keepdim", "keepdims")


@OPERATORS.add
def drop_keepdim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.sum(dim=0, keepdim=True)` becomes `x.sum(dim=0)`."""
    yield from drop_keywords(code, node, "keepdim", "keepdims")


@OPERATORS.add
def drop_activation(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`torch.relu(z)` becomes `z`; `nn.ReLU()` becomes `nn.Identity()`."""
    yield from _unwrap(code, node, _ACTIVATIONS)
    yield from _rename(code, node, dict.fromkeys(_ACTIVATION_MODULES, "Identity"))


@OPERATORS.add
def other_activation(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`torch.relu(z)` becomes `torch.sigmoid(z)`, and the reverse; `nn.ReLU()` likewise."""
    yield from _rename(code, node, _OTHER_ACTIVATION)


@OPERATORS.add
def drop_bias(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`nn.Linear(3, 4)` becomes `nn.Linear(3, 4, bias=False)`."""
    if not isinstance(node, ast.Call) or name_of(node.func) not in _WITH_BIAS:
        return
    if 0 < len(node.args) < 4 and _keyword(node, "bias") is None:
        _, end = argument_spans(code, node)[-1]
        yield ((end, end, ", bias=False"),)


@OPERATORS.add
def widen_hidden_layer(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`nn.Linear(3, 4)` and the `nn.Linear(4, 2)` behind it get a hidden width of 5."""
    if (sizes := _sizes(code, node)) is None:
        return
    width = sizes[1]
    layers = [layer for other in ast.walk(code.tree) if (layer := _sizes(code, other))]
    entries = [entry for entry, _ in layers if code.span(entry) > code.span(width)]
    if entries and code.segment(width) == code.segment(entry := min(entries, key=code.span)):
        wider = str(int(code.segment(width)) + 1)
        yield replace(code, width, wider) + replace(code, entry, wider)


@OPERATORS.add
def swap_layer_sizes(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`nn.Linear(3, 4)` becomes `nn.Linear(4, 3)`."""
    if sizes := _sizes(code, node):
        yield _exchange(code, *sizes)


@OPERATORS.add
def drop_training_call(code: Code, node: ast.AST) -> Iterator[Edit]:
    """A statement such as `optimizer.zero_grad()`, `loss.backward()`, `w.grad.zero_()` goes."""
    yield from _drop_call(code, node, _TRAINING_CALLS)


@OPERATORS.add
def drop_detach(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.detach()` becomes `x`; so does `x.clone()`."""
    yield from _unwrap(code, node, {"detach", "clone"})


@OPERATORS.add
def drop_no_grad(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`with torch.no_grad():` goes, and its body moves to the left."""
    if not isinstance(node, ast.With) or len(node.items) != 1:
        return
    manager, last = node.items[0].context_expr, node.end_lineno or node.lineno
    if not isinstance(manager, ast.Call) or name_of(manager.func) not in _NO_GRAD:
        return
    if node.body[0].lineno == node.lineno:
        yield ((code.span(node)[0], code.span(node.body[0])[0], ""),)
    # A text of several lines would change with its indentation.
    elif not any(isinstance(n, _TEXTS) and n.end_lineno != n.lineno for n in ast.walk(node)):
        lines = code.lines[manager.end_lineno : last]
        body = textwrap.indent(textwrap.dedent("\n".join(lines)), " " * node.col_offset)
        yield ((code.line_starts[node.lineno - 1], code.line_starts[last] - 1, body),)


@OPERATORS.add
def swap_matmul(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a @ b` becomes `b @ a`."""
    yield from _swap_sides(code, node, ast.MatMult)


@OPERATORS.add
def swap_difference(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a - b` becomes `b - a`."""
    yield from _swap_sides(code, node, ast.Sub)


@OPERATORS.add
def other_product(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a @ b` becomes `a * b`, and the reverse unless one of them is a number."""
    if not isinstance(node, ast.BinOp) or is_number(node.left) or is_number(node.right):
        return
    sides = code.sides(node)
    if sides is not None and isinstance(node.op, ast.MatMult | ast.Mult):
        left, sign, right = sides
        other = sign.replace("@", "*") if "@" in sign else sign.replace("*", "@")
        yield replace(code, node, f"{left}{other}{right}")


@OPERATORS.add
def drop_operand(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a + b`, `a * b` become `a` or `b`; `a - b`, `a / b`, `a ** b` become `a`; `1 - y`, `y`."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, _ARITHMETIC):
        return
    sides = code.sides(node)
    if sides is None:
        return
    left, _, right = sides
    if not is_number(node.left):
        yield replace(code, node, left)
    commutes = isinstance(node.op, ast.Add | ast.Mult)
    if not is_number(node.right) and (commutes or is_number(node.left)):
        yield replace(code, node, right)


@OPERATORS.add
def scale_number(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`0.05` becomes `0.1` or `0.025`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield replace(code, node, repr(node.value * 2))
        yield replace(code, node, repr(node.value / 2))


@OPERATORS.add
def other_update(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`w -= step` becomes `w += step`, `w *= a` becomes `w /= a`, and the reverse."""
    if isinstance(node, ast.AugAssign) and type(node.op) in _OTHER_UPDATE:
        sign = code.sign(node.target, node.value)
        if sign is not None:
            yield ((*sign, _OTHER_UPDATE[type(node.op)]),)


@OPERATORS.add
def in_place(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`w = w - step` becomes `w -= step`, which changes every other name of the tensor, too."""
    match node:
        case ast.Assign(targets=[target], value=ast.BinOp() as value):
            sides = code.sides(value)
            if sides and sides[0] == code.segment(target) and _has_storage(value.op, value.right):
                left, sign, right = sides
                yield replace(code, node, f"{left} {sign.strip()}= {right}")


@OPERATORS.add
def out_of_place(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`w -= step` becomes `w = w - step`, which makes a new tensor."""
    if isinstance(node, ast.AugAssign) and _has_storage(node.op, node.value):
        target, value = code.segment(node.target), code.operand(node.value)
        place = code.sign(node.target, node.value)
        if place is not None:
            sign = code.text[slice(*place)].removesuffix("=")
            yield replace(code, node, f"{target} = {target} {sign} {value}")


@OPERATORS.add
def swap_returned(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`return a, b` becomes `return b, a`."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield from (_exchange(code, one, two) for one, two in pairwise(node.value.elts))


@OPERATORS.add
def return_none(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`return y` becomes `return None`."""
    if isinstance(node, ast.Return) and node.value is not None:
        yield replace(code, node.value, "None")


@OPERATORS.add
def drop_super_init(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`super().__init__()` goes."""
    yield from _drop_call(code, node, {"__init__"})


@OPERATORS.add
def drop_statement(code: Code, node: ast.AST) -> Iterator[Edit]:
    """An assignment or a call on a line of its own goes."""
    declaration = isinstance(node, ast.AnnAssign) and node.value is None
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr) and not declaration:
        yield delete_statement(code, node)

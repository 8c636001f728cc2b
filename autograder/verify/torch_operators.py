"""Slips that students make in PyTorch code, as small edits to a correct text."""

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise

from autograder.verify.edits import (
    Code,
    Edit,
    argument_spans,
    delete_statement,
    drop_keywords,
    is_call_statement,
    name_of,
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
_OTHER_UPDATE = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}
_NO_GRAD = {"no_grad", "inference_mode"}
_TEXTS = (ast.Constant, ast.JoinedStr)
_OTHER_DIM = {"0": "1", "1": "0", "-1": "0", "-2": "-1"}

Operator = Callable[[Code, ast.AST], Iterator[Edit]]
OPERATORS: dict[str, Operator] = {}


def _operator(function: Operator) -> Operator:
    """List a function as the operator of its name, written in kebab case."""
    OPERATORS[function.__name__.replace("_", "-")] = function
    return function


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _has_storage(sign: ast.operator, value: ast.expr) -> bool:
    """Whether `x += value` can change a tensor in place, where `x = x + value` makes a new one.

    Tensors have no `@=` of their own, and a plain number is mostly added to a plain number.
    """
    item = isinstance(value, ast.Call) and name_of(value.func) in {"item", "len"}
    return type(sign) in _OTHER_UPDATE and not item and not _is_number(value)


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


def _swap_sides(code: Code, node: ast.BinOp) -> Iterator[Edit]:
    """Exchange the operands."""
    sides = code.sides(node)
    if sides is not None and ast.dump(node.left) != ast.dump(node.right):
        left, sign, right = sides
        if left == code.segment(node.left):  # no parentheses yet; to the right it may need them
            left = code.operand(node.left)
        yield _replace(code, node, f"{right}{sign}{left}")


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
    if keyword is not None and (other := _OTHER_DIM.get(ast.unparse(keyword.value))):
        yield _replace(code, keyword.value, other)


@_operator
def drop_dim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.sum(dim=0, keepdim=True)` becomes `x.sum()`."""
    if isinstance(node, ast.Call) and _keyword(node, "dim", "axis") is not None:
        yield drop_keywords(code, node, "dim", "axis", "keepdim", "keepdims")


@_operator
def drop_keepdim(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`x.sum(dim=0, keepdim=True)` becomes `x.sum(dim=0)`."""
    if isinstance(node, ast.Call) and _keyword(node, "keepdim", "keepdims") is not None:
        yield drop_keywords(code, node, "keepdim", "keepdims")


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
    if not isinstance(node, ast.Call) or name_of(node.func) not in _WITH_BIAS:
        return
    if 0 < len(node.args) < 4 and _keyword(node, "bias") is None:
        _, end = argument_spans(code, node)[-1]
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


@_operator
def drop_no_grad(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`with torch.no_grad():` goes, and its body moves to the left."""
    if not isinstance(node, ast.With) or len(node.items) != 1:
        return
    manager = node.items[0].context_expr
    if not isinstance(manager, ast.Call) or name_of(manager.func) not in _NO_GRAD:
        return
    start, first = code.span(node)[0], node.body[0]
    if first.lineno == node.lineno:
        yield ((start, code.span(first)[0], ""),)
        return
    # A text of several lines would change with its indentation.
    if any(isinstance(part, _TEXTS) and part.end_lineno != part.lineno for part in ast.walk(node)):
        return
    assert manager.end_lineno is not None
    assert node.end_lineno is not None
    splices = [(code.line_starts[node.lineno - 1], code.line_starts[manager.end_lineno], "")]
    for number in range(manager.end_lineno, node.end_lineno):
        begin, line = code.line_starts[number], code.lines[number]
        indent = len(line) - len(line.lstrip())
        left = max(indent - (first.col_offset - node.col_offset), 0)
        splices.append((begin, begin + indent, line[:left]))
    yield tuple(splices)


@_operator
def swap_matmul(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a @ b` becomes `b @ a`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield from _swap_sides(code, node)


@_operator
def swap_difference(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a - b` becomes `b - a`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield from _swap_sides(code, node)


@_operator
def other_product(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a @ b` becomes `a * b`, and the reverse unless one of them is a number."""
    if not isinstance(node, ast.BinOp) or _is_number(node.left) or _is_number(node.right):
        return
    sides = code.sides(node)
    if sides is not None and isinstance(node.op, ast.MatMult | ast.Mult):
        left, sign, right = sides
        other = sign.replace("@", "*") if "@" in sign else sign.replace("*", "@")
        yield _replace(code, node, f"{left}{other}{right}")


@_operator
def drop_operand(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a + b`, `a * b` become `a` or `b`; `a - b`, `a / b`, `a ** b` become `a`; `1 - y`, `y`."""
    sides = code.sides(node) if isinstance(node, ast.BinOp) else None
    if sides is None or not isinstance(node, ast.BinOp) or isinstance(node.op, ast.MatMult):
        return
    left, _, right = sides
    if not _is_number(node.left):
        yield _replace(code, node, left)
    commutes = isinstance(node.op, ast.Add | ast.Mult)
    if not _is_number(node.right) and (commutes or _is_number(node.left)):
        yield _replace(code, node, right)


@_operator
def scale_number(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`0.05` becomes `0.1` or `0.025`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield _replace(code, node, repr(node.value * 2))
        yield _replace(code, node, repr(node.value / 2))


@_operator
def other_update(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`w -= step` becomes `w += step`, `w *= a` becomes `w /= a`, and the reverse."""
    if isinstance(node, ast.AugAssign) and type(node.op) in _OTHER_UPDATE:
        gap_start, gap_end = code.span(node.target)[1], code.span(node.value)[0]
        sign = gap_start + code.text[gap_start:gap_end].index("=") - 1
        yield ((sign, sign + 2, _OTHER_UPDATE[type(node.op)]),)


@_operator
def in_place(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`w = w - step` becomes `w -= step`, which changes every other name of the tensor, too."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp):
        return
    sides = code.sides(node.value)
    if sides is None or len(node.targets) != 1 or not _has_storage(node.value.op, node.value.right):
        return
    target, (left, sign, right) = code.segment(node.targets[0]), sides
    if target == left:
        yield ((*code.span(node), f"{target} {sign.strip()}= {right}"),)


@_operator
def out_of_place(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`w -= step` becomes `w = w - step`, which makes a new tensor."""
    if isinstance(node, ast.AugAssign) and _has_storage(node.op, node.value):
        target, value = code.segment(node.target), code.operand(node.value)
        start, end = code.span(node.target)[1], code.span(node.value)[0]
        sign = code.text[start:end].strip().split("=")[0]
        yield ((*code.span(node), f"{target} = {target} {sign} {value}"),)


@_operator
def swap_returned(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`return a, b` becomes `return b, a`."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        for one, two in pairwise(node.value.elts):
            yield _replace(code, one, code.segment(two)) + _replace(code, two, code.segment(one))


@_operator
def return_none(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`return y` becomes `return None`."""
    if isinstance(node, ast.Return) and node.value is not None:
        yield _replace(code, node.value, "None")


@_operator
def drop_super_init(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`super().__init__()` goes."""
    if isinstance(node, ast.stmt) and is_call_statement(node, {"__init__"}):
        yield delete_statement(code, node)


@_operator
def drop_statement(code: Code, node: ast.AST) -> Iterator[Edit]:
    """An assignment or a call on a line of its own goes."""
    declaration = isinstance(node, ast.AnnAssign) and node.value is None
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr) and not declaration:
        yield delete_statement(code, node)

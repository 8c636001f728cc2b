"""What a finding becomes as text to paste: a hidden test, a misconception, an accepted variant."""

import re
import textwrap
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.errors import CourseError
from autograder.insight.audit.calls import Call
from autograder.insight.declare import declaration
from autograder.insight.examples import example
from autograder.insight.found import Draft, UnknownMistake
from autograder.insight.suggest import suggest
from autograder.release.declared_edits import Bases

MOST_WRITTEN = 400
"""Numbers of inputs that are written out; who has a larger call has to draw them."""
_FILL_IN = "say what is wrong with it"
_HEAD = '''""" # BEGIN TEST CONFIG
hidden: true
"""  # END TEST CONFIG


'''
_STARTS = """\
from autograder.checks import check_like_reference, reference_names

def starts({name}):
    import torch

    torch.manual_seed(0)
    found = {{}}
    for _ in range(500):
        for parameter in {name}({inside}).parameters():
            numbers = parameter.detach().reshape(-1)
            name = f"the spread of new parameters of shape {{tuple(parameter.shape)}}"
            found.setdefault(name, []).append(numbers)
    return {{name: float(torch.cat(several).std()) for name, several in found.items()}}

check_like_reference(env, starts, reference=reference_names(), rtol=0.25)"""


def called(call: Call) -> str:
    """Return a call in a line, as one would write it, with tensors by their shapes."""
    text = call.name
    if call.made is not None:
        text += _in_brackets(call.made[0], call.made[1])
    for method, given, named in call.steps:
        text += f"{'.' if method else ''}{method}{_in_brackets(given, named)}"
    bound = ", ".join(f"{name} {_short(value)}" for name, value in call.globals.items())
    return f"{text}, with {bound}" if bound else text


def _in_brackets(given: Sequence[Any], named: dict[str, Any]) -> str:
    parts = [*map(_short, given), *(f"{name}={_short(one)}" for name, one in named.items())]
    return f"({', '.join(parts)})"


def _short(value: Any) -> str:
    if isinstance(value, Tensor | np.ndarray):
        kind = "tensor" if isinstance(value, Tensor) else "array"
        flat = [float(one) for one in torch.as_tensor(value).detach().reshape(-1)[:5]]
        if value.ndim == 0:
            return f"{kind}({flat[0]:.4g})"
        more = ", ..." if len(value.reshape(-1)) > len(flat) else ""
        numbers = ", ".join(f"{one:.4g}" for one in flat)
        return f"{kind} of shape {tuple(value.shape)} [{numbers}{more}]"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_short, value[:6]))}{', ...' if len(value) > 6 else ''}]"
    return repr(value)[:60]


def literal(value: Any) -> str:
    """Return plain data as Python."""
    match value:
        case Tensor():
            kind = str(value.dtype)
            numbers = _numbers(value.detach().tolist())
            made = f"torch.tensor({numbers}" + (
                "" if kind == "torch.float32" else f", dtype={kind}"
            )
            if value.numel() == 0:
                return f"torch.zeros({tuple(value.shape)}, dtype={kind})"
            return f"{made}, requires_grad=True)" if value.requires_grad else f"{made})"
        case np.ndarray():
            return f"np.array({_numbers(value.tolist())}, dtype=np.{value.dtype})"
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case tuple():
            inside = ", ".join(map(literal, value))
            return f"({inside},)" if len(value) == 1 else f"({inside})"
        case dict():
            return f"{{{', '.join(f'{key!r}: {literal(one)}' for key, one in value.items())}}}"
    return repr(value)


def _numbers(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_numbers, value))}]"
    return repr(float(f"{value:.6g}")) if isinstance(value, float) else repr(value)


def hidden_test(call: Call, part: str) -> str:
    """Return a cell with a hidden test that compares a call with the solution's.

    Args:
        part: what of it differs; see ``parts_otherwise``.

    Returns:
        "" for a call with too many numbers to write out.
    """
    if call.size > MOST_WRITTEN:
        return ""
    name = f"test_{call.name}_does_as_the_solution_does"
    if call.how:
        name += f"_for_{call.how}"
    elif part in ("arguments", "globals"):
        name = f"test_{call.name}_leaves_what_it_is_given"
    name = re.sub(r"\W+", "_", name).lower()
    body = _module_test(call, part) if call.made is not None else _function_test(call, part)
    outside = body.partition("def call(")[0] + body.rpartition("}\n\n")[2]
    return f"{_HEAD}def {name}(env):\n{_imports(outside)}{body}"


def _imports(code: str) -> str:
    """Return the lines, indented, that import what code needs."""
    libraries = {"np.": "import numpy as np", "torch.": "import torch"}
    return "".join(f"    {line}\n" for word, line in libraries.items() if word in code)


def _function_test(call: Call, part: str) -> str:
    """Return the body of a test of a function, or of a value."""
    if not call.steps:
        return textwrap.indent(
            "from autograder.checks import check_like_reference, reference_names\n\n"
            f"def value({call.name}):\n"
            f'    return {{"{call.name}": {call.name}}}\n\n'
            "check_like_reference(env, value, reference=reference_names())",
            "    ",
        )
    ((_, given, named),) = call.steps
    places = {f"given_{number}": one for number, one in enumerate(given, 1)}
    by_name = {f"given_{key}": one for key, one in named.items()}
    inside = ", ".join([*places, *(f"{key[6:]}={key}" for key in by_name)])
    parameters = ", ".join([call.name, *places, *by_name])
    lines, returned = [f"result = {call.name}({inside})"], {"the result": "result"}
    tensors = [key for key, one in places.items() if isinstance(one, Tensor | np.ndarray)]
    match part:
        case "arguments":
            returned = {f"argument {key[6:]} after the call": key for key in tensors}
        case "globals":
            lines.append("after = {name: env[name] for name in names}")
            returned = {"the variables after the call": "after"}
            parameters = f"env, names, {parameters}"
        case "again":
            lines.append(f"again = {call.name}({inside})")
            returned = {"the result of a second call": "again"}
        case "gradients":
            floats = [f"given_{place + 1}" for place in call.differentiable]
            lines = [f"{key}.requires_grad_()" for key in floats] + lines
            lines += [
                "parts = result if isinstance(result, (list, tuple)) else [result]",
                "total = 0",
                "for part in parts:  # weighted, so that nothing cancels out",
                "    weights = torch.cos(torch.arange(part.numel()) + 1.0).reshape(part.shape)",
                "    total = total + (part * weights).sum()",
                "total.backward()",
            ]
            lines.insert(0, "import torch")
            returned = {f"the gradient of argument {key[6:]}": f"{key}.grad" for key in floats}
        case "kind":
            lines.append('kind = str(getattr(result, "dtype", type(result).__name__))')
            returned = {"the type of the result": "kind"}
    answer = ", ".join(f'"{key}": {value}' for key, value in returned.items())
    probe = "\n".join([f"def call({parameters}):", *(f"    {line}" for line in lines)])
    case = "\n".join(f'    "{k}": {literal(one)},' for k, one in {**places, **by_name}.items())
    if part == "globals":
        case += f'\n    "names": {list(call.globals)!r},'
    checks = ["check_like_reference", "reference_names"]
    run = "check_like_reference(env, call, reference=names, cases=[case])"
    text = f"{probe}\n    return {{{answer}}}\n\nnames = reference_names()\ncase = {{\n{case}\n}}\n"
    if call.globals:
        checks.insert(0, "bound")
        values = "\n".join(f'    "{key}": {literal(one)},' for key, one in call.globals.items())
        text += f"variables = {{\n{values}\n}}\n"
        run = f"with bound(env, **variables), bound(names, **variables):\n    {run}"
    text = f"from autograder.checks import {', '.join(checks)}\n\n{text}{run}"
    return textwrap.indent(text, "    ")


def _module_test(call: Call, part: str) -> str:
    """Return the body of a test of a class."""
    assert call.made is not None
    given, named = call.made
    inside = ", ".join([*map(literal, given), *(f"{k}={literal(v)}" for k, v in named.items())])
    arguments = f", arguments={literal(list(given))}" if given else ""
    if part == "alike":
        return (
            "    from autograder.checks import check_fresh_initialisation\n\n"
            f'    check_fresh_initialisation(env, "{call.name}"{arguments})'
        )
    if part == "starts":
        return textwrap.indent(_STARTS.format(name=call.name, inside=inside), "    ")
    is_call = call.steps and all(not method for method, *_ in call.steps) and not named
    if is_call and part in ("result", "shape", "raises"):
        inputs = ", ".join(
            literal(one[0]) if len(one) == 1 else literal(tuple(one)) for _, one, _ in call.steps
        )
        return textwrap.indent(
            "from autograder.checks import check_module, reference_names\n\n"
            f'right = reference_names()["{call.name}"]({inside})\n'
            f'check_module(env, "{call.name}", right, inputs=[{inputs}]{arguments})',
            "    ",
        )
    lines = [f"one = {call.name}({inside})"]
    for number, (method, args, more) in enumerate(call.steps, 1):
        dot = f".{method}" if method else ""
        parts = [*map(literal, args), *(f"{key}={literal(one)}" for key, one in more.items())]
        lines.append(f"result_{number} = one{dot}({', '.join(parts)})")
    answer = {
        "parameters": '"shapes of parameters": sorted(list(p.shape) for p in one.parameters())',
        "training": '"training mode": one.training',
    }.get(part) or ", ".join(f'"step {n}": result_{n}' for n in range(1, len(call.steps) + 1))
    if part in ("parameters", "training"):
        lines = lines[:1]
    code = "\n".join(f"    {line}" for line in lines)
    return textwrap.indent(
        "from autograder.checks import check_like_reference, reference_names\n\n"
        f"def call({call.name}):\n{_imports(code)}{code}\n    return {{{answer}}}\n\n"
        "check_like_reference(env, call, reference=reference_names())",
        "    ",
    )


def misconception_of(question: str, code: str, names: Collection[str], bases: Bases | None) -> str:
    """Return the draft of a misconception that does what an example does; "" where none can be."""
    code = example(code, names) or code
    mistake = UnknownMistake("", question, (), (), (), "", "", "", code, "", ())
    try:
        draft = suggest(mistake, names, bases)
        titled = Draft(
            draft.question, _FILL_IN, "a nudge for the student", draft.code, draft.name, "",
            draft.cell,
        )  # fmt: skip
        return declaration(titled)
    except (CourseError, SyntaxError, ValueError, RecursionError):
        return ""


def accepted_of(question: str, code: str, names: Collection[str]) -> str:
    """Return the draft of an accepted variant that is an example; "" where none can be."""
    text = misconception_of(question, code, names, None)
    if not text:
        return ""
    _, _, definition = text.partition("\n)\n")
    return f'@accepted("{question}")\n' + definition.replace(_FILL_IN, "say how it is done", 1)

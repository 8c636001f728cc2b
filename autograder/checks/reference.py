"""The reference solution, for tests that compare with it and for misconceptions that build on it.

It is the module that a build extracts from the master's own solutions. Only the grading process
has it; where plain Otter runs the tests, it lies beside them.
"""

import __future__

import ast
import dis
import functools
import types
from collections import UserDict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import torch

from autograder.checks.session import current
from autograder.errors import CourseError, ReferenceNameError
from autograder.files import working_among
from autograder.release_format import LEFT_OUT, REFERENCE


class ReferenceNames(UserDict[str, Any]):
    """The reference solution's names; one that it lacks is answered with the reason.

    Args:
        names: the names, the globals of the reference's own functions: they see what is changed.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__()
        self.data = names

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, without looking for the reason where there is none."""
        return self.data.get(name, default)

    def __missing__(self, name: str) -> Any:
        raise ReferenceNameError(self.why_missing(name))

    def why_missing(self, name: str) -> str:
        """Return why there is no such name, and which there are, in one line."""
        reasons: dict[str, str] = self.data.get(LEFT_OUT, {})
        there = sorted(
            known
            for known, value in self.data.items()
            if known[:1] != "_" and not isinstance(value, types.ModuleType)
        )
        near = get_close_matches(name, [*there, *reasons], 1)
        why = reasons.get(name) or "no cell of the master makes it"
        if name not in reasons and near:
            why += f"; did you mean {near[0]}?"
        return (
            f"the reference has no {name}: {why.rstrip('.')}"
            f"{'' if why.endswith('?') else '.'} It has {', '.join(there) or 'no names'}"
        )


def _find_source() -> str:
    """Return the source: the session's, or from the folder that Otter unpacked the zip into.

    Raises:
        CourseError: there is none.
    """
    source = current().reference
    if source is not None:
        return source
    for folder in (Path.cwd(), *Path.cwd().parents):
        for path in (folder / REFERENCE, folder / "source" / REFERENCE):
            if path.is_file():
                return path.read_text(encoding="utf-8")
    raise CourseError(f"there is no {REFERENCE} beside the tests; use a zip of `autograder build`")


def reference_names() -> ReferenceNames:
    """Return the reference solution's names, made anew, as the globals of its functions.

    The files that come with the notebook lie beside it meanwhile. Random numbers drawn on the way
    leave PyTorch's generator as it was. A statement that cannot be run is left out: asking for what
    it would have made says so.

    Raises:
        CourseError: there is no reference.
        ReferenceNameError: later, when a name is asked for that it lacks.
    """
    names = types.ModuleType("reference").__dict__
    failed: dict[str, str] = {}
    with working_among(current().files), torch.random.fork_rng(devices=[]):
        for code, cell in _compiled(_find_source()):
            try:
                exec(code, names)
            except Exception as error:
                why = f"{cell} fails in the reference with {type(error).__name__}: {error}"
                steps = dis.get_instructions(code)
                failed |= {s.argval: why for s in steps if s.opname == "STORE_NAME"}
    if failed := {name: why for name, why in failed.items() if name not in names}:
        names[LEFT_OUT] = {**names.get(LEFT_OUT, {}), **failed}
    return ReferenceNames(names)


@functools.lru_cache(maxsize=1)
def _compiled(source: str) -> list[tuple[types.CodeType, str]]:
    """Return the code of each statement, and which cell it is from."""
    lines, statements = source.splitlines(), ast.parse(source).body
    flags = 0  # what one statement asks of the compiler holds for all, as in a file
    for node in statements:
        if isinstance(node, ast.ImportFrom) and node.module == __future__.__name__:
            for alias in node.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    made, cell = [], "a cell"
    for before, node in zip(
        [0, *(n.end_lineno or 0 for n in statements)], statements, strict=False
    ):
        for line in lines[before : node.lineno]:
            cell = line[2:] if line.startswith("# cell ") else cell
        code = compile(ast.Module([node], []), REFERENCE, "exec", flags, dont_inherit=True)
        made.append((code, cell))
    return made

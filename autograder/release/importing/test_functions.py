"""Turn a test cell of nbgrader, a piece of a script, into test functions with arguments."""

import ast
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from autograder.python_code import used_globals
from autograder.release.code_cells import bound_names
from autograder.release.importing.names import Binding, Scope, free_names
from autograder.release.importing.rebinding import through_environment
from autograder.release.importing.regions import TestSource, parsed, with_values, without_values
from autograder.release.importing.stars import spelled_out
from autograder.release.test_cells import read_test

_LOOKED_UP = {"globals", "locals", "vars", "dir", "exec", "eval", "In", "Out", "get_ipython"}
"""What looks at the notebook's own names, which arguments of a function cannot stand for."""

_RUN_THERE = """\
from autograder.checks import probe, run_probe

cell = {cell!r}

@probe
def problem_of(env, cell):
    try:
        exec(cell, env)
    except Exception as error:
        return f"{{type(error).__name__}}: {{error}}"
    return ""

problem = run_probe(env, problem_of, cell=cell)
assert problem == "", problem
"""

_LIKE_REFERENCE = """\
from autograder.checks import check_like_reference, probe, reference_names

@probe
def values({arguments}):
    found = {{}}
{body}
    return {{k: v.__name__ if isinstance(v, type) else v for k, v in found.items()}}

check_like_reference(env, values, reference=reference_names())
"""


@dataclass(frozen=True)
class MadeTest:
    """A test cell of the master."""

    source: str
    hidden: bool


@dataclass(frozen=True)
class _Body:
    """What a test function is made of."""

    docstring: str
    prelude: list[str]  # what earlier cells bound and this one needs
    code: str
    arguments: list[str]  # names of the notebook
    unknown: list[str]  # names that nothing binds
    borrowed: bool  # whether the prelude comes from a region of hidden tests

    @property
    def whole(self) -> str:
        """The code with what it needs before it."""
        return "\n".join([*self.prelude, self.code]).strip("\n")


Tell = Callable[[str], None]
"""Called with what needs a hand."""


def make_tests(
    cell: TestSource, scope: Scope, name: str, points: float, tell: Tell
) -> list[MadeTest]:
    """Make the tests of a cell: one, or a public and a hidden one where it has a hidden region.

    The hidden one is the whole cell, and has all of its points: as in nbgrader, a cell is passed or
    it is not. The public one shows students what they can see of it.

    Args:
        scope: what the cells before it bind.
        name: what the function is called, without ``test_``; made up by the caller to be unique.
        points: what the cell is worth.
    """
    if cell.automatic:
        return [_automatic(cell, scope, name, points, tell)]
    if not cell.has_hidden:
        return [_made(_body(cell.whole, scope), scope, name, points, False, tell)]
    tests = []
    if parsed(without_values(cell.public)):
        shown = _made(_body(cell.public, scope), scope, name, 0, False, tell)
        tests = [] if shown.hidden else [shown]
    whole_name = f"{name}_and_more" if tests else name
    return [*tests, _made(_body(cell.whole, scope), scope, whole_name, points, True, tell)]


def _made(
    body: _Body, scope: Scope, name: str, points: float, hidden: bool, tell: Tell
) -> MadeTest:
    for unknown in body.unknown:
        tell(f"the test uses {unknown}, which no cell before it makes; give it a value")
    changed = _changed_names(body.code, scope)
    if changed or _looks_up_names(body.code):
        written = through_environment(parsed(body.whole) or [], changed)
        if written is None:
            tell(
                "the test changes or looks up the notebook's own names, so it runs hidden, beside "
                "the student's code, which could pass it by a trick; better say it with "
                "autograder.checks"
            )
            code = _RUN_THERE.format(cell=body.whole + "\n")
            return MadeTest(_cell(name, ["env"], body.docstring, code, points, True), True)
        kept = [argument for argument in body.arguments if argument not in changed]
        body = replace(body, prelude=[], code=written, arguments=["env", *kept])
    if body.borrowed and not hidden:
        tell("the test uses what only a hidden test before it makes, so it is hidden, too")
        hidden = True
    source = _cell(name, body.arguments, body.docstring, body.whole, points, hidden)
    if not hidden and (problem := _refused(source)):
        tell(f"the test is hidden now: {problem}")
        hidden = True
        source = _cell(name, body.arguments, body.docstring, body.whole, points, hidden)
    return MadeTest(source, hidden)


def _refused(source: str) -> str:
    """Return why a test cannot be public, or ""."""
    try:
        read_test(1, source)
    except ValueError as error:
        return str(error).partition(";")[0]
    return ""


def _automatic(cell: TestSource, scope: Scope, name: str, points: float, tell: Tell) -> MadeTest:
    """Make a hidden test that compares values with those of the solution."""
    body = _body(with_values(cell.whole, "found"), scope, known={"found"})
    if _changed_names(body.code, scope) or _looks_up_names(body.code):
        tell(
            "AUTOTEST in a cell that changes the notebook's own names: its values are compared "
            "where nothing of the kind has happened; look at this test"
        )
    for unknown in body.unknown:
        tell(f"the test uses {unknown}, which no cell before it makes; give it a value")
    code = _LIKE_REFERENCE.format(
        arguments=", ".join(body.arguments), body=_indented(_without_asserts(body.whole))
    )
    said = _body(without_values(cell.whole), scope)
    if _asserts(said.code):  # what the author has said stays apart from the student's code
        code = f"{said.whole}\n\n{code}"
        arguments = ["env", *said.arguments]
    else:
        arguments = ["env"]
    return MadeTest(_cell(name, arguments, body.docstring, code, points, True), True)


def _asserts(code: str) -> bool:
    """Say whether code has something to say beside what it compares with the solution."""
    return _without_asserts(code) != ast.unparse(ast.Module(parsed(code) or [], []))


def _without_asserts(code: str) -> str:
    """Return code without its assertions."""
    kept = ast.Module(parsed(code) or [], [])
    return ast.unparse(ast.fix_missing_locations(_NoAsserts().visit(kept)))


class _NoAsserts(ast.NodeTransformer):
    """Takes out assertions: statements, and calls of functions that are called so."""

    def visit_Assert(self, _: ast.Assert) -> ast.stmt:
        return ast.Pass()

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        called = node.value.func if isinstance(node.value, ast.Call) else None
        name = getattr(called, "id", "") or getattr(called, "attr", "")
        return ast.Pass() if name.lower().startswith("assert") else node


def _looks_up_names(code: str) -> bool:
    """Say whether code asks for the notebook's names as such, or declares one of its own global."""
    nodes = [node for statement in parsed(code) or [] for node in ast.walk(statement)]
    return any(isinstance(n, ast.Global) for n in nodes) or bool(used_globals(code) & _LOOKED_UP)


def _changed_names(code: str, scope: Scope) -> set[str]:
    """Return the notebook's names that code changes, so that what it calls has to see it.

    A name that it binds for itself is none of these, though it may be called as one of the
    notebook is.
    """
    statements = parsed(code) or []
    made = [one for one in statements if not isinstance(one, ast.Import | ast.ImportFrom)]
    changed = {name for name in bound_names(*made) if scope.is_read_within(name)}
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Delete):
            changed |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        elif isinstance(node, ast.Global):
            changed |= set(node.names)
    return {name for name in changed if scope.is_of_notebook(name)}


def _body(code: str, scope: Scope, known: Iterable[str] = ()) -> _Body:
    """Find out what code needs that becomes the body of a function."""
    docstring, code = _split_docstring(_without_stars(code))
    waiting = free_names(parsed(code) or []) - set(known)
    carried: dict[tuple[int, int], tuple[Binding, set[str]]] = {}
    arguments: set[str] = set()
    unknown: set[str] = set()
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        bindings = scope.carried(name)
        if not bindings:
            arguments.add(name)
            if scope.is_unknown(name):
                unknown.add(name)
        for binding in bindings:
            carried.setdefault(binding.order, (binding, set()))[1].add(name)
            waiting |= free_names([binding.statement]) - seen
    # imports first: a later cell may import anew what an earlier one binds a name with
    in_order = sorted(carried, key=lambda order: (not carried[order][0].is_import, order))
    kept = [carried[order] for order in in_order]
    prelude = list(dict.fromkeys(_repeated(binding, names) for binding, names in kept))
    borrowed = any(binding.hidden for binding, _ in kept)
    return _Body(docstring, prelude, code, sorted(arguments), sorted(unknown), borrowed)


def _without_stars(code: str) -> str:
    """Return code whose star imports name what is used; a function cannot have them otherwise."""
    statements = parsed(code) or []
    used = used_globals(code)
    lines = code.splitlines()
    for statement in reversed(statements):
        made = spelled_out(statement, used)
        if made is not statement:
            first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
            if parsed("\n".join(lines[first:last])) is not None:
                lines[first:last] = [] if isinstance(made, ast.Pass) else [ast.unparse(made)]
    return "\n".join(lines)


def _repeated(binding: Binding, names: set[str]) -> str:
    """Return the text of a statement that a test repeats; of an import, what it needs."""
    statement = binding.statement
    if isinstance(statement, ast.Import | ast.ImportFrom):
        wanted = [a for a in statement.names if (a.asname or a.name).partition(".")[0] in names]
        if isinstance(statement, ast.Import):
            return ast.unparse(ast.Import(wanted))
        return ast.unparse(ast.ImportFrom(statement.module, wanted, statement.level))
    return ast.unparse(statement)


def _split_docstring(code: str) -> tuple[str, str]:
    statements = parsed(code) or []
    first = statements[0] if statements else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return "", code
    if not isinstance(first.value.value, str) or first.value.col_offset:
        return "", code
    lines = code.splitlines()
    rest = [*lines[: first.lineno - 1], *lines[first.end_lineno :]]
    if parsed("\n".join(rest)) is None or len(parsed("\n".join(rest)) or []) < len(statements) - 1:
        return "", code  # something else stands in its last line
    return " ".join(first.value.value.split()), "\n".join(rest).strip("\n")


def _cell(
    name: str, arguments: list[str], docstring: str, code: str, points: float, hidden: bool
) -> str:
    """Write a test cell: its settings, then its function."""
    settings = [f"points: {points}", *(["hidden: true"] if hidden else [])]
    lines = ['""" # BEGIN TEST CONFIG', *settings, '""" # END TEST CONFIG']
    lines.append(f"def test_{name}({', '.join(arguments)}):")
    if docstring:
        plain = not re.search(r'["\\]', docstring)
        lines.append(f'    """{docstring}"""' if plain else f"    {docstring!r}")
    lines.append(_indented(code) if parsed(code) else "    pass")
    return "\n".join(lines)


def _indented(code: str) -> str:
    """Indent code; where that would change a text in it, write the code anew."""
    indented = textwrap.indent(code, "    ")
    statements = parsed(code) or []
    within = parsed(f"if True:\n{indented}\n    pass") or []
    same = ast.Module(list(getattr(within[0], "body", []))[:-1], []) if within else None
    if same is not None and ast.dump(same) == ast.dump(ast.Module(statements, [])):
        return indented
    return textwrap.indent(ast.unparse(ast.Module(statements, [])), "    ")

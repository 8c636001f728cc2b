"""Declare a misconception in a course's folder: its text made, refused if it cannot be, written."""

import ast
import textwrap
from collections.abc import Iterable, Set
from pathlib import Path

from autograder.declaring import DECLARATORS, Definition, edit, misconception
from autograder.errors import CourseError
from autograder.files import write_whole
from autograder.insight.examples import MOST_CODE, example
from autograder.insight.found import Draft, Written
from autograder.insight.known import declared
from autograder.release.code_cells import code_cells
from autograder.release.declarations import declared_beside, read_declarations
from autograder.release.declared_edits import Bases, write_out
from autograder.release.master import Master
from autograder.release_format import MISCONCEPTIONS

_WIDTH = 96
_LONGEST_TITLE, _LONGEST_HINT = 120, 2_000
_CHECKS = "autograder.checks"
_HEAD = '"""Mistakes in {0} that its students make, and what they read then."""\n\n{1}'


def declaration(draft: Draft) -> str:
    """Return the text of a misconception.

    Raises:
        CourseError: something is missing, or the code is neither edits nor one definition.
    """
    title = " ".join(draft.title.split()).rstrip(".")
    hint = " ".join(draft.hint.split())
    if not title or len(title) > _LONGEST_TITLE:
        raise CourseError(f"write a title, of one line with at most {_LONGEST_TITLE} characters")
    if not hint or len(hint) > _LONGEST_HINT:
        raise CourseError(f"write a hint, with at most {_LONGEST_HINT:,} characters")
    code = textwrap.dedent(draft.code.replace("\r\n", "\n").expandtabs(4)).strip("\n")
    tree = _parsed(code)
    more = {"finding": draft.finding} if draft.finding else {}
    decorator = _decorator(draft.question, hint, more, cell=draft.cell)
    if draft.cell or all(map(_is_edit, tree.body)):
        if not draft.name.isidentifier():
            raise CourseError("say which function or class this changes, by its name")
        body = textwrap.indent(code, "    ")
        return f"{decorator}\ndef {draft.name}():\n    {_docstring(title)}\n{body}\n"
    if len(tree.body) != 1 or not isinstance(node := tree.body[0], Definition):
        raise CourseError(
            f"write either {edit.__name__}(...) lines or one function or class; helpers go into it"
        )
    if any(_is_declarator(one) for one in node.decorator_list):
        raise CourseError("leave the decorator out: it is made from the title and the hint")
    return f"{decorator}\n{_documented(code, node, title)}\n"


def _parsed(code: str) -> ast.Module:
    """Return the syntax tree of what somebody typed.

    Raises:
        CourseError: it is no Python, or nothing.
    """
    if len(code) > MOST_CODE:
        raise CourseError(f"the code is longer than {MOST_CODE:,} characters")
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        line = f"line {error.lineno}: " if error.lineno else ""
        raise CourseError(f"the code is no Python: {line}{error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise CourseError(f"the code is no Python: {error}") from None
    if not tree.body:
        raise CourseError("there is no code; write what these students' code does")
    return tree


def _is_edit(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == edit.__name__
    )


def _is_declarator(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in DECLARATORS


def _decorator(question: str, hint: str, more: dict[str, str], *, cell: bool) -> str:
    """Return the decorator, in lines that are not too long."""
    parts = textwrap.wrap(hint, _WIDTH - 8, drop_whitespace=False, break_long_words=False)
    arguments = [_quoted(question), "\n    ".join(map(_quoted, parts or [""]))]
    arguments += [f"{name}={_quoted(value)}" for name, value in more.items()]
    arguments += ["cell=True"] if cell else []
    inside = "".join(f"    {one},\n" for one in arguments)
    return f"@{misconception.__name__}(\n{inside})"


def _quoted(text: str) -> str:
    """Return a text as a literal, in the quotes that formatters like."""
    plain = '"' not in text and "\\" not in text and text.isprintable()
    return f'"{text}"' if plain else repr(text)


def _docstring(title: str) -> str:
    plain = '"' not in title and "\\" not in title and title.isprintable()
    return f'"""{title}"""' if plain else repr(title)


def _documented(code: str, node: Definition, title: str) -> str:
    """Return a definition with the title as its docstring, in place of one it has."""
    lines, first = code.split("\n"), node.body[0]
    if ast.get_docstring(node) is not None:
        del lines[first.lineno - 1 : first.end_lineno]
        if len(node.body) == 1:
            raise CourseError(f"{node.name} has no code; write what these students' code does")
    at = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))]) - 1
    before = code.split("\n")[at].encode()[: first.col_offset].decode()
    if before.strip():  # the body stands beside the head
        node.body = [
            ast.Expr(ast.Constant(title)),
            *(node.body[1:] if ast.get_docstring(node) is not None else node.body),
        ]
        return ast.unparse(node)
    return "\n".join([*lines[:at], before + _docstring(title), *lines[at:]])


def write_declaration(master: Master, slug: str, draft: Draft) -> Written:
    """Write a misconception beside a master, behind what is declared of its question.

    Nothing of it is run. The file is written whole, or not at all; where all of it stands there
    already, it stays as it is.

    Args:
        master: the assignment's.
        slug: its name in the course.
        draft: what is declared.

    Raises:
        CourseError: it cannot be declared, or its title or its code is another's.
        OSError: the file cannot be written.
    """
    text = declaration(draft)
    known = _is_known(master, draft, text)
    path = _place(master, draft.question)
    before = path.read_text("utf-8") if path.is_file() else None
    if known:
        return Written(str(path), before, before or "", text, slug)
    edits = any(map(_is_edit, ast.parse(text).body[0].body))  # type: ignore[attr-defined]
    wanted = {misconception.__name__, *([edit.__name__] if edits else [])}
    if before is None:
        after = f"{_HEAD.format(draft.question, _import_of(wanted))}\n\n\n{text}"
    else:
        after = f"{_with_imports(before, path, wanted).rstrip()}\n\n\n{text}"
    try:
        compile(after, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise CourseError(f"{path} would be no Python any more: {error}") from None
    write_whole(path, after)
    written = Written(str(path), before, after, text, slug)
    try:
        read_declarations(master, MISCONCEPTIONS)
    except CourseError:
        take_back(written)
        raise
    return written


def take_back(written: Written) -> None:
    """Put back what a file was before a misconception was declared in it.

    Raises:
        CourseError: somebody has changed the file since, or it had this before.
        OSError: it cannot be written.
    """
    path = Path(written.path)
    if written.before == written.after:
        raise CourseError(f"{path} had it before; take it out of it in your editor")
    now = path.read_text("utf-8") if path.is_file() else None
    if now != written.after:
        raise CourseError(
            f"{path} has changed since; take this misconception out of it in your editor"
        )
    if written.before is None:
        path.unlink()
    else:
        write_whole(path, written.before)


def _is_known(master: Master, draft: Draft, text: str) -> bool:
    """Say whether a misconception is declared already, as an earlier desk may have done.

    Raises:
        CourseError: only its title or its code is, it is the solution, or its edits cannot be made.
    """
    bases = Bases(code_cells(master))
    node = ast.parse(text).body[0]
    try:
        made = write_out(node, text, bases)
    except ValueError as error:
        raise CourseError(str(error)) from None
    whole = f"{_decorator(draft.question, '', {}, cell=draft.cell)}\n{made}" if made else text
    ((_, label, code),) = declared(whole)
    form = example(code, ())
    there = read_declarations(master, MISCONCEPTIONS)
    known_code = [
        (known, example(other, ()))
        for question, known, other in declared(there.text if there else "")
        if question == draft.question
    ]
    if (label, form) in known_code:
        return True
    for known, other in known_code:
        if known == label:
            raise CourseError(
                f"{draft.question} has a misconception “{known}” already; choose a title"
            )
        if other == form:
            raise CourseError(f"{draft.question} has this code already, as “{known}”")
    solutions = (c.source for c in code_cells(master) if c.question == draft.question)
    if form in [example(source, ()) for source in solutions]:
        raise CourseError("this is the solution; write what these students' code does")
    return False


def _place(master: Master, question: str) -> Path:
    """Return the file that a misconception of a question goes into.

    Raises:
        CourseError: there are both a file and a folder.
    """
    folder = master.path.parent
    there = declared_beside(folder, MISCONCEPTIONS)
    if there is None or there.is_file():
        return there or folder / MISCONCEPTIONS
    known = sorted(one.name for one in master.questions if one.tests)

    def about(path: Path) -> str:
        names = [name for name in known if f"{path.stem}_".startswith(f"{name}_")]
        return max(names, key=len, default="")

    found = sorted(path for path in there.glob("*.py") if about(path) == question)
    return found[-1] if found else there / f"{question}.py"


def _with_imports(text: str, path: Path, wanted: Set[str]) -> str:
    """Return a file's text in which what a declaration needs is imported.

    Raises:
        CourseError: it is no Python.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{path} cannot be run: {error}; mend it first") from None
    imports = [one for one in tree.body if isinstance(one, ast.ImportFrom | ast.Import)]
    names = {alias.asname or alias.name for one in imports for alias in one.names}
    if wanted <= names:
        return text
    lines = text.split("\n")
    for one in imports:
        if (
            isinstance(one, ast.ImportFrom)
            and one.module == _CHECKS
            and lines[one.lineno - 1] == ast.unparse(one)  # all of it stands in this line
        ):
            there = {ast.unparse(alias) for alias in one.names}
            lines[one.lineno - 1] = _import_of(there | wanted)
            return "\n".join(lines)
    docstring = tree.body[:1] if ast.get_docstring(tree) is not None else []
    last = max((one.end_lineno or 0 for one in [*imports, *docstring]), default=0)
    gap = "" if imports else "\n"
    lines[last:last] = [f"{gap}{_import_of(wanted - names)}"]
    return "\n".join(lines)


def _import_of(names: Iterable[str]) -> str:
    return f"from {_CHECKS} import {', '.join(sorted(names))}"

"""Code and words without what is easily changed in them: what is left is what a copy keeps.

Of code, each statement is written with its local names numbered as they come, whatever they are
called and wherever it stands; comments, docstrings, annotations and layout are gone.
"""

import ast
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from autograder.insight.own_code import parsed

Lines = tuple[int, int]
"""The first line and the last one of what stands somewhere, counted from 1."""

_MOST = 4_000
"""Traits of one answer; what is longer was hardly written by hand."""
_MOST_CODE = 50_000
"""Characters of an answer that are looked at."""
_LONGEST = 2_000
"""Characters of a statement's form that are told apart."""
_USES = 12
"""Places at which a name is set, or used, that are looked at together."""
_COMMENT = 8
"""Characters from which on a comment says something."""
_SHINGLE = 3
"""Words in a row that make a trait of a text."""
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")
_SILENT = {"ctx", "annotation", "returns", "type_comment", "type_ignores", "type_params", "kind"}
_WORD = re.compile(r"[0-9]+[.,][0-9]+|[^\W_]+")


@dataclass
class Traits:
    """What an answer is known by; each trait with the lines that have it."""

    # how it is written: its statements, and which of them use what others made
    structure: dict[int, Lines] = field(default_factory=dict)
    # what is not needed for that: numbers, names, texts and comments
    details: dict[int, Lines] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)  # the details, for people

    def add(self, traits: dict[int, Lines], trait: str, lines: Lines) -> int:
        """Add a trait, unless there are too many, and return what stands for it."""
        number = trait_of(trait)
        if len(traits) < _MOST:
            traits.setdefault(number, lines)
        return number

    def add_detail(self, kind: str, text: str, lines: Lines) -> None:
        """Add something that is not needed for what the code does."""
        self.said[self.add(self.details, f"{kind} {text}", lines)] = f"{kind} {text[:80]}"


def trait_of(text: str) -> int:
    """Return the number that stands for a trait, the same in each process."""
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def traits_of_code(source: str, kept: Collection[str] = ()) -> Traits:
    """Return what code is known by; code that is no Python is known by its lines.

    Args:
        source: student text.
        kept: the names that the question asks for, which everybody has.
    """
    source = source[:_MOST_CODE]
    traits = Traits()
    try:
        tree: ast.Module | None = ast.parse(source)  # as most can be
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = parsed(source)
    try:
        if tree is None:
            _lines(source, traits)
        else:
            _Reader(tree, kept, traits).read()
            _comments(source, traits)
    except RecursionError:  # nested more deeply than anybody writes
        traits = Traits()
        _lines(source, traits)
    return traits


def traits_of_words(text: str) -> Traits:
    """Return what a text is known by: words in a row, and its numbers."""
    traits = Traits()
    words: list[tuple[str, int]] = []
    for number, line in enumerate(text[:_MOST_CODE].splitlines(), 1):
        words += [(word, number) for word in _WORD.findall(line.casefold())]
    for index in range(len(words) - _SHINGLE + 1):
        row = words[index : index + _SHINGLE]
        traits.add(traits.structure, " ".join(w for w, _ in row), (row[0][1], row[-1][1]))
    for word, number in words:
        if word[0].isdigit():
            traits.add_detail("figure", word, (number, number))
    return traits


def _lines(source: str, traits: Traits) -> None:
    for number, line in enumerate(source.splitlines(), 1):
        text = "".join(line.partition("#")[0].split())
        if text:
            traits.add(traits.structure, f"line {text[:_LONGEST]}", (number, number))


def _comments(source: str, traits: Traits) -> None:
    """Add the comments; a mark within quotes begins none."""
    for number, line in enumerate(source.splitlines(), 1):
        before, mark, text = line.rpartition("#")
        if not mark or before.count("'") % 2 or before.count('"') % 2:
            continue
        said = " ".join(_WORD.findall(text.casefold()))
        if len(said) >= _COMMENT:
            traits.add_detail("comment", said[:_LONGEST], (number, number))


@dataclass
class _Statement:
    """A statement of an answer."""

    form: str
    number: int  # what stands for its form
    lines: Lines
    names: dict[str, int]  # the local names in it, with their numbers
    sets: frozenset[str]  # those that it sets


class _Reader:
    """Reads the traits of a syntax tree."""

    def __init__(self, tree: ast.Module, kept: Collection[str], traits: Traits) -> None:
        self._tree, self._traits = tree, traits
        self._local: set[str] = set()
        self._attributes: set[str] = set()  # those that methods set
        self._numbers: dict[str, int] = {}  # of the local names of the statement that is read
        self._sets: set[str] = set()  # those that it sets
        self._look()
        self._local -= {"self", *kept}

    def read(self) -> None:
        """Read all of them."""
        statements = list(self._statements(self._tree.body, ""))
        counts: Counter[str] = Counter()
        places: dict[str, tuple[list[_Statement], list[_Statement]]]
        places = defaultdict(lambda: ([], []))
        for one in statements:
            counts[one.form] += 1
            trait = one.form if counts[one.form] == 1 else f"{one.form} #{counts[one.form]}"
            self._traits.add(self._traits.structure, trait, one.lines)
            for name in one.names:
                places[name][name not in one.sets].append(one)
                if name in one.sets and name in places and len(places[name][0]) == 1:
                    self._name(name, one.lines)
        for name, (setting, using) in places.items():
            for first in setting[:_USES]:
                for second in using[:_USES]:
                    link = (first.number, first.names[name], second.names[name], second.number)
                    if len(self._traits.structure) < _MOST:
                        self._traits.structure.setdefault(hash(link), second.lines)

    def _look(self) -> None:
        """Find the names that the code binds, and its numbers."""
        methods: set[str] = set()  # no choice of their author's
        for node in ast.walk(self._tree):
            match node:
                case ast.Name(id=name):
                    if isinstance(node.ctx, ast.Store):
                        self._local.add(name)
                case ast.Constant():
                    self._constant(node)
                case ast.Attribute(value=ast.Name(id="self")):
                    if isinstance(node.ctx, ast.Store):
                        self._attributes.add(node.attr)
                case ast.arg(arg=name):
                    self._local.add(name)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    self._local.add(name)
                case ast.ClassDef(name=name):
                    self._local.add(name)
                    methods |= {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
                case ast.ExceptHandler(name=str(name)):
                    self._local.add(name)
        self._local -= methods

    def _name(self, name: str, lines: Lines) -> None:
        if len(name) > 3 and not name.startswith("."):
            self._traits.add_detail("name", name, lines)

    def _constant(self, node: ast.Constant) -> None:
        lines = (node.lineno, node.end_lineno or node.lineno)
        if type(node.value) in (int, float):
            self._traits.add_detail("number", repr(node.value)[:_LONGEST], lines)

    def _statements(self, body: list[ast.stmt], within: str) -> Iterator[_Statement]:
        for index, node in enumerate(body):
            if _is_text(node) and (index == 0 or isinstance(node, ast.Expr)):
                continue  # a docstring, or a text that does nothing
            self._numbers, self._sets = {}, set()
            parts: list[str] = []
            self._write(node, parts, top=True)
            form = "".join(parts)[:_LONGEST]
            header = node.lineno if _bodies(node) else node.end_lineno or node.lineno
            sets = frozenset(self._sets)
            lines = (node.lineno, header)
            yield _Statement(form, trait_of(form), lines, dict(self._numbers), sets)
            if within:
                self._traits.add(self._traits.structure, f"{within} / {form}", lines)
            for inner in _bodies(node):
                yield from self._statements(inner, form)

    def _number(self, name: str) -> str:
        return f"v{self._numbers.setdefault(name, len(self._numbers))}"

    def _write(self, node: ast.AST, parts: list[str], *, top: bool = False) -> None:
        """Write the form of a node; of a statement without the statements in it."""
        match node:
            case ast.Name(id=name, ctx=context):
                parts.append(self._number(name) if name in self._local else name)
                if isinstance(context, ast.Store):
                    self._sets.add(name)
                return
            case ast.arg(arg=name):
                parts.append(self._number(name))
                self._sets.add(name)
                return
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=context):
                own = name in self._attributes
                parts.append(f"self.{self._number('.' + name) if own else name}")
                if isinstance(context, ast.Store):
                    self._sets.add(f".{name}")
                return
            case ast.Constant(value=value):
                parts.append(repr(value)[:_LONGEST])
                return
        parts.append(f"({type(node).__name__}")
        for name, value in ast.iter_fields(node):
            if name in _SILENT or (top and name in _BODIES):
                continue
            if name == "name" and isinstance(value, str):
                parts.append(f" {self._number(value) if value in self._local else value}")
                self._sets.add(value)
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    parts.append(" ")
                    self._write(child, parts)
                elif child is not None:
                    parts.append(f" {child}")
            if isinstance(value, list):
                parts.append(";")
        parts.append(")")


def _is_text(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a statement."""
    for name in _BODIES:
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(node, ast.stmt | ast.ExceptHandler):
            if isinstance(block[0], ast.stmt):
                yield block
            else:  # handlers, or cases
                for part in block:
                    yield part.body

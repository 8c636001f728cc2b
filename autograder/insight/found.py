"""What insight finds, as data that the desk shows; importing it costs nothing."""

import msgspec


class UnknownMistake(msgspec.Struct, frozen=True):
    """A group of wrong answers that do the same, and what is known of it."""

    id: str  # names it, for as long as the class is the same
    question: str
    names: tuple[str, ...]  # the submissions
    contents: tuple[str, ...]  # for each, the digest of what was handed in
    tests: tuple[str, ...]  # the tests that failed
    message: str  # what the first of those by which they are compared says
    explanation: str  # the mistake behind it, where the check could tell
    finding: str  # the check's short name for it, or ""
    code: str  # the shortest example; student text, or "" where none can be read
    nearest: str  # what it differs least from: the solution, or the label of a variant
    difference: tuple[str, ...]  # the lines

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.names)


class Unknown(msgspec.Struct, frozen=True):
    """The unknown mistakes of a class."""

    title: str  # the assignment, for people
    submissions: int  # how many there are in the class
    wrong: int  # wrong answers that no misconception names
    named: int  # wrong answers that one names
    groups: tuple[UnknownMistake, ...]  # the largest first

    @property
    def shared(self) -> int:
        """How many groups have more than one member."""
        return sum(one.count > 1 for one in self.groups)

    @property
    def summary(self) -> str:
        """How many unknown mistakes there are, in one line."""
        several, alone = self.shared, len(self.groups) - self.shared
        return (
            f"{self.wrong:,} wrong answer{'' if self.wrong == 1 else 's'} that no misconception "
            f"names: {several:,} mistake{'' if several == 1 else 's'} that several made, {alone:,} "
            f"of one alone; {self.named:,} have a name"
        )


class Draft(msgspec.Struct, frozen=True):
    """A misconception that somebody is about to declare."""

    question: str
    title: str  # what is wrong, in a line
    hint: str  # what a student reads
    code: str  # edits of the solution, or the definition of the graded name; or a cell
    name: str = ""  # what the code defines, where it consists of edits or is a cell
    finding: str = ""  # the check's short name by which it is recognised; "" for by its behaviour
    cell: bool = False  # whether the code is a cell


class Looked(msgspec.Struct, frozen=True):
    """The unknown mistakes of a class, and for each a draft to go on from."""

    unknown: Unknown
    drafts: tuple[Draft, ...]
    # the assignment in the course's folder; "" for no course
    slug: str = ""


class Written(msgspec.Struct, frozen=True):
    """A declaration that stands in a course's folder now."""

    path: str  # the file
    before: str | None  # its text until then; None where there was no file
    after: str  # its text now
    declaration: str  # what was added
    slug: str  # the assignment


class Done(msgspec.Struct, frozen=True):
    """What came of something that the desk asked for."""

    written: Written | None = None

"""What an audit finds, as data."""

import msgspec


class Weak(msgspec.Struct, frozen=True):
    """Answers with full marks that do something else than the solution, all the same."""

    question: str
    count: int  # students
    name: str  # the graded name
    call: str  # the smallest call that shows it, as one would write it
    how: str  # how that differs from what tests ask, or ""
    part: str  # what differs, in words
    expected: str  # what the solution does
    got: str  # what the answer does
    code: str  # the shortest example; student text, or ""
    test: str  # a test to paste, or ""
    draft: str  # a misconception to paste, or ""


class Strict(msgspec.Struct, frozen=True):
    """Answers without full marks that did the same as the solution wherever they were asked."""

    question: str
    count: int  # students
    tests: tuple[str, ...]  # those that failed
    message: str  # what the first of them says
    hidden: bool  # whether a hidden one is among them
    calls: int  # in how many calls it did the same
    followed: int  # to how many tests it said the same
    code: str  # the shortest example; student text, or ""
    draft: str  # an accepted variant to paste, or ""


class Audit(msgspec.Struct, frozen=True):
    """What the answers of a class tell of the tests."""

    title: str  # the assignment, for people
    submissions: int  # how many there are in the class
    answers: int  # answers that were asked
    run: int  # notebooks that were run for that
    left_out: int  # answers that were not asked, as there are too many
    ended: int  # answers that ended or took too long when they were asked
    unasked: tuple[tuple[str, str], ...]  # question and graded name that no test asks for
    silent: tuple[str, ...]  # questions of whose names no call could be made
    not_run: tuple[str, ...]  # why notebooks could not be asked, once each
    certain: bool  # whether the course's accepted variants were looked at
    calls: int  # calls that answers were asked for, all questions together
    weak: tuple[Weak, ...]  # the most frequent first
    strict: tuple[Strict, ...]

    @property
    def summary(self) -> str:
        """What was found, in one line."""
        weak, strict = len(self.weak) + len(self.unasked), len(self.strict)
        return (
            f"{self.answers:,} answer{'' if self.answers == 1 else 's'} asked: "
            f"{weak:,} place{'' if weak == 1 else 's'} where a test is too weak, "
            f"{strict:,} where one may be too strict"
        )

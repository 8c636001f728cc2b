"""The answers of a class: who wrote the same, without a name where none is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.intake.pictures import Picture
from autograder.release_format import Guide, ManualQuestion
from autograder.results.answers import answer_code
from autograder.results.outcome import Answer


@dataclass(frozen=True)
class ClassAnswer:
    """One answer, which several submissions may share."""

    code: str  # names it; see ``code_of``
    text: str  # the answer, as it was written
    pictures: tuple[Picture, ...]  # what belongs to it
    names: tuple[str, ...]  # the submissions that have it


@dataclass(frozen=True)
class ClassQuestion:
    """A question that people grade, and all that the class has answered."""

    question: ManualQuestion  # what it is worth, among others
    guide: Guide  # its text, the model answer and the rubric
    answers: dict[str, ClassAnswer]  # by code, in the order of the codes
    unanswered: int  # how many submissions have no answer

    @property
    def written(self) -> int:
        """How many submissions have an answer."""
        return sum(len(answer.names) for answer in self.answers.values())


Coded = tuple[tuple[str, Answer], ...]
"""The answers of a submission, each with its code."""


def coded(answers: Iterable[Answer]) -> Coded:
    """Return answers with their codes."""
    return tuple((answer_code(answer), answer) for answer in answers)


def collect_answers(
    answers: Iterable[tuple[str, Coded]],
    questions: Iterable[ManualQuestion],
    guides: Mapping[str, Guide],
) -> dict[str, ClassQuestion]:
    """Bring together the answers of a class, by question.

    Args:
        answers: names of submissions, and what each has answered.
        guides: prompts and rubrics, by question.
    """
    asked = {question.name: question for question in questions}
    names: dict[str, dict[str, list[str]]] = {name: {} for name in asked}
    shown: dict[str, ClassAnswer] = {}
    unanswered = dict.fromkeys(asked, 0)
    for name, given in answers:
        for code, answer in given:
            if answer.question not in asked:  # an earlier release had it
                continue
            if answer.is_empty:
                unanswered[answer.question] += 1
                continue
            names[answer.question].setdefault(code, []).append(name)
            shown.setdefault(code, ClassAnswer(code, answer.lines, answer.pictures, ()))
    found = {}
    for name, question in asked.items():
        found_here = {
            code: ClassAnswer(code, shown[code].text, shown[code].pictures, tuple(sorted(who)))
            for code, who in sorted(names[name].items())
        }
        guide = guides.get(name, Guide(question.prompt))
        found[name] = ClassQuestion(question, guide, found_here, unanswered[name])
    return found

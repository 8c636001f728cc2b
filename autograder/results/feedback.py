"""What a student reads about a question: as much, and at the time, as the instructor chose."""

from typing import Any

from autograder.grading.verdicts import Tested, Verdict
from autograder.release_format import Feedback

_SHOWS_MESSAGES = ("message", "hint")
_AS_ABOVE = "the same as above"


def describe(tested: Tested, hint: str, feedback: Feedback) -> str:
    """Return what a student reads about the tests of a question.

    What public tests say is said in full: students can run them at home.

    Args:
        tested: what came of the tests.
        hint: the hint of the misconception that was recognised, or "".
        feedback: the instructor's choice.
    """
    if feedback.show == "score":
        return ""
    lines = []
    told: set[str] = set()
    for verdict in tested.verdicts:
        title = verdict.name.removeprefix(f"{tested.name}: ")
        lines.append(f"{'✅' if verdict.passed else '❌'} {title}")
        if verdict.passed or (verdict.hidden and feedback.show not in _SHOWS_MESSAGES):
            continue
        text = _what_is_wrong(verdict, explained=feedback.show == "hint" or not verdict.hidden)
        lines += [f"    {line}" for line in (_AS_ABOVE if text in told else text).splitlines()]
        told.add(text)
    if hint and feedback.show == "hint":
        lines += ["", f"Hint: {hint}"]
    return "\n".join(lines)


def _what_is_wrong(verdict: Verdict, *, explained: bool) -> str:
    if explained and verdict.explanation:
        return f"{verdict.message}\n{verdict.explanation}"
    return verdict.message


def entries(
    tested: dict[str, Tested],
    hints: dict[str, str],
    scores: dict[str, tuple[float, float]],
    feedback: Feedback,
) -> list[dict[str, Any]]:
    """Return the tests of a result in Gradescope's format.

    Args:
        tested: what came of the tests, by question.
        hints: hints of recognised misconceptions, by question.
        scores: score and maximum, by question.
        feedback: the instructor's choice.
    """
    made = []
    if feedback.when != "visible":
        made.append(_public_summary(tested))
    for name, question in tested.items():
        score, maximum = scores[name]
        made.append(
            {
                "name": name,
                "score": round(score, 5),
                "max_score": round(maximum, 5),
                "status": "passed" if all(v.passed for v in question.verdicts) else "failed",
                "visibility": feedback.when,
                "output": describe(question, hints.get(name, ""), feedback),
                "output_format": "text",
            }
        )
    return made


def _public_summary(tested: dict[str, Tested]) -> dict[str, Any]:
    """Return an entry that students see at once when the rest has to wait."""
    lines, passed = [], True
    for question in tested.values():
        public = [verdict for verdict in question.verdicts if not verdict.hidden]
        for verdict in public:
            lines.append(f"{'✅' if verdict.passed else '❌'} {verdict.name}")
            passed &= verdict.passed
    return {
        "name": "Public tests",
        "status": "passed" if passed else "failed",
        "visibility": "visible",
        "output": "\n".join(lines),
        "output_format": "text",
    }

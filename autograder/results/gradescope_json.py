"""An outcome in the format that Gradescope reads; nothing reads it back.

The format: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from autograder.files import write_whole
from autograder.results.answers import NO_ANSWER
from autograder.results.feedback import Entry, entries, item_line, notes
from autograder.results.outcome import SCORED, Outcome, Recognised


def gradescope_result(outcome: Outcome, **extra_data: Any) -> dict[str, Any]:
    """Return the content of ``results.json``, with what else programs want to know of a result."""
    result: dict[str, Any] = {"tests": [_entry(entry) for entry in entries(outcome)]}
    data: dict[str, Any] = {"status": outcome.status, "seconds": round(outcome.seconds, 3)}
    if (
        outcome.rescaled or outcome.late or outcome.status not in SCORED
    ):  # else Gradescope adds up the questions
        result["score"] = outcome.score
    if text := notes(outcome):
        result |= {"output": text, "output_format": "text"}
    if outcome.late:
        data["late"] = msgspec.to_builtins(outcome.late)
    if outcome.stdout_visibility:
        result["stdout_visibility"] = outcome.stdout_visibility
    if outcome.run:
        data |= {
            "stop": msgspec.to_builtins(outcome.run.stop),
            "cell_errors": {str(number): text for number, text in outcome.run.errors.items()},
            "layers": outcome.run.layers,
            "missing_layers": outcome.run.missing,
        }
    return result | {
        "execution_time": round(outcome.seconds, 2),
        "extra_data": data | extra_data,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return one of Gradescope's "tests", which any text may be."""
    made: dict[str, Any] = {"name": f"{entry.title} (bonus)" if entry.bonus else entry.title}
    if entry.score is not None:  # Gradescope adds up the maxima to that of the assignment
        made |= {"score": entry.score, "max_score": 0.0 if entry.bonus else entry.max_score}
    if entry.passed is not None:
        made["status"] = "passed" if entry.passed else "failed"
    made |= {"visibility": entry.visibility, "output": entry.text, "output_format": "text"}
    if entry.question:
        made["extra_data"] = {
            "question": entry.question.name,
            "execution_time": round(entry.question.seconds, 3),
            "misconception": _named(entry.question.misconception),
            "tests": msgspec.to_builtins(entry.question.verdicts),
        }
    if entry.answer:
        made |= {"output": _quoted(entry), "output_format": "md"}
        if entry.score is not None:
            made["extra_data"] = {"manual": True, "comment": entry.comment}
    if entry.remark:
        quoted = f"{entry.remark.quoted}\n\n" if entry.remark.quoted else ""
        made["output"] = f"{quoted}{entry.comment}"
    return made


def _named(found: Recognised | None) -> dict[str, Any] | None:
    """Return a misconception with the hint that was read, and none that is still to come.

    When the same student hands in again, Gradescope gives this back: see ``gradescope/history.py``.
    """
    return {"label": found.label, "hint": found.hint, "rung": found.rung} if found else None


def _quoted(entry: Entry) -> str:
    """Return an answer as a quotation in Markdown, and behind it what people say about it."""
    assert entry.answer
    answer, comment = entry.answer, entry.comment
    lines = answer.text.splitlines()
    if answer.pictures:
        lines.append(f"({len(answer.pictures)} picture{'s' * (len(answer.pictures) > 1)})")
    quote = "\n".join(f"> {line}" for line in lines or [NO_ANSWER])
    quote += "".join(f"\n\n({item_line(item)})" for item in entry.items)
    return f"{quote}\n\n**Comment:** {comment}" if comment else quote


def write_result(outcome: Outcome, path: Path, **extra_data: Any) -> None:
    """Write Gradescope's file; a reader sees the old one or the new one, never half of it."""
    result = gradescope_result(outcome, **extra_data)
    text = json.dumps(result, indent=2, ensure_ascii=True, allow_nan=False)
    write_whole(path, text + "\n")

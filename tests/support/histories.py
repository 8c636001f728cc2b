"""Classes that hand in again and again, with planted rates: typed, and as Gradescope exports them.

Rates are those of what comes after a hint: right, another mistake, the same one, no more attempts.
"""

import json
import random
from datetime import datetime, timezone

import yaml

from autograder.results.attempts import Attempt, Histories, ReadHint, Tried
from autograder.results.gradescope_json import gradescope_result
from autograder.results.outcome import GRADED, Outcome, QuestionResult, Recognised, Verdict

LABELS = ("Half of it", "Three times x")
HINTS = {
    "Half of it": ("Where is the 2?", "Twice means once more."),
    "Three times x": ("How often?",),
}
RATES = {
    ("Half of it", 1): (0.3, 0.1, 0.5, 0.1),
    ("Half of it", 2): (0.7, 0.1, 0.1, 0.1),
    ("Three times x", 1): (0.5, 0.2, 0.2, 0.1),
}
"""By mistake and rung: right, another mistake, the same, no more attempts."""
BEGIN = datetime(2026, 10, 1, 12, tzinfo=timezone.utc)


def planted(students=400, seed=1) -> Histories:
    """Return the histories of a class whose first attempts are all wrong."""
    draw = random.Random(seed)
    made = tuple(_attempts(draw) for _ in range(students))
    hints = tuple(
        ReadHint("q1", label, rung, text)
        for label, texts in HINTS.items()
        for rung, text in enumerate(texts, 1)
    )
    return Histories(made, hints)


def _attempts(draw: random.Random) -> tuple[Attempt, ...]:
    label = draw.choice(LABELS)
    made, read = [], dict.fromkeys(LABELS, 0)
    time = BEGIN.timestamp() + draw.random() * 86_400
    while True:
        rung = min(len(HINTS[label]), read[label] + 1)
        read[label] += 1
        made.append(Attempt({"q1": Tried(0.0, False, label, rung)}, time))
        time += 86_400
        (came,) = draw.choices(("right", "other", "stayed", "last"), RATES[label, rung])
        if came == "last" or len(made) == 30:
            return tuple(made)
        if came == "right":
            return (*made, Attempt({"q1": Tried(2.0, True)}, time))
        if came == "other":
            label = next(one for one in LABELS if one != label)


def outcome_of(attempt: Attempt) -> Outcome:
    """Return a result as grading makes it."""
    questions = []
    for name, tried in attempt.questions.items():
        found = None
        if tried.label:
            texts = HINTS.get(tried.label, ("?",))
            found = Recognised(tried.label, texts[0], texts[1:]).at_rung(tried.rung)
        message = "" if tried.full else "it is 3"
        verdicts = (Verdict(f"{name}: test_double", True, tried.full, message),)
        questions.append(QuestionResult(name, tried.score, 2.0, verdicts, 0.1, found))
    total = sum(one.score for one in questions)
    return Outcome(GRADED, "", total, 2.0 * len(questions), 1.0, tuple(questions))


def as_exported(attempt: Attempt, number: int) -> dict[str, object]:
    """Return an attempt as Gradescope's export has it, as far as programs of others read it."""
    time = datetime.fromtimestamp(attempt.time, timezone.utc) if attempt.time is not None else BEGIN
    result = json.loads(json.dumps(gradescope_result(outcome_of(attempt))))
    return {
        ":id": number,
        ":submitters": [],
        ":created_at": f"{time:%Y-%m-%d %H:%M:%S.%f}000 Z",
        ":score": result["tests"][0]["score"],
        ":status": "processed",
        ":results": {**result, "leaderboard": [], "stdout_visibility": None},
    }


def metadata(histories: Histories) -> dict[str, object]:
    """Return ``submission_metadata.yml`` of a class."""
    made = {}
    for number, attempts in enumerate(histories.students):
        *earlier, last = (
            as_exported(one, 1000 * number + place) for place, one in enumerate(attempts)
        )
        who = [{":name": f"Student {number}", ":sid": f"{number:04}", ":email": f"s{number}@x.org"}]
        del last[":id"]
        made[f"submission_{number}"] = {**last, ":submitters": who, ":history": earlier}
    return made


def metadata_text(histories: Histories) -> bytes:
    """Return the same as YAML."""
    return yaml.dump(metadata(histories), Dumper=yaml.CSafeDumper, sort_keys=False).encode()

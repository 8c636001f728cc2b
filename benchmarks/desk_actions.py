"""What 60 answers take by tables and at the desk: actions, keys, and time by a fixed scale.

Both roads give the same points and comments to the same answers, and one item of the rubric changes
after 40 of them. At the desk a browser does it, and every key is counted that it presses. By tables
every key is counted that goes into the cells. What cannot be measured is assumed, to the advantage
of tables: nobody looks for a line, as pages and tables have one order; nobody mistypes; a
spreadsheet completes a comment that was typed before, after four keys; and what is on a page is
seen without scrolling but for one key an answer.

Times are those of the keystroke-level model (Card, Moran and Newell 1980): 0.28 s for a key, 1.35 s
to find one's way in another window, and for each answer 20 s to read it and to decide. Of like
answers at the desk, each but the first takes 5 s, as the words that differ are marked.
"""

import csv
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from autograder.batch.kept import read_call
from autograder.gradebook.decisions import Decisions, Rubric, points_of
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.points import read_points
from autograder.report.publish import publish
from autograder.report.sheets import write_answers
from autograder.results.journal import Journal
from tests.support.desk import Visit, browser, served
from tests.support.desk_class import SENTENCES, made_up_answers, make_class
from tests.support.desk_grading import codes_of, settle

ALONE, ALIKE = 40, 20
READ, READ_ALIKE, KEY, TURN = 20.0, 5.0, 0.28, 1.35
COMPLETED = 4
"""Keys after which a spreadsheet has completed a comment."""
CHANGED_AFTER = 40
PLAN = (  # by sentence: the keys of the rubric's items, and a comment
    (("1", "2"), ""),
    (("4",), "Try a learning rate of 1."),
    (("1",), ""),
    (("4",), "Where would the randomness come from?"),
    (("1", "3"), ""),
)
POINTS = {"1": 1.0, "2": 0.5, "3": 0.5, "4": 0.0}
CHANGED = {**POINTS, "3": 0.25}
WRITE, OPEN = "autograder answers grades", "autograder desk grades"
RUN = "autograder grade a0.zip --out grades --manual grades/answers/q2.csv"


@dataclass
class Tally:
    """What a road takes so far."""

    keys: int = 0
    turns: int = 0  # to another window
    reading: float = 0.0  # seconds
    of: Counter[str] = field(default_factory=Counter)  # keys, by what they are for

    def press(self, count: int, purpose: str) -> None:
        """Count keys."""
        self.keys += count
        self.of[purpose] += count

    @property
    def actions(self) -> int:
        """Keys, and turns to another window."""
        return self.keys + self.turns

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.keys * KEY + self.turns * TURN + self.reading


def answers() -> list[str]:
    """Return 60 answers, a third of which are like others."""
    ends = ("", " I think.", " That is why.", " So it is.")
    alike = [
        sentence.replace("so yes", "so yes.") + ends[at]
        for sentence in SENTENCES
        for at in range(ALIKE // len(SENTENCES))
    ]
    return [*made_up_answers(ALONE), *alike]


def plan_of(text: str) -> tuple[tuple[str, ...], str]:
    """Return how an answer is graded."""
    return next(
        plan for sentence, plan in zip(SENTENCES, PLAN, strict=True) if text.startswith(sentence)
    )


def by_tables(out: Path) -> Tally:
    """Grade the class by tables."""
    tally = Tally()
    publish(out)
    (table,) = write_answers(out)
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    texts = codes_of(out)
    typed: set[str] = set()
    tally.press(len(WRITE) + 1, "commands")
    tally.turns += 2  # to the page, and to the table
    for at, line in enumerate(lines):
        items, comment = plan_of(texts[line["answer"]])
        points = POINTS if at < CHANGED_AFTER else CHANGED
        line["points"] = f"{sum(points[item] for item in items):g}"
        line["comment"] = comment
        tally.reading += READ
        tally.turns += 2  # to the table and back to the page
        tally.press(1, "scrolling")
        tally.press(len(line["points"]) + 1, "points")  # and Enter, or Tab to the comment
        if comment:
            keys = COMPLETED if comment in typed else len(comment)
            tally.press(keys + 2, "comments")  # and Enter, and back to the column of points
            typed.add(comment)
    for line in lines[:CHANGED_AFTER]:  # who was graded by the item that has changed?
        items, _ = plan_of(texts[line["answer"]])
        if "3" in items:
            before = line["points"]
            line["points"] = f"{sum(CHANGED[item] for item in items):g}"
            assert line["points"] != before
            tally.press(2 + len(line["points"]) + 1, "the change")  # find the next, type, Enter
            tally.turns += 2  # to see on the page whether it was this item or another
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    tally.press(2, "saving")
    tally.turns += 1
    tally.press(len(RUN) + 1, "commands")
    with Journal(out, grader=False) as journal:
        release = read_call(journal, out).release
        given = read_points([table], journal.answers(), release.manual)
        ManualGrades(journal, release).give(given)
    return tally


def at_the_desk(out: Path) -> Tally:
    """Grade the class at the desk, in a browser."""
    tally = Tally()
    tally.press(len(OPEN) + 1, "commands")
    tally.turns += 2  # to the browser, and to the question
    texts = codes_of(out)
    done: set[str] = set()
    with served(out) as desk, browser() as chromium, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2")
        changed = False

        def press(keys: list[str], purpose: str) -> None:
            for key in keys:
                page.keyboard.press(key)
            settle(page)
            tally.press(len(keys), purpose)

        press(["a"], "points")  # one item, then on to the next
        while page.locator("[name=codes]").count():
            codes = str(page.locator("[name=codes]").input_value()).split()
            tally.reading += READ + READ_ALIKE * (len(codes) - 1)
            items, comment = plan_of(texts[codes[0]])
            shown = page.locator("[data-key^='v ']")
            again = [one.text_content() or "" for one in shown.all()]
            place = next((at for at, text in enumerate(again, 1) if comment in text), 0)
            if comment and place:
                press(["v", str(place)], "comments")
            elif comment:
                press(["c"], "comments")
                page.keyboard.type(comment)
                tally.press(len(comment), "comments")
                press(["Escape"], "comments")
            first, *more = items
            press([first], "points")
            for item in more:  # back for another one
                press(["k", item], "points")
            done.update(codes)
            if len(done) >= CHANGED_AFTER and not changed:
                changed = True
                press(["e"], "the change")
                press(["3", *"0.25", "Enter"], "the change")
                press(["Enter"], "the change")  # all the same, with what it says it does
        assert done == set(texts), (len(done), page.inner_text("main")[:600], visit.errors)
    return tally


def decided(out: Path) -> dict[str, tuple[float | None, str]]:
    """Return points and comments, by code."""
    with Journal(out, grader=False) as journal:
        decisions = Decisions(journal)
        rubric = decisions.get("rubric", ("q2",)) or Rubric()
        return {
            code: (points_of(grade, rubric, 2.0), grade.comment)
            for (code,), grade in decisions.all("answer").items()
        }


def main() -> None:
    """Print what both roads take."""
    with tempfile.TemporaryDirectory() as folder:
        outs = [Path(folder, name) / "grades" for name in ("tables", "desk")]
        texts = answers()
        for out in outs:
            make_class(out, len(texts), {"q2": texts})
        roads = {"tables": by_tables(outs[0]), "desk": at_the_desk(outs[1])}
        assert decided(outs[0]) == decided(outs[1]), "the two roads give different grades"
    count = len(texts)
    print(
        f"{count} answers{'':<8}{'keys':>8}{'turns':>8}{'actions':>9}{'per answer':>12}{'time':>9}"
    )
    for name, tally in roads.items():
        print(
            f"{name:<18}{tally.keys:>8}{tally.turns:>8}{tally.actions:>9}"
            f"{tally.actions / count:>12.1f}{tally.seconds / 60:>7.0f} min"
        )
        print("    " + ", ".join(f"{purpose} {keys}" for purpose, keys in tally.of.items()))
    share = roads["desk"].actions / roads["tables"].actions
    print(f"at the desk: {share:.0%} of the actions")


if __name__ == "__main__":
    main()

"""The pictures of docs/desk.md, made anew by: python -m tests.support.desk_pictures."""

import tempfile
from pathlib import Path

from tests.support.desk import Visit, browser, served
from tests.support.desk_class import made_up_answers, make_class
from tests.support.desk_grading import press

DOCS = Path(__file__).parents[2] / "docs"
ANSWER = (
    "Yes. The gradient is only *local*: it promises a decrease for a **small** step, but the step "
    "$\\eta \\nabla L$ has a fixed size and can overshoot the bottom of the valley."
)
ALIKE = (
    ANSWER,
    ANSWER.replace("overshoot", "jump over"),
    ANSWER.replace("Yes. The", "I think yes: the").replace("promises", "promisses"),
)


def answers_picture(path: Path) -> None:
    """Save a picture of the answers page, as somebody sees it who grades like answers."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "grades"
        texts = [*ALIKE, *made_up_answers(57)]
        make_class(out, len(texts), {"q2": texts})
        names = Path(folder) / "graders.txt"
        names.write_text("ada\nben\n", encoding="utf-8")
        with served(out, "--graders", str(names)) as desk, browser() as chromium:
            for grader, count in ((1, 9), (0, 14)):
                visit = Visit(chromium, desk, grader=grader)
                page = visit.open("/answers/q2")
                press(page, "c")
                page.keyboard.type("What goes wrong where the step is too large?")
                press(page, "Escape", *("1", "Enter") * count)
            page.locator("[data-key=j]").click()
            while "like answers are graded together" not in page.inner_text("main"):
                press(page, "j")
            press(page, "1", "2")
            page.screenshot(path=path)


if __name__ == "__main__":
    answers_picture(DOCS / "desk-answers.png")

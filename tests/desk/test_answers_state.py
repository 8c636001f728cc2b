"""What the desk knows of a class's answers before anybody asks for them."""

import asyncio

from autograder.desk import answers_state
from autograder.desk.answers_state import Grading
from autograder.desk.chores import end
from autograder.desk.state import Desk
from autograder.gradebook.decisions import AnswerGrade
from tests.support.desk_class import make_class

CURVE = "Yes, the loss can rise as the step is too large for the curve of the loss at this point."


def known_of(out, graded=0):
    """Return the groups of q2 that a desk has found by itself once it was open for a moment."""

    async def look():
        with Desk(out) as desk:
            await desk.look()
            grading = Grading(desk)
            await grading.read()
            for code in list(grading.questions["q2"].answers)[:graded]:
                desk.decide("ada", [("answer", (code,), AnswerGrade(points=1.0, done=True))])
            at_work = asyncio.create_task(grading.keep_ready())
            for _ in range(100):
                await asyncio.sleep(0.01)
                if "q2" in grading._alike:
                    break
            await end(at_work)
            await desk.figures.close()
            await desk.publishing.close()
            known = grading._alike.get("q2")
            return None if known is None else sorted(map(len, known.groups))

    return asyncio.run(look())


def test_like_answers_are_found_before_anybody_asks(tmp_path):
    make_class(tmp_path, 3, {"q2": [CURVE, CURVE.replace("step", "stepp"), "No."]})
    assert known_of(tmp_path) == [1, 2]


def test_nothing_is_looked_for_where_all_is_graded(tmp_path):
    make_class(tmp_path, 2, {"q2": [CURVE, "No."]})
    assert known_of(tmp_path, graded=2) is None


def test_where_like_answers_cannot_be_found_each_stands_alone(tmp_path, monkeypatch):
    make_class(tmp_path, 2, {"q2": [CURVE, CURVE.replace("step", "stepp")]})

    def fail(_texts):
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr(answers_state, "_find_groups", fail)

    async def look():
        with Desk(tmp_path) as desk:
            await desk.look()
            grading = Grading(desk)
            await grading.read()
            question = await grading.open("q2")
            await desk.figures.close()
            await desk.publishing.close()
            return question.queue.items, grading.prepare("q2")

    items, finding = asyncio.run(look())
    assert [len(item.codes) for item in items] == [1, 1]
    assert finding is None  # not again at once

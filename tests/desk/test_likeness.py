"""Answers that stand together, and answers that must not."""

import random
import time

import pytest

from autograder.desk.likeness import Text, different_words, groups

OVERSHOOT = (
    "Yes, the loss can rise because the gradient is only local and a step of fixed size can "
    "overshoot the bottom of the valley."
)


def together(first: str, other: str, *, is_code: bool = False) -> bool:
    """Return whether two answers make one group."""
    return len(groups([Text("a", first, (), is_code), Text("b", other, (), is_code)])) == 1


@pytest.mark.parametrize(
    "other",
    [
        OVERSHOOT.upper(),
        OVERSHOOT.replace(",", " -").replace(".", " !"),
        OVERSHOOT.replace("overshoot", "overshot"),
        OVERSHOOT.replace("a step", "one step").replace("valley", "valey"),
        "A step of fixed size can overshoot the bottom of the valley, because the gradient is only "
        "local. Yes, the loss can rise.",
        "**" + OVERSHOOT + "** I think so.",
        "> - " + OVERSHOOT,
    ],
)
def test_order_marks_and_small_edits_make_no_difference(other: str) -> None:
    assert together(OVERSHOOT, other)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (OVERSHOOT, OVERSHOOT.replace("Yes", "No")),
        (OVERSHOOT, OVERSHOOT.replace("can rise", "can not rise")),
        (OVERSHOOT, OVERSHOOT.replace("is only", "isn't only")),
        (OVERSHOOT, OVERSHOOT.replace("is only", "isn\u2019t only")),
        (OVERSHOOT, OVERSHOOT.replace("rise", "rise by 0.5")),
        (OVERSHOOT.replace("size", "size 1"), OVERSHOOT.replace("size", "size -1")),
        (OVERSHOOT + " $a < b$", OVERSHOOT + " $b < a$"),
        (OVERSHOOT + " x < y", OVERSHOOT + " x > y"),
        (OVERSHOOT + " `x.sum(0)`", OVERSHOOT + " `x.sum(1)`"),
        (OVERSHOOT + " It increases.", OVERSHOOT + " It decreases."),
        (OVERSHOOT, "Yes, with every new batch other numbers come, and these are random."),
        ("yes", "no"),
        ("ja", "nein"),
        ("the encoder", "the decoder"),
    ],
)
def test_what_turns_the_meaning_round_stays_apart(first: str, other: str) -> None:
    assert not together(first, other)


def test_an_answer_of_one_word_is_alike_whatever_marks_it_has() -> None:
    assert together("Yes.", "*yes*")
    assert together("1. yes", "yes!")


def test_languages_without_blanks_are_compared_by_their_characters() -> None:
    first = "損失は上がることがある。勾配は局所的だからである。"
    assert together(first, first.replace("である", "です"))
    assert not together(first, "学習率が小さいので常に下がります。")


def test_pictures_have_to_be_the_same() -> None:
    same = [Text("a", OVERSHOOT, ("p",)), Text("b", OVERSHOOT + " See above.", ("p",))]
    assert len(groups(same)) == 1
    assert len(groups([same[0], same[1]._replace(pictures=("q",))])) == 2
    assert len(groups([Text("a", "", ("p",)), Text("b", "", ("q",))])) == 2


def test_in_code_order_and_signs_and_indentation_count() -> None:
    assert together("x = a - b  # why\n\nplot(x)", "x = a - b  # why\n# so\nplot(x)", is_code=True)
    assert not together("x = a - b", "x = b - a", is_code=True)
    assert not together("if a:\n    b()\n    c()", "if a:\n    b()\nc()", is_code=True)


def test_a_chain_does_not_bring_together_what_is_not_alike() -> None:
    words = [f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    chain = [" ".join(words[at : at + 12]) for at in range(len(words) - 12)]
    texts = [Text(f"{at:02}", text) for at, text in enumerate(chain)]
    found = groups(texts)
    assert sorted(code for group in found for code in group) == [text.code for text in texts]
    assert max(map(len, found)) < len(texts) // 2
    by_code = {text.code: text.text for text in texts}
    for first, *others in found:
        assert all(together(by_code[first], by_code[code]) for code in others)


def test_the_same_answers_make_the_same_groups_in_whatever_order() -> None:
    shuffled = made_up(60, seed=3)
    before = groups(shuffled)
    random.Random(0).shuffle(shuffled)
    assert groups(shuffled) == before
    assert [group[0] for group in before] == sorted(group[0] for group in before)


def test_who_is_taken_apart_stands_alone_and_takes_nobody_along() -> None:
    texts = [Text(code, OVERSHOOT + f" {'really ' * at}") for at, code in enumerate("abcd")]
    assert groups(texts) == [("a", "b", "c", "d")]
    assert groups(texts, apart={"b"}) == [("a", "c", "d"), ("b",)]
    assert groups(texts, apart={"a"}) == [("a",), ("b", "c", "d")]


def test_hostile_texts_are_only_texts() -> None:
    texts = ["$" * 20_000, "`" * 20_000, "9" * 20_000, "a'" * 10_000, "- " * 10_000, "\ud800", ""]
    texts += ["$x" * 10_000, "1." * 10_000, "> " * 10_000, "\u202e" * 20_000, "e1" * 10_000]
    start = time.perf_counter()
    found = groups([Text(f"{at:02}", text) for at, text in enumerate(texts)])
    assert len(found) == len(texts)
    assert time.perf_counter() - start < 5


def test_the_words_that_differ_are_named() -> None:
    assert different_words("A step is too large.", "a step is TOO small, too") == (
        ("large",),
        ("too", "small"),
    )


WORDS = (
    "loss gradient step size weight layer network valley local linear curve rate learning batch "
    "epoch model data noise random seed point slope sharp flat bottom side jump switch relu unit "
    "value change small large direction promise overshoot minimum because therefore it can then "
    "when where which this that the a of in on to and is was has with by from as at for"
)
VOCABULARY = WORDS.split()


def made_up(count: int, seed: int) -> list[Text]:
    """Return answers of 15 to 60 words, a third of which are edits of earlier ones."""
    draw = random.Random(seed)
    made: list[list[str]] = []
    for _ in range(count):
        if made and draw.random() < 1 / 3:
            words = list(draw.choice(made))
            for _ in range(draw.randint(0, 3)):
                words[draw.randrange(len(words))] = draw.choice(VOCABULARY)
        else:
            words = draw.choices(VOCABULARY, k=draw.randint(15, 60))
        made.append(words)
    return [Text(f"{at:05}", " ".join(words)) for at, words in enumerate(made)]


def test_many_answers_are_grouped() -> None:
    texts = made_up(1_000, seed=1)
    found = groups(texts)
    assert sorted(code for group in found for code in group) == sorted(t.code for t in texts)
    assert 600 < len(found) < 1_000

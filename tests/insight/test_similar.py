"""Copies are found among people who worked alone, and chance is told from them."""

import random
import re

import pytest

from autograder.insight.chance import chance_of
from autograder.insight.class_folder import open_class
from autograder.insight.similar import EXPECTED, Work, find_similar
from autograder.insight.works import works_of
from tests.support.class_folder import ungraded_folder
from tests.support.class_of_200 import make_class

BINDS = {name: ["f"] for name in ("q1", "q2", "q4", "q5")}
STEPS = ("a = x + 1", "a = x * 2", "a = abs(x)", "a = x ** 2", "a = -x", "a = x % 7", "a = x or 3")
ENDS = ("return a", "return a + x", "return [a]", "return a if x else x", "return (a, x)")


def alone(draw):
    """Return what somebody wrote who made choices of their own."""
    lines = draw.sample(STEPS, 3)
    return "\n    ".join(["def f(x):", *lines, draw.choice(ENDS)])


def class_of(size, seed=1):
    draw = random.Random(seed)
    return [Work(f"s{n}", code={name: alone(draw) for name in BINDS}) for n in range(size)]


def renamed(work, name, **changes):
    code = {
        name: re.sub(r"\ba\b", "mine", text).replace("def f(x):", "def f(x):\n    # by myself")
        for name, text in work.code.items()
    }
    return Work(name, code=code, **changes)


def found(similar):
    return [
        {similar.works[pair.first].name, similar.works[pair.second].name} for pair in similar.pairs
    ]


def special(name, **changes):
    """Return a work that nobody else would write."""
    code = {
        "q1": "def f(x):\n    a = [x] * 3\n    a.reverse()\n    return sorted(a)[0] + len(a)",
        "q2": "def f(x):\n    a = {x: 1}\n    a.update({2: x})\n    return max(a.values())",
        "q4": "def f(x):\n    a = str(x)\n    while a:\n        a = a[1:]\n    return a.upper()",
        "q5": "def f(x):\n    a = range(x)\n    for b in a:\n        print(b)\n    return list(a)",
    }
    return Work(name, code=code, **changes)


def test_a_copy_with_other_names_is_found_and_nobody_else():
    works = [*class_of(80), special("first"), renamed(special(""), "second")]
    similar = find_similar(works, BINDS)
    assert found(similar) == [{"first", "second"}]
    assert similar.pairs[0].expected < EXPECTED
    assert {shared.having for shared in similar.pairs[0].shared} == {2}


def test_what_everybody_wrote_is_no_news():
    works = [special(f"s{n}") for n in range(60)]
    assert find_similar(works, BINDS).pairs == ()


def test_the_order_of_works_makes_no_difference():
    works = [*class_of(60), special("first"), renamed(special(""), "second")]
    turned = list(reversed(works))
    assert found(find_similar(works, BINDS)) == found(find_similar(turned, BINDS))


def test_clusters_are_what_pairs_connect():
    works = [*class_of(80), *(special(name) for name in ("a", "b", "c"))]
    similar = find_similar(works, BINDS)
    assert [{similar.works[one].name for one in group} for group in similar.clusters] == [
        {"a", "b", "c"}
    ]


def test_a_wrong_number_that_only_two_have_is_enough():
    works = class_of(80)
    for place in (3, 7):
        code = {q: f"{text} * 4.71938" for q, text in works[place].code.items()}
        works[place] = Work(works[place].name, code=code)
    assert found(find_similar(works, BINDS)) == [{"s3", "s7"}]


def test_nobody_is_compared_with_themselves_nor_earlier_years_with_each_other():
    me = frozenset({"id 1"})
    works = [
        *class_of(80),
        special("now", people=me),
        special("then", people=me, earlier="2024"),
        special("other", people=frozenset({"id 2"}), earlier="2024"),
    ]
    assert found(find_similar(works, BINDS)) == [{"now", "other"}]


def test_words_count_too():
    draw = random.Random(2)
    words = [f"w{n}" for n in range(300)]
    works = [
        Work(f"s{n}", words={"q3": " ".join(draw.choices(words, k=30))}, code=work.code)
        for n, work in enumerate(class_of(60))
    ]
    text = "the gradient goes through both layers at once and so it cannot stay the same for long"
    for place in (5, 9):
        code = {name: special("").code[name] for name in ("q1", "q2", "q4")}
        works[place] = Work(works[place].name, words={"q3": text}, code=code)
    assert found(find_similar(works, BINDS)) == [{"s5", "s9"}]


def test_an_empty_class_has_nothing_alike():
    similar = find_similar([Work("blank"), Work("empty", code={"q1": " \n"})], BINDS)
    assert (similar.works, similar.pairs) == ((), ())


def test_chance_tells_as_many_pairs_as_there_are():
    draw = random.Random(3)
    amounts = [draw.expovariate(0.8) for _ in range(19_900)]
    chance = chance_of(amounts, 200, 19_900)
    beyond = sorted(amounts)[-50]
    assert 30 < chance.expected(beyond) < 80
    assert chance.scale == pytest.approx(1.25, rel=0.15)


def precision(slug, seed, folder, students=200, recall=0.9):
    """Return the precision down to where so many of the copies of a made class are found."""
    made = make_class(slug, folder / "made", seed, students)
    ungraded_folder(made, folder / "out")
    with open_class(folder / "out") as opened:
        works, given, missing = works_of(opened)
        binds = opened.release.binds
    assert not missing
    assert given
    similar = find_similar(works, binds, given, next_pairs=200)
    names = [work.name for work in similar.works]
    ranked = [
        frozenset((names[pair.first], names[pair.second]))
        for pair in (*similar.pairs, *similar.beyond)
    ]
    right = 0
    for place, pair in enumerate((p for p in ranked if p not in made.truth.related), 1):
        right += pair in made.truth.alike
        if right >= recall * len(made.truth.alike):
            return right / place
    return 0.0


def test_copies_of_a_made_class_are_found(tmp_path):
    assert precision("a0-pytorch-review", 302, tmp_path, students=100, recall=0.75) >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["a0-pytorch-review", "a2-first-network", "a3-training-pipeline"])
def test_nine_in_ten_copies_are_found_with_hardly_anybody_else(slug, tmp_path):
    assert precision(slug, 301, tmp_path) >= 0.95

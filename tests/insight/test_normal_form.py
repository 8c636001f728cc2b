"""What a copy keeps is what an answer is known by; names, order and comments are not."""

import random

import pytest

from autograder.insight.normal_form import traits_of_code, traits_of_words
from tests.support.disguises import disguised
from tests.validity.answers import read_answers

CODE = '''
class Net(nn.Module):
    """Two layers."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.hidden(x))  # the hidden layer
        y = self.output(h)
        return torch.sigmoid(y)
'''
DISGUISED = """
class Net(nn.Module):

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # my own idea
        tmp = torch.relu(self.a(x))

        q = self.b(tmp)
        return torch.sigmoid(q)

    def __init__(self):
        super().__init__()
        self.b = nn.Linear(4, 2)
        self.a = nn.Linear(3, 4)
"""


def structure(source, kept=("Net",)):
    return set(traits_of_code(source, kept).structure)


def test_names_order_comments_and_annotations_make_no_difference():
    assert structure(CODE) == structure(DISGUISED)


@pytest.mark.parametrize(
    ("old", "new"),
    [("relu", "tanh"), ("3, 4", "3, 5"), ("self.output(h)", "self.output(x)")],
)
def test_another_computation_makes_one(old, new):
    assert structure(CODE) != structure(CODE.replace(old, new))


@pytest.mark.parametrize("slug", ["a0-pytorch-review", "a3-training-pipeline"])
def test_disguised_answers_are_known_by_the_same(slug):
    draw = random.Random(1)
    shares = []
    for answer in read_answers(slug):
        if not answer.cells[0].startswith(("%", "!")):
            first = structure(answer.cells[0], ())
            other = structure(disguised(answer.cells[0], draw), ())
            shares.append(len(first & other) / len(first | other))
    assert sum(share == 1 for share in shares) > 0.7 * len(shares)
    assert sum(shares) > 0.85 * len(shares)


def test_details_are_told_with_their_lines():
    traits = traits_of_code("def f(x):\n    wert = 3.25 * x\n    return wert  # so it must be")
    said = {traits.said[trait]: lines for trait, lines in traits.details.items()}
    assert said["number 3.25"] == (2, 2)
    assert said["name wert"] == (2, 2)
    assert said["comment so it must be"] == (3, 3)


def test_a_mark_in_a_text_begins_no_comment():
    assert not any("comment" in text for text in traits_of_code("x = '# not a comment'").said)


@pytest.mark.parametrize(
    "hostile",
    [
        *("x = " + "-" * 50_000 + "1", "x = 1" + "+1" * 25_000, "x = " + "(" * 5_000),
        *("\x00", "def f(:\n  x", "!ls\n%time x = 1", "x" * 100_000, "é = 1\udc80"),
        "a" + ".b" * 20_000,
        "\n".join(f"v{n} = v0 + v1" for n in range(3_000)),
    ],
    ids=range(10),
)
def test_whatever_is_written_is_read(hostile):
    assert len(traits_of_code(hostile).structure) <= 4_000


def test_words_are_known_by_words_in_a_row():
    first = traits_of_words("The loss goes down, since 0.125 is small.")
    other = traits_of_words("the LOSS goes down;\nthen 0.125 is large")
    assert len(set(first.structure) & set(other.structure)) == 2
    assert set(first.said.values()) == {"figure 0.125"}

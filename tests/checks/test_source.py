"""What the text of a notebook shows: words that a function uses, and data that a model is given."""

import pytest

from autograder.checks import CheckError, check_not_trained_on, mentions

CELLS = [
    "images = load()\norder = shuffled()",
    "train, test = images[order[:9]], images[order[9:]]",
]


def notebook(*cells: str) -> dict[str, object]:
    """Return the globals of a notebook that remembers its cells."""
    return {"In": [*CELLS, *cells]}


def trained(*cells: str) -> None:
    check_not_trained_on(notebook(*cells), "model", "fit", held_out=["test", "images"])


@pytest.mark.parametrize(
    "cell",
    [
        "fit(model, images)",
        "fit(model, test, lr=0.1)",
        "fit(model, torch.cat([train, test]))",
        "both = images\nloader = DataLoader(both, shuffle=True)\nfit(model, loader)",
        "def load():\n    it = DataLoader(train)\n\nit = DataLoader(test)\nfit(model, it)",
        "for epoch in range(9):\n    losses.append(fit(model, DataLoader(images)))",
    ],
)
def test_a_model_that_is_given_what_is_held_out_is_found(cell: str):
    with pytest.raises(CheckError, match="fit trains model on") as error:
        trained(cell)
    assert error.value.finding == "trained on held-out data"


@pytest.mark.parametrize(
    "cell",
    [
        "fit(model, train)",
        "fit(model, images[order[:9]])",
        "fit(other, images)",
        "def load():\n    global images\n    images = train\n\nfit(model, images)",
        "fit(model, Subset(TensorDataset(images), order[:9]))",
        "fit(model, [image for image in images if known(image)])",
        "fit(model, images if False else train)",
        "images = train\nfit(model, images)",
        "loader = DataLoader(train)\nloader = DataLoader(test)\nfit(model, loader)",
        "error = mse(model(test), test)\nfit(model)",
        "x = = 3",
    ],
)
def test_what_is_not_certain_passes(cell: str):
    trained(cell)


def test_a_word_may_stand_in_what_a_function_uses():
    cell = "from torch.linalg import svd as split\ndef half(x):\n    return split(x)"
    user = "def rebuilt(x):\n    return half(x)"
    assert mentions(notebook(cell, user), "rebuilt", "svd") is True
    assert mentions(notebook("def rebuilt(x):\n    return eigh(x)"), "rebuilt", "svd") is False
    assert mentions(notebook(), "rebuilt", "svd") is None

"""Figures are judged by what is on them, however they were made."""

import matplotlib.pyplot as plt
import pytest
import torch

from autograder.checks import CheckError, check_plot

LOSSES, HELD_OUT = [2.0, 1.0, 0.5, 0.25], [2.1, 1.3, 0.9, 0.8]
WANTED = {
    "series": [(range(4), LOSSES), (None, HELD_OUT)],
    "title": "loss",
    "x_label": ("epoch", "step"),
    "y_label": "loss",
    "legend": ["train", ("val", "held out")],
    "log": "y",
}


def curves(losses, held_out):
    plt.plot(losses, label="Training")
    plt.plot(range(len(held_out)), held_out, label="validation")
    plt.title("Loss over time")
    plt.xlabel("Epoch")
    plt.ylabel("MSE loss")
    plt.yscale("log")
    plt.legend()
    plt.show()


def with_axes(losses, held_out):
    figure, axes = plt.subplots()
    axes.scatter(torch.arange(4), torch.tensor(losses), label="train")
    axes.bar(range(4), held_out, label="held out")
    figure.suptitle("LOSS")
    axes.set(xlabel="step", ylabel="loss", yscale="log")
    axes.legend()
    plt.figure()  # another one, which is not returned
    return axes


def shown_and_closed(losses, held_out):
    plt.close("all")
    plt.figure()
    curves(losses, held_out)
    plt.close()


def closed_by_itself(losses, held_out):
    figure = plt.figure()
    curves(losses, held_out)
    plt.close(figure)


def judge(function):
    plt.rcParams["backend"] = "agg"
    check_plot({"draw": function}, "draw", [LOSSES, HELD_OUT], **WANTED)


def test_right_figures_pass_and_are_closed():
    for right in (curves, with_axes, shown_and_closed, closed_by_itself):
        judge(right)
        judge(right)
    assert plt.get_fignums() == []


def changed(**changes):
    """Return a function that draws the right figure, and changes it."""

    def draw(losses, held_out):
        curves(losses, held_out)
        for name, values in changes.items():
            getattr(plt, name)(*values)

    return draw


@pytest.mark.parametrize(
    ("wrong", "finding", "says"),
    [
        (lambda a, b: None, "nothing drawn", "a figure with 0 axes"),  # noqa: ARG005
        (changed(clf=()), "nothing drawn", "Does it clear the figure"),
        (changed(title=("Curves",)), "no label", "title is 'Curves'; it should mention 'loss'"),
        (changed(xlabel=("",)), "no label", "is empty; it should mention 'epoch' or 'step'"),
        (changed(xlabel=("Loss",), ylabel=("Epoch",)), "labels swapped", "wrong way round"),
        (changed(yscale=("linear",)), "linear axis", "y axis is linear"),
        (changed(legend=(["a", "b"],)), "no legend", "'a, b'; it should mention 'train'"),
        (lambda a, b: curves(a[1:], b), "no such series", "has 3, 4 points"),
        (lambda a, b: plt.plot(a, range(4)), "x and y swapped", "swapped"),  # noqa: ARG005
        (lambda a, b: plt.plot(range(1, 5), a), "no such series", "begin with"),  # noqa: ARG005
        (lambda a, b: 1 / 0, "", "raised ZeroDivisionError"),  # noqa: ARG005
    ],
)
def test_a_wrong_figure_is_told(wrong, finding, says):
    try:
        with pytest.raises(CheckError, match=says) as caught:
            judge(wrong)
        assert caught.value.finding == finding
    finally:
        plt.close("all")

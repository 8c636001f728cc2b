"""Check figures that students draw with matplotlib: axes, labels and data, not pixels."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import ATOL, RTOL
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, probe

Words = str | Sequence[str]
"""What a label has to mention: a word, or several of which one is enough; case does not matter."""


@probe
def _drawn(env: Any, name: str, arguments: Any) -> dict[str, Any]:
    """Run beside the student's code: draw, and read what is on the figure."""
    import warnings

    import matplotlib.pyplot as plt
    import numpy as np
    import torch

    def data(values):  # type: ignore[no-untyped-def]
        return torch.as_tensor(np.array(values, dtype=float))

    def read(axes):  # type: ignore[no-untyped-def]
        lines = [[data(line.get_xdata()), data(line.get_ydata())] for line in axes.lines]  # type: ignore[no-untyped-call]
        points = []
        for part in axes.collections:
            at = np.asarray(part.get_offsets(), dtype=float)
            if at.ndim == 2 and len(at):
                points.append([data(at[:, 0]), data(at[:, 1])])  # type: ignore[no-untyped-call]
        bars = [bar for bar in axes.patches if hasattr(bar, "get_height")]
        if bars:
            middles = [bar.get_x() + bar.get_width() / 2 for bar in bars]
            points.append([data(middles), data([bar.get_height() for bar in bars])])  # type: ignore[no-untyped-call]
        legend = axes.get_legend()
        labels = [text.get_text() for text in legend.get_texts()] if legend else []
        return {
            "title": axes.get_title(), "x": axes.get_xlabel(), "y": axes.get_ylabel(),
            "x_scale": axes.get_xscale(), "y_scale": axes.get_yscale(),
            "legend": labels, "series": lines + points,
        }  # fmt: skip

    before = set(plt.get_fignums())
    closed, close = [], plt.close

    def noting(*which, **named):  # type: ignore[no-untyped-def]
        if set(plt.get_fignums()) - before:
            closed.append(plt.gcf())
        close(*which, **named)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plt.show() says that there is no window
        figure = plt.figure()
        number = figure.number
        plt.close = noting  # what is shown and closed has been drawn all the same
        try:
            result = env[name](*arguments)
        finally:
            plt.close = close
        if isinstance(result, plt.Figure):
            figure = result
        elif hasattr(result, "get_figure"):
            figure = result.get_figure()
        elif plt.get_fignums() and plt.gcf().axes:
            figure = plt.gcf()
        else:
            figure = next((one for one in reversed(closed) if one.axes), figure)
        over = figure.get_suptitle()
        axes = [read(one) for one in figure.axes]  # type: ignore[no-untyped-call]
        for other in set(plt.get_fignums()) - before | {number}:
            plt.close(other)
    return {"axes": axes, "over": over}


_AXES = {
    "title": str, "x": str, "y": str, "x_scale": str, "y_scale": str, "legend": [str],
    "series": [[Tensor]],
}  # fmt: skip


def check_plot(
    env: Environment,
    name: str,
    arguments: Sequence[Any] = (),
    *,
    series: Sequence[tuple[Sequence[float] | None, Sequence[float]]] = (),
    title: Words = (),
    x_label: Words = (),
    y_label: Words = (),
    legend: Sequence[Words] = (),
    log: str = "",
    axes: int = 0,
    rtol: float = RTOL,
) -> None:
    """Check the figure that a student's function draws.

    It may return the figure or its axes, leave it as the current one, or close it when it is drawn.
    What is not asked for may be anything: colours, sizes, grids, more lines.

    Args:
        arguments: what it is called with: plain data and tensors.
        series: x and y of each line, set of points or bars that has to be there; None for x where
            only y matters.
        title: what the title has to mention, or the one over the figure; () where it may be none.
        x_label: the same for the label of the x axis.
        y_label: the same for the label of the y axis.
        legend: what the entries of the legend have to mention, each in one of them.
        log: the axes that have to be logarithmic: "", "x", "y" or "xy".
        axes: which of the figure's axes, in the order in which they were made.

    Raises:
        CheckError: an exception, or something that is not there. Findings: ``nothing drawn``, ``no
            such series``, ``x and y swapped``, ``no label``, ``labels swapped``, ``no legend``,
            ``linear axis``.
    """
    call = f"{name}({', '.join(_argument(a) for a in arguments)})"
    form = {"axes": [_AXES], "over": str}
    seen = ask(env, name, call, _drawn, form, arguments=list(arguments))
    if len(seen["axes"]) <= axes:
        text = f"{call} leaves a figure with {len(seen['axes'])} axes; it should have at least "
        why = "Does it clear the figure?" if not seen["axes"] else ""
        raise CheckError(f"{text}{axes + 1}", explanation=why, finding=findings.NOTHING_DRAWN)
    drawn = seen["axes"][axes]
    for x, y in series:
        _check_series(call, drawn["series"], x, y, rtol)
    swapped = _mentions(drawn["x"], y_label) and _mentions(drawn["y"], x_label)
    right = _mentions(drawn["x"], x_label) and _mentions(drawn["y"], y_label)
    if x_label and y_label and swapped and not right:
        text = f"the axes are labelled {drawn['x']!r} (x) and {drawn['y']!r} (y): the wrong way"
        raise CheckError(f"{text} round", finding=findings.LABELS_SWAPPED)
    places = (
        ("title", f"{drawn['title']} {seen['over']}".strip(), title),
        ("label of the x axis", drawn["x"], x_label),
        ("label of the y axis", drawn["y"], y_label),
    )
    for what, found, words in places:
        if not _mentions(found, words):
            raise CheckError(_lacking(f"the {what}", found, words), finding=findings.NO_LABEL)
    for words in legend:
        if not any(_mentions(entry, words) for entry in drawn["legend"]):
            text = _lacking("the legend", ", ".join(drawn["legend"]), words)
            why = "" if drawn["legend"] else "A label=... of a line shows only after plt.legend()."
            raise CheckError(text, explanation=why, finding=findings.NO_LEGEND)
    for axis in log:
        if drawn[f"{axis}_scale"] != "log":
            text = f"the {axis} axis is {drawn[f'{axis}_scale']}; it should be logarithmic"
            raise CheckError(text, finding=findings.LINEAR_AXIS)


def _argument(value: Any) -> str:
    return repr(value) if isinstance(value, str | int | float) else "..."


def _mentions(text: str, words: Words) -> bool:
    wanted = [words] if isinstance(words, str) else list(words)
    return not wanted or any(word.lower() in text.lower() for word in wanted)


def _lacking(where: str, found: str, words: Words) -> str:
    wanted = words if isinstance(words, str) else " or ".join(map(repr, words))
    shown = f"is {found[:80]!r}" if found else "is empty"
    return f"{where} {shown}; it should mention {wanted if ' or ' in wanted else repr(wanted)}"


def _check_series(
    call: str,
    drawn: Sequence[Sequence[Tensor]],
    x: Sequence[float] | None,
    y: Sequence[float],
    rtol: float,
) -> None:
    """Check that a line, points or bars with these numbers are there."""
    pairs = [pair for pair in drawn if len(pair) == 2]
    right = torch.as_tensor(y, dtype=torch.float64)
    along = None if x is None else torch.as_tensor(x, dtype=torch.float64)

    def same(found: Tensor, wanted: Tensor | None) -> bool:
        if wanted is None:
            return True
        return found.shape == wanted.shape and torch.allclose(
            found, wanted, rtol=rtol, atol=ATOL, equal_nan=True
        )

    if any(same(a, along) and same(b, right) for a, b in pairs):
        return
    what = f"of {len(right)} points, from {float(right[0]):.4g} to {float(right[-1]):.4g}"
    text = f"on the figure of {call} there is no line or set of points with the y {what}"
    if any(same(b, right) for _, b in pairs):
        found = next(a for a, b in pairs if same(b, right))
        text = f"on the figure of {call}, the x of the series {what} begin with "
        wanted = [] if along is None else along[:3].tolist()
        text += f"{[round(v, 4) for v in found[:3].tolist()]}; they should begin with {wanted}"
        raise CheckError(text, finding=findings.NO_SERIES)
    if along is not None and any(same(a, right) and same(b, along) for a, b in pairs):
        raise CheckError(text, explanation="x and y are swapped.", finding=findings.AXES_SWAPPED)
    lengths = sorted({len(b) for _, b in pairs})
    why = f"What is there has {', '.join(map(str, lengths))} points." if lengths else ""
    raise CheckError(text, explanation=why or "Nothing is drawn.", finding=findings.NO_SERIES)

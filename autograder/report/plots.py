"""Histograms and bars as SVG, without a plotting library: text stays text, and colours follow CSS.

Places across are shares of the width, heights and letters are pixels: on a narrow phone the bars
become narrower and the letters stay as large as they are.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from markupsafe import Markup, escape

from autograder.text import printable

_MOST_BINS = 12
"""So many bars, with their numbers, fit on a phone."""
CLOSE = 1e-6
"""Points are rounded to five digits: smaller differences are none."""
_LEFT, _RIGHT = 4.0, 96.0
"""Where a histogram begins and ends, in percent of the width: a label fits beside it."""
_TOP, _HEIGHT, _BELOW = 38, 150, 46
_ROW = 42
_NARROW, _WIDE = 40, 84
"""Characters of a label that fit on a phone, and elsewhere; the table has the whole text."""


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram: values from ``low`` to below ``high``; the last bar includes it.

    A bar of one value has it as ``low`` and as ``high``.
    """

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Bar:
    """One horizontal bar."""

    label: str  # what it stands for
    value: float  # its length, from 0 to the greatest that the plot shows
    text: str  # the value, in words


def score_bins(scores: Sequence[float], maximum: float) -> tuple[Bin, ...]:
    """Return the histogram of scores, from 0 to the maximum, or as far as scores go.

    A small assignment has a bar for each score that can be reached in whole, half or quarter
    points; a large one has about ten bars of a round width.
    """
    if not scores:
        return ()
    low, high = min(0.0, *scores), max(maximum, *scores)
    for step in (1.0, 0.5, 0.25):
        if (high - low) / step <= _MOST_BINS and _are_multiples([low, high, *scores], step):
            first, last = round(low / step), round(high / step)
            counts = Counter(round(score / step) for score in scores)
            return tuple(Bin(n * step, n * step, counts[n]) for n in range(first, last + 1))
    width = _round_width((high - low) / _MOST_BINS)
    first, last = math.floor(low / width), math.ceil(round(high / width, 6))
    return _between([n * width for n in range(first, last + 1)], scores)


def _are_multiples(values: Sequence[float], step: float) -> bool:
    return all(abs(value / step - round(value / step)) < CLOSE for value in values)


def _round_width(least: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is large enough."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= least * (1 - CLOSE))


def time_bins(seconds: Sequence[float]) -> tuple[Bin, ...]:
    """Return the histogram of times, in steps of 1, 2, 5, 10, 20, 50 ...

    Most submissions take seconds and a few take minutes: equal steps would put nearly all of
    them into one bar.
    """
    if not seconds:
        return ()
    edges = [0.0] + [factor * 10.0**power for power in range(-1, 6) for factor in (1, 2, 5)]
    first = min(sum(edge <= min(seconds) for edge in edges[1:]), len(edges) - 2)
    last = max(first + 1, sum(edge < max(seconds) for edge in edges))
    return _between(edges[first : last + 1], seconds)


def _between(edges: Sequence[float], values: Sequence[float]) -> tuple[Bin, ...]:
    """Count values between edges; what lies a rounding error outside belongs to the last bar."""
    limits = np.round(edges, 5)
    counts, _ = np.histogram(np.clip(np.round(values, 5), limits[0], limits[-1]), limits)
    return tuple(
        Bin(float(low), float(high), int(count))
        for (low, high), count in zip(pairwise(limits), counts, strict=True)
    )


def number(value: float) -> str:
    """Return a number with at most two digits after the point, and commas between thousands."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def shortened(text: str, most: int) -> str:
    """Return a text of so many characters at most, which shows where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def bin_label(bins: Sequence[Bin], index: int) -> str:
    """Return which values a bar stands for."""
    low, high = bins[index].low, bins[index].high
    if low == high:
        return number(low)
    below = "" if index == len(bins) - 1 else "below "
    return f"{number(low)} to {below}{number(high)}"


def histogram(bins: Sequence[Bin], title: str, axis: str, mark: tuple[str, float]) -> Markup:
    """Draw a histogram.

    Args:
        bins: the bars, from left to right; at least one.
        title: what the plot shows, for screen readers and as a tooltip.
        axis: what is counted along the axis, with its unit.
        mark: a value to be marked with a dashed line, and its name.
    """
    width = (_RIGHT - _LEFT) / len(bins)
    most = max(1, *(one.count for one in bins))
    ground = _TOP + _HEIGHT
    total = sum(one.count for one in bins)
    rectangles, texts = [], []
    for index, one in enumerate(bins):
        left, height = _LEFT + index * width, _HEIGHT * one.count / most
        share = f"{bin_label(bins, index)}: {one.count:,} of {total:,}"
        if one.count:
            rectangles.append(
                f'<rect class="bar" x="{left:.2f}%" y="{ground - height:.1f}" '
                f'width="{width:.2f}%" height="{height:.1f}"><title>{escape(share)}</title></rect>'
            )
            texts.append(_text(left + width / 2, ground - height - 5, f"{one.count:,}", "count"))
        place = left + width / 2 if one.low == one.high else left
        texts.append(_text(place, ground + 16, number(one.low)))
    if bins[-1].low < bins[-1].high:
        texts.append(_text(_RIGHT, ground + 16, number(bins[-1].high)))
    axis_line = f'<line class="axis" x1="{_LEFT}%" x2="{_RIGHT}%" y1="{ground}" y2="{ground}"/>'
    texts.append(axis_line + _text(50, ground + 38, axis, "axis-name"))
    # numbers come last, so that the dashed line does not cross them out
    parts = [*rectangles, _mark(bins, *mark), *texts]
    return _svg(title, ground + _BELOW, parts)


def _mark(bins: Sequence[Bin], name: str, value: float) -> str:
    """Draw a dashed line at a value, and its name above on the side that has more room."""
    width = (_RIGHT - _LEFT) / len(bins)
    if bins[0].low == bins[0].high:
        step = bins[1].low - bins[0].low if len(bins) > 1 else 1.0
        place = (value - bins[0].low) / step + 0.5
    else:
        inside = [n for n, one in enumerate(bins) if one.low <= value]
        index = inside[-1] if inside else 0
        one = bins[index]
        place = index + min(1.0, max(0.0, (value - one.low) / (one.high - one.low)))
    across = _LEFT + place * width
    anchor, gap = ("start", 5) if across < 60 else ("end", -5)
    return (
        f'<line class="mark" x1="{across:.2f}%" x2="{across:.2f}%" y1="2" y2="{_TOP + _HEIGHT}"/>'
        f'<text class="mark-name" x="{across:.2f}%" dx="{gap}" y="13" '
        f'text-anchor="{anchor}">{escape(name)} {number(value)}</text>'
    )


def curve(points: Sequence[Bar], title: str, axis: str, most: float) -> Markup:
    """Draw how something goes on, step by step.

    Args:
        points: the steps, from left to right; at least one.
        title: what the plot shows, for screen readers and as a tooltip.
        axis: what goes on along the axis.
        most: the value at the top.
    """
    width = (_RIGHT - _LEFT) / max(1, len(points) - 1)
    ground = _TOP + _HEIGHT
    places = [
        (
            _LEFT + index * width if len(points) > 1 else 50.0,
            ground - _HEIGHT * min(1.0, max(0.0, one.value / most if most > 0 else 0.0)),
        )
        for index, one in enumerate(points)
    ]
    lines = [
        f'<line class="curve" x1="{x:.2f}%" y1="{y:.1f}" x2="{x_to:.2f}%" y2="{y_to:.1f}"/>'
        for (x, y), (x_to, y_to) in pairwise(places)
    ]
    dots = [
        f'<circle class="bar" cx="{x:.2f}%" cy="{y:.1f}" r="4">'
        f"<title>{escape(one.label)}: {escape(one.text)}</title></circle>"
        for (x, y), one in zip(places, points, strict=True)
    ]
    texts = [f'<line class="axis" x1="{_LEFT}%" x2="{_RIGHT}%" y1="{ground}" y2="{ground}"/>']
    ends = {0: "start", len(points) - 1: "end"} if len(points) > 1 else {0: "middle"}
    for index, anchor in ends.items():
        (x, y), one = places[index], points[index]
        texts += [
            f'<text class="end" x="{x:.2f}%" y="{down:.1f}" text-anchor="{anchor}">{escape(text)}'
            "</text>"
            for down, text in ((y - 10, one.text), (ground + 16, one.label))
        ]
    return _svg(
        title, ground + _BELOW, [*lines, *dots, *texts, _text(50, ground + 38, axis, "axis-name")]
    )


def bars(rows: Sequence[Bar], title: str, most: float) -> Markup:
    """Draw horizontal bars, each under its label.

    Args:
        rows: the bars, from the top.
        title: what the plot shows, for screen readers and as a tooltip.
        most: the value of a bar over the whole width.
    """
    parts = []
    for index, row in enumerate(rows):
        top = index * _ROW
        label = printable(row.label)
        length = 100 * min(1.0, max(0.0, row.value / most if most > 0 else 0.0))
        parts.append(
            f"<g><title>{escape(label[:200])}: {escape(row.text)}</title>{_names(label, top + 15)}"
            f'<text class="value" x="100%" y="{top + 15}">{escape(row.text)}</text>'
            f'<rect class="track" x="0" y="{top + 22}" width="100%" height="11"/>'
            f'<rect class="bar" x="0" y="{top + 22}" width="{length:.2f}%" height="11"/></g>'
        )
    return _svg(title, len(rows) * _ROW, parts)


def _names(label: str, down: int) -> str:
    """Return a bar's label, cut for a phone and for wider places where that differs."""
    narrow, wide = shortened(label, _NARROW), shortened(label, _WIDE)
    if narrow == wide:
        return f'<text x="0" y="{down}">{escape(label)}</text>'
    return (
        f'<text class="narrow" x="0" y="{down}">{escape(narrow)}</text>'
        f'<text class="wide" x="0" y="{down}">{escape(wide)}</text>'
    )


def _text(across: float, down: float, text: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{across:.2f}%" y="{down:.1f}">{escape(text)}</text>'


def _svg(title: str, height: float, parts: Sequence[str]) -> Markup:
    name = escape(title)
    # every text in the parts was escaped where it was put in
    return Markup(
        f'<svg role="img" aria-label="{name}" width="100%" height="{height:.0f}">'
        f"<title>{name}</title>{''.join(parts)}</svg>"
    )

"""What handing in late costs: read from an assignment's configuration or the command line."""

import math
import re
from typing import Any

import msgspec
import yaml

from autograder.errors import LatePolicyError

_DAY = 86_400.0
_UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": _DAY}
_DURATION = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s*(s|min|h|d)(?:ec|econd|ute|our|r|ay)?s?", re.IGNORECASE
)
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
_EXAMPLE = "per_day: 10 %, grace: 15 min, most: 3 days"
NO_POLICY = "none"
"""What the command line says so that lateness costs nothing."""


class LatePolicy(msgspec.Struct, frozen=True):
    """What handing in late costs."""

    per_day: float  # share of the points that each day costs that has begun, from 0 to 1
    grace: float = 0.0  # seconds that cost nothing
    most: float | None = None  # seconds after which all points are lost; None for never

    def days(self, seconds: float) -> int:
        """Return how many days have begun after the deadline, 0 within the grace."""
        return math.ceil(seconds / _DAY) if seconds > self.grace else 0

    def share(self, seconds: float) -> float:
        """Return the share of the points that so many seconds cost, from 0 to 1.

        Once the grace is over, the whole time counts from the deadline.
        """
        if self.most is not None and seconds > max(self.most, self.grace):
            return 1.0
        return min(1.0, self.days(seconds) * self.per_day)


def read_policy(given: Any, where: str) -> LatePolicy:
    """Read a policy as people write it.

    Args:
        given: a table with ``per_day`` and perhaps ``grace`` and ``most``.
        where: where it comes from, for the message.

    Raises:
        LatePolicyError: it is no such table.
    """
    if not isinstance(given, dict) or "per_day" not in given:
        raise LatePolicyError(f"{where}: late needs per_day; write it as {{{_EXAMPLE}}}")
    unknown = sorted(str(name) for name in given.keys() - {"per_day", "grace", "most"})
    if unknown:
        raise LatePolicyError(f"{where}: late has no {unknown[0]}; it has per_day, grace and most")
    found = _SHARE.fullmatch(str(given["per_day"]).strip())
    if not found or float(found[1]) > 100:
        raise LatePolicyError(
            f"{where}: per_day is {given['per_day']!r}; write it as a share of the points, as 10 %"
        )
    most = _seconds(given["most"], "most", where) if "most" in given else None
    return LatePolicy(
        float(found[1]) / 100, _seconds(given.get("grace", "0 s"), "grace", where), most
    )


def _seconds(given: Any, name: str, where: str) -> float:
    found = _DURATION.fullmatch(str(given).strip())
    if not found:
        raise LatePolicyError(
            f"{where}: {name} is {given!r}; write it with its unit: s, min, h or days, as 15 min"
        )
    return float(found[1]) * _UNITS[found[2].lower()]


def parse_policy(text: str) -> LatePolicy | None:
    """Read a policy from the command line; None for ``none``.

    Raises:
        LatePolicyError: it is none.
    """
    if text.strip().lower() == NO_POLICY:
        return None
    try:
        given = yaml.safe_load(f"{{{text.strip().strip('{}')}}}")
    except yaml.YAMLError:
        given = None
    return read_policy(given, "--late")

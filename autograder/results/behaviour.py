"""What an answer did in a failed test, in so few numbers that a class of answers can be compared.

Wrong answers to one question are the same mistake where they fail the same tests and return the
same, up to rounding. Values are too large to be kept for everybody, so each becomes its form and
a few numbers.
"""

import msgspec

FEW = 6
"""Values of so many numbers are kept as they are."""
_RTOL = 1e-3
"""Room for another order of float32 operations, as traces have it."""
_ATOL_VALUES = 1e-5
_ATOL_FIGURES = 1e-3
"""The same relative to the greatest number, of values and of figures about them."""


class Part(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """A value that a call returned, or a part of one, or an exception."""

    form: str  # such as ``numbers (3, 4)``, ``number`` or ``raises ValueError``
    # at most ``FEW`` numbers as they are; of more least, greatest, mean, root mean square, and two
    # weighted means. None is infinite: how many are not finite is in the form
    numbers: tuple[float, ...] = ()
    whole: bool = True  # whether these are the numbers themselves

    @property
    def room(self) -> tuple[float, ...]:
        """How far each number of another part may be from this one's, for both to be the same."""
        if self.whole:
            more = _ATOL_VALUES * max(map(abs, self.numbers), default=0.0)
        else:
            more = _ATOL_FIGURES * abs(self.numbers[3])
        return tuple(_RTOL * abs(number) + more for number in self.numbers)


class Behaviour(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What student code did in a test, call by call."""

    parts: tuple[Part, ...] = ()
    whole: bool = True  # whether nothing was left out for want of room

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of its values, in order."""
        return tuple(part.form for part in self.parts)

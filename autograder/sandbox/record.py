"""What is known of a run of a notebook."""

import msgspec


class Stop(msgspec.Struct, frozen=True):
    """Why a notebook did not reach its end.

    Attributes:
        limit: the limit that was hit, or "" when the process ended by itself.
        cell: number of the cell in the notebook, counted from 1; 0 before the first.
        message: one sentence for the student.
    """

    limit: str
    cell: int
    message: str


class RunRecord(msgspec.Struct):
    """What is known of a run; it grows while the run goes on.

    Attributes:
        layers: the layers of confinement that held.
        missing: those that this machine could not give, with the reason.
        errors: exceptions by number of the cell, counted from 1.
        stop: why the notebook ended early, or None.
    """

    layers: list[str] = []
    missing: list[str] = []
    errors: dict[int, str] = {}
    stop: Stop | None = None

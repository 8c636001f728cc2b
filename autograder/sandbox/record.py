"""What is known of a run of a notebook."""

import msgspec


class Stop(msgspec.Struct, frozen=True):
    """Why a notebook did not reach its end."""

    limit: str  # the limit that was hit, or "" when the process ended by itself
    cell: int  # number of the cell in the notebook, counted from 1; 0 before the first
    message: str  # one sentence for the student


class RunRecord(msgspec.Struct):
    """What is known of a run; it grows while the run goes on."""

    layers: list[str] = []  # the layers of confinement that held
    missing: list[str] = []  # those that this machine could not give, with the reason
    errors: dict[int, str] = {}  # exceptions by number of the cell, counted from 1
    stop: Stop | None = None  # why the notebook ended early, or None

"""Read the settings of a master notebook, and refuse wrong ones."""

from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml
from nbformat import NotebookNode
from otter.assign.assignment import Assignment as OtterAssignment
from otter.assign.blocks import get_cell_config as otter_cell_config
from otter.assign.blocks import is_assignment_config_cell

from autograder.errors import LatePolicyError, LimitError, MasterError
from autograder.late_policy import LatePolicy, read_policy
from autograder.limits import read_limits
from autograder.release_format import Feedback

_UNSUPPORTED = ("config_file", "environment", "plugins", "runs_on", "seed", "student_files")


class MasterConfig(NamedTuple):
    """The settings of an assignment."""

    otter: OtterAssignment  # Otter's
    limits: dict[str, Any]  # what a submission may use, where it differs from the defaults
    feedback: Feedback  # what students see of a result
    late: LatePolicy | None  # what handing in late costs; None for nothing


def config_of(path: Path, number: int, cell: NotebookNode) -> dict[str, Any]:
    """Read the YAML of a raw cell."""
    try:
        config = otter_cell_config(cell)
    except yaml.YAMLError as error:
        reason = str(error).partition("\n")[0]
        raise MasterError(path, number, f"the settings are not valid YAML: {reason}") from None
    if not isinstance(config, dict):
        raise MasterError(path, number, "the settings are not YAML of the form `name: value`")
    return config


def read_config(path: Path, cells: list[NotebookNode]) -> MasterConfig:
    """Read the assignment's settings from the first cell: Otter's and ours.

    Raises:
        MasterError: there is no such cell, or a setting is wrong.
    """
    if not cells or not is_assignment_config_cell(cells[0]):
        raise MasterError(
            path,
            1,
            "no config cell; make the first cell a raw cell that begins with # ASSIGNMENT CONFIG "
            f"and says name: {path.stem}",
        )
    for number, cell in enumerate(cells[1:], start=2):
        if is_assignment_config_cell(cell):
            raise MasterError(path, number, "a second config cell; merge it into the first")
    given = config_of(path, 1, cells[0])
    for key in _UNSUPPORTED:
        if given.get(key):
            raise MasterError(path, 1, f"the setting {key} is not supported here; remove it")
    limits = given.pop("limits", None) or {}
    if not isinstance(limits, dict):
        raise MasterError(path, 1, "limits is a table of names and numbers, as `seconds: 900`")
    try:
        read_limits(limits, "limits")
    except LimitError as error:
        raise MasterError(path, 1, str(error)) from None
    try:  # as ``feedback: {show: message, when: after_due_date}``
        feedback = msgspec.convert(given.pop("feedback", None) or {}, Feedback)
    except msgspec.ValidationError as error:
        raise MasterError(path, 1, f"the setting feedback is wrong: {error}") from None
    late = None
    if "late" in given:  # as ``late: {per_day: 10 %, grace: 15 min, most: 3 days}``
        try:
            late = read_policy(given.pop("late"), "the settings")
        except LatePolicyError as error:
            raise MasterError(path, 1, str(error)) from None
    config = OtterAssignment(require_valid_keys=True)
    try:
        config.update(given)
    except Exception as error:
        raise MasterError(path, 1, f"the settings are wrong: {error}") from None
    if config.name != path.stem:
        raise MasterError(path, 1, f"name is {config.name!r}; set name: {path.stem}, as the file")
    if config.tests.ok_format:
        raise MasterError(
            path, 1, "tests are exception-based here; set tests: with ok_format: false below it"
        )
    config.lang = "python"
    config.master = path
    return MasterConfig(config, limits, feedback, late)

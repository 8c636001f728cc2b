"""Read the settings of a master notebook, and refuse wrong ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec.structs import replace
from nbformat import NotebookNode
from otter.assign.assignment import Assignment as OtterAssignment
from otter.assign.blocks import get_cell_config as otter_cell_config
from otter.assign.blocks import is_assignment_config_cell

from autograder.errors import LatePolicyError, LimitError, MasterError
from autograder.late_policy import LatePolicy, read_policy
from autograder.limits import read_limits
from autograder.release.otter_settings import check_settings, unknown_settings
from autograder.release.test_cells import check_number
from autograder.release_format import Feedback

_UNSUPPORTED = ("config_file", "environment", "plugins", "runs_on", "seed", "student_files")


OUR_SETTINGS = ("strict", "limits", "feedback", "late", "tests_with_student")
"""Settings that are not Otter's."""


class OurSettings(msgspec.Struct, frozen=True):
    """What the settings of an assignment say beyond Otter's."""

    # whether it keeps our rules; None where nothing is said: then it does where it can
    strict: bool | None = None
    limits: dict[str, Any] = {}  # what a submission may use, where it differs from the defaults
    feedback: Feedback | None = None  # what students see of a result; None where nothing is said
    late: LatePolicy | None = None  # what handing in late costs; None for nothing
    tests_with_student: bool = False  # whether tests run in the student's own process


def config_of(path: Path, number: int, cell: NotebookNode) -> dict[str, Any]:
    """Read the YAML of a raw cell."""
    try:
        _refuse_twins(path, number, cell)
        config = otter_cell_config(cell)
    except yaml.YAMLError as error:
        problem = f"the settings are not valid YAML: {yaml_problem(error)}"
        raise MasterError(path, number, problem) from None
    except RecursionError:
        raise MasterError(path, number, "the settings hold themselves; write them out") from None
    if not isinstance(config, dict):
        raise MasterError(path, number, "the settings are not YAML of the form `name: value`")
    for key in config:
        if not isinstance(key, str):
            raise MasterError(path, number, f"{key!r} is no name of a setting; remove it")
    return config


def yaml_problem(error: Exception) -> str:
    """Say in one line what is wrong with YAML, and in which of its lines."""
    problem, mark = getattr(error, "problem", None), getattr(error, "problem_mark", None)
    if problem and mark:
        hint = "; indent with spaces" if "'\\t'" in problem else ""
        return f"{problem} (line {mark.line + 1} of them){hint}"
    return str(error).partition("\n")[0]


def _refuse_twins(path: Path, number: int, cell: NotebookNode) -> None:
    """Refuse settings that say two things of one name, of which YAML would take the last."""
    text = "\n".join(line for line in cell.source.splitlines() if not line.startswith("#"))
    for node in _mappings(yaml.compose(text)):
        said: dict[Any, str] = {}
        for key, value in node.value:
            if said.setdefault(yaml.serialize(key), yaml.serialize(value)) != yaml.serialize(value):
                raise MasterError(path, number, f"the settings have two of {key.value}; keep one")


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
    if isinstance(node, yaml.MappingNode | yaml.SequenceNode):
        for part in node.value:
            for child in part if isinstance(part, tuple) else (part,):
                yield from _mappings(child)


def check_worth(path: Path, number: int, points: Any) -> None:
    """Refuse points that are none.

    Raises:
        MasterError: they are no number of 0 or more, no list of such, and no ``each: number``.
    """
    if isinstance(points, dict) and points.keys() != {"each"}:
        raise MasterError(path, number, f"points are {points!r}; write a number, or {{each: 1}}")
    match points:
        case None:
            values: list[Any] = []
        case list():
            values = points
        case dict():
            values = list(points.values())
        case _:
            values = [points]
    for value in values:
        try:
            check_number(value)
        except ValueError as error:
            raise MasterError(path, number, str(error)) from None


def check_whole_worth(path: Path, number: int, points: Any) -> None:
    """Refuse points of single tests for a question that has none, as people grade it.

    Raises:
        MasterError: they are a list or a table.
    """
    if isinstance(points, list | dict):
        problem = f"points are {points!r}, but the question has no tests; write a number"
        raise MasterError(path, number, problem)


def read_ours(path: Path, given: dict[str, Any]) -> OurSettings:
    """Read what of an assignment's settings is not Otter's.

    Raises:
        MasterError: it is wrong.
    """
    limits = given.get("limits") or {}
    if not isinstance(limits, dict):
        raise MasterError(path, 1, "limits is a table of names and numbers, as `seconds: 900`")
    try:
        read_limits(limits, "limits")
        late = read_policy(given["late"], "the settings") if "late" in given else None
    except (LimitError, LatePolicyError) as error:
        raise MasterError(path, 1, str(error)) from None
    feedback = None
    if "feedback" in given:
        try:  # as ``feedback: {show: message, when: after_due_date}``
            feedback = msgspec.convert(given["feedback"] or {}, Feedback)
        except msgspec.ValidationError as error:
            raise MasterError(path, 1, f"the setting feedback is wrong: {error}") from None
    for key in ("strict", "tests_with_student"):
        if not isinstance(given.get(key, False), bool):
            raise MasterError(path, 1, f"{key} is {given[key]!r}; say true or false")
    return OurSettings(
        given.get("strict"), limits, feedback, late, given.get("tests_with_student", False)
    )


def read_config(path: Path, cells: list[NotebookNode]) -> tuple[OtterAssignment, OurSettings]:
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
    ours = read_ours(path, given)
    for key in OUR_SETTINGS:
        given.pop(key, None)
    if unknown := unknown_settings(given):
        raise MasterError(path, 1, unknown[0])
    given = check_settings(path, 1, given)
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
    return config, replace(ours, feedback=ours.feedback or Feedback())

"""What Otter's settings of an assignment may be, as Otter itself does not look at their types."""

import difflib
import re
from pathlib import Path
from typing import Any

import msgspec

from autograder.errors import MasterError

_Yes = bool | None
_Names = list[str] | None


class _ExportCell(msgspec.Struct):
    """The settings of the cell with which students hand in."""

    instructions: str | None = None
    pdf: _Yes = None
    filtering: _Yes = None
    force_save: _Yes = None
    run_tests: _Yes = None
    files: _Names = None
    require_no_pdf_ack: bool | dict[str, str] | None = None
    ignore_log: _Yes = None


class _Generate(msgspec.Struct):
    """The settings of grading."""

    score_threshold: float | None = None
    points_possible: float | None = None
    show_stdout: _Yes = None
    show_hidden: _Yes = None
    show_all_public: _Yes = None
    seed: int | None = None
    seed_variable: str | None = None
    grade_from_log: _Yes = None
    serialized_variables: dict[str, str] | None = None
    pdf: _Yes = None
    debug: _Yes = None
    print_summary: _Yes = None
    print_score: _Yes = None
    zips: _Yes = None


class _Tests(msgspec.Struct):
    """How tests are written and kept."""

    files: _Yes = None
    ok_format: _Yes = None
    url_prefix: str | None = None


class _OtterSettings(msgspec.Struct):
    """The settings of an assignment; ``name`` is looked at elsewhere."""

    name: Any = None
    config_file: str | None = None
    requirements: str | list[str] | None = None
    overwrite_requirements: _Yes = None
    environment: str | None = None
    run_tests: _Yes = None
    solutions_pdf: bool | str | None = None
    template_pdf: _Yes = None
    init_cell: _Yes = None
    check_all_cell: _Yes = None
    export_cell: bool | _ExportCell | None = None
    seed: int | dict[str, Any] | None = None
    generate: bool | _Generate | None = None
    save_environment: _Yes = None
    ignore_modules: _Names = None
    files: _Names = None
    autograder_files: _Names = None
    student_files: _Names = None
    plugins: list[Any] | None = None
    tests: _Tests | None = None
    show_question_points: _Yes = None
    runs_on: str | None = None
    python_version: str | float | None = None
    channel_priority_strict: _Yes = None
    strip_solutions_from_all_cells: _Yes = None
    suppress_no_tests_warning: _Yes = None
    lang: str | None = None


class _QuestionSettings(msgspec.Struct):
    """The settings of a question; ``name`` and ``points`` are looked at elsewhere."""

    name: Any = None
    manual: _Yes = None
    points: Any = None
    check_cell: _Yes = None
    export: _Yes = None
    all_or_nothing: _Yes = None
    bonus: _Yes = None  # ours


_FORMS = {
    "bool": "true or false",
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "array": "a list, as [a, b]",
    "object": "settings of its own, as {name: value}",
    "null": "nothing",
}
"""What msgspec's names of types are to an instructor."""


def check_settings(path: Path, number: int, given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of an assignment without those that say nothing or nothing that counts.

    Args:
        number: the cell that gives them.

    Raises:
        MasterError: one is of another type than Otter takes.
    """
    kept = _checked(path, number, given, _OtterSettings)
    if kept.get("generate") is False:  # a zip is always made
        del kept["generate"]
    if isinstance(generate := kept.get("generate"), dict):  # grading here opens zips by itself
        kept["generate"] = {key: value for key, value in generate.items() if key != "zips"}
    return kept


def check_question(path: Path, number: int, given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a question without those that say nothing.

    Args:
        number: the cell that gives them.

    Raises:
        MasterError: one is of another type than Otter takes, or there is no name.
    """
    name = given.get("name")
    if name is None:
        raise MasterError(path, number, "the question has no name; add name: q1, or another")
    if not isinstance(name, str | int | float) or isinstance(name, bool):
        problem = f"the question has the name {name!r}; put it in quotes"
        raise MasterError(path, number, problem)
    return _checked(path, number, given, _QuestionSettings)


def _checked(path: Path, number: int, given: dict[str, Any], form: type) -> dict[str, Any]:
    try:
        msgspec.convert(given, form)
    except msgspec.ValidationError as error:
        raise MasterError(path, number, _what_is_wrong(given, str(error))) from None
    # no value is Otter's default, but for this one, of which it is "no cell"
    return {key: value for key, value in given.items() if value is not None or key == "export_cell"}


def _what_is_wrong(given: dict[str, Any], complaint: str) -> str:
    """Say in our words what msgspec says, which ends with the place as ``$.tests.files[...]``."""
    place = complaint.partition("`$.")[2].rstrip("`")
    value: Any = given
    for part in re.findall(r"\w+", place):
        value = value[int(part)] if part.isdigit() else value[part]
    wanted = complaint.partition("Expected `")[2].partition("`")[0].split(" | ")
    forms = [_FORMS.get(one, one) for one in wanted if one != "null"]
    return f"{place} is {value!r}; write {', or '.join(forms)}"


def unknown_settings(given: dict[str, Any]) -> list[str]:
    """Say of each setting of an assignment that there is no such, a line each."""
    return _unknown(given, _OtterSettings.__struct_fields__)


def unknown_of_question(given: dict[str, Any]) -> list[str]:
    """Say of each setting of a question that there is no such, a line each."""
    return _unknown(given, _QuestionSettings.__struct_fields__)


def _unknown(given: dict[str, Any], known: tuple[str, ...]) -> list[str]:
    found = []
    for key in given:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {close[0]}?" if close else "remove it"
            found.append(f"there is no setting {key}; {hint}")
    return found

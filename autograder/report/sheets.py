"""Write what people need to grade answers: a page to read and a table to fill in, per question."""

from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.manual import SharedAnswer, Sheet, read_sheets
from autograder.gradebook.points import COLUMNS, Line, Table, clean_code, read_table, write_table
from autograder.report.pages import answers_page
from autograder.text import file_name


def write_answers(folder: Path) -> list[Path]:
    """Write ``answers/<question>.html`` and ``answers/<question>.csv`` for each question.

    What a table holds already stays: points, comments, other columns, and answers that are not
    there any more. Pages are written anew.

    Args:
        folder: the output folder of a graded class.

    Returns:
        the tables.

    Raises:
        AutograderError: there is nothing to grade, or a table that exists cannot be read; then
            nothing has been written.
    """
    sheets = read_sheets(folder)
    made = []
    for sheet in sheets.questions:
        path = folder / "answers" / f"{file_name(sheet.name)}.csv"
        there = read_table(path) if path.exists() else Table(COLUMNS, ())
        made.append((sheet, path, _filled(there, sheet)))
    for sheet, path, table in made:
        write_whole(path.with_suffix(".html"), answers_page(sheets.title, sheet, path.name))
        write_table(path, table)
    return [path for _, path, _ in made]


def _filled(table: Table, sheet: Sheet) -> Table:
    """Return a table with a line for every answer, and all that it held before."""
    columns = (*table.columns, *(name for name in COLUMNS if name not in table.columns))
    answers = {answer.code: answer for answer in sheet.answers}
    lines = []
    for line in table.lines:
        known = answers.pop(clean_code(line.cells["answer"]), None)
        empty = not line.cells["points"].strip() and not line.cells.get("comment", "").strip()
        lines.append({**line.cells, **_given(known, table)} if known and empty else line.cells)
    lines += [{"answer": answer.code, **_given(answer, table)} for answer in answers.values()]
    return Table(columns, tuple(Line(0, cells) for cells in lines), table.separator)


def _given(answer: SharedAnswer, table: Table) -> dict[str, str]:
    """Return the points and the comment that an answer was given in an earlier run."""
    points = answer.given.points
    if points is None:
        return {}
    text = f"{points:.10g}"
    # A spreadsheet that separates by semicolons writes numbers with a comma.
    text = text.replace(".", ",") if table.separator == ";" else text
    return {"points": text, "comment": answer.given.comment}

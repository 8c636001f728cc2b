"""Show a verification report: on the terminal, and as a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.templates import page_environment
from autograder.verify.attempts import Attempt, Kind
from autograder.verify.found import GradedAttempt
from autograder.verify.judge import Report

_TITLES = {
    Kind.SOLUTION: "The solution: full marks everywhere",
    Kind.BLANK: "The blank notebook: no points",
    Kind.ACCEPTED: "Accepted variants: full marks everywhere",
    Kind.MISCONCEPTION: "Misconceptions: lose their question, and are named by their hint",
}
FULL, LOST, UNTESTED = "●", "✗", ""


@dataclass(frozen=True)
class MatrixLine:
    """One line of the kill matrix: an attempt, or several that differ in random numbers only."""

    attempt: Attempt  # the first attempt
    message: str  # what its first failed test said
    marks: dict[str, str]  # how each question went: full marks, points lost, or not tested
    draws: str  # with how many draws of fresh inputs the verdict was as it should be, of how many
    problem: str  # what falls short, or ""


def lines(report: Report, kind: Kind) -> list[MatrixLine]:
    """Return the lines of one kind."""
    groups: dict[tuple[str, str, str], list[GradedAttempt]] = {}
    for row in report.of(kind):
        attempt = row.attempt
        groups.setdefault((attempt.question, attempt.label, attempt.change), []).append(row)
    right = kind in (Kind.SOLUTION, Kind.ACCEPTED)
    made = []
    for rows in groups.values():
        held = [full is right for row in rows for full in row.full.values()]
        made.append(
            MatrixLine(
                rows[0].attempt,
                rows[0].message,
                {question: _mark(rows, question) for question in report.questions},
                f"{sum(held)}/{len(held)}",
                next((row.problem for row in rows if row.problem), ""),
            )
        )
    return made


def _mark(rows: list[GradedAttempt], question: str) -> str:
    if any(question not in row.found for row in rows):
        return UNTESTED
    return FULL if all(row.is_full(question) for row in rows) else LOST


def operators(report: Report) -> dict[str, dict[str, str]]:
    """Return how many mutants were killed of how many, by operator and question."""
    table: dict[str, dict[str, list[GradedAttempt]]] = {}
    for row in report.of(Kind.MUTANT):
        table.setdefault(row.attempt.label, {}).setdefault(row.attempt.question, []).append(row)
    return {
        operator: {question: _killed(rows) for question, rows in by_question.items()}
        for operator, by_question in sorted(table.items())
    }


def _killed(rows: list[GradedAttempt]) -> str:
    listed = sum(bool(row.equivalent) for row in rows)
    killed = sum(not row.problem and not row.equivalent for row in rows)
    return f"{killed}/{len(rows) - listed}" + (f" (+{listed} equivalent)" if listed else "")


def print_report(report: Report, console: Console) -> None:
    """Print the kill matrix, what falls short, and the summary as the last line."""
    console.print(f"[bold]{escape(report.slug)}[/]")
    console.print(f"{FULL} full marks   {LOST} points lost", style="dim")
    for kind, title in _TITLES.items():
        if report.of(kind):
            console.print(_attempts(report, kind, title))
    if report.of(Kind.MUTANT):
        console.print(_mutants(report))
    for row in report.rows:
        if row.problem:
            _print_problem(row, console)
    for line in report.stale:
        console.print(f"[red]✗[/] {escape(line)}")
    for advice in report.limits if not report.left else ():
        if advice.worth_saying:
            console.print(str(advice), markup=False, soft_wrap=True, style="dim")
    if report.not_judged:
        console.print(report.not_judged, markup=False, soft_wrap=True, style="yellow")
    console.print(
        report.summary, markup=False, soft_wrap=True, style="green" if report.good else "red"
    )


def _attempts(report: Report, kind: Kind, title: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1))
    table.add_column("about")
    table.add_column("what it does", overflow="fold", ratio=1)
    for question in report.questions:
        table.add_column(question, justify="center")
    table.add_column("draws", justify="right")
    table.add_column("")
    for line in lines(report, kind):
        table.add_row(
            line.attempt.question,
            escape(line.attempt.label),
            *line.marks.values(),
            line.draws,
            "[red]✗[/]" if line.problem else "[green]✓[/]",
        )
    return table


def _mutants(report: Report) -> Table:
    table = Table(
        title="Mutants of the solution: killed", title_justify="left", box=None, padding=(0, 1)
    )
    table.add_column("operator")
    for question in report.questions:
        table.add_column(question, justify="right")
    for operator, counts in operators(report).items():
        table.add_row(operator, *(counts.get(question, "") for question in report.questions))
    totals = [
        f"{report.count(Kind.MUTANT, question)}" if report.of(Kind.MUTANT, question) else ""
        for question in report.questions
    ]
    table.add_row("[bold]all[/]", *totals)
    return table


def _print_problem(row: GradedAttempt, console: Console) -> None:
    """Print what falls short, and the code that shows it."""
    about = f"{row.attempt.kind.value} of {row.attempt.question or 'all questions'}"
    console.print(f"[red]✗[/] {about}, {escape(row.attempt.label)}: {escape(row.problem)}")
    styles = {"+": "green", "-": "red"} if row.attempt.kind is Kind.MUTANT else {}
    for line in row.attempt.change.splitlines():
        style = styles.get(line[:1], "dim")
        console.print(f"    {line}", style=style, markup=False, soft_wrap=True)


def render_page(reports: Sequence[Report]) -> str:
    """Return the same as a page of HTML that needs nothing else."""
    environment = page_environment("autograder.verify")
    environment.globals.update(lines=lines, operators=operators, full=FULL)
    kinds = list(_TITLES.items())
    template = environment.get_template("verify.html")
    return template.render(reports=reports, kinds=kinds, mutant=Kind.MUTANT)

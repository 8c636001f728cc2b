"""The terminal: results go to the output, and what else there is to say to the error stream."""

from rich.console import Console
from rich.markup import escape

from autograder.text import printable

console = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False)


def say(line: str) -> None:
    """Tell the user something, word for word."""
    console.print(line, markup=False)


def tell_error(error: Exception) -> None:
    """Tell the user in one line what there is to mend."""
    console.print(f"[red]error:[/red] {escape(printable(str(error)))}")

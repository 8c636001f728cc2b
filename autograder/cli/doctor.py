"""`autograder doctor`: how well this machine can confine student code."""

from argparse import ArgumentParser

from rich.table import Table

from autograder.cli.console import output, say
from autograder.sandbox.confine.layers import survey


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes: nothing."""


def run() -> None:
    """Print a table of the layers of confinement."""
    table = Table(title="Confinement of student code on this machine", title_justify="left")
    for heading in ("layer", "here", "what it does"):
        table.add_column(heading)
    layers = survey()
    for layer in layers:
        here = "yes" if layer.available else "no"
        detail = f" ({layer.detail})" if layer.detail else ""
        table.add_row(layer.name, here, layer.protects + detail)
    output.print(table)
    if not all(layer.available for layer in layers):
        say("docs/security.md says what a missing layer means.")

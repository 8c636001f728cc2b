"""The look that all pages of insight share with the report."""

from functools import cache

import jinja2

from autograder.report.plots import number, shortened
from autograder.templates import clean, page_environment


@cache
def environment() -> jinja2.Environment:
    """Return what renders the templates of this room and of the report."""
    made = page_environment("autograder.insight", "autograder.report", finalize=clean)
    made.filters.update(number=number, cut=shortened)
    return made

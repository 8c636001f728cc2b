"""Templates of pages, which escape what they show and refuse names that they are not given."""

from typing import Any

import jinja2
from markupsafe import Markup

from autograder.text import printable


def page_environment(package: str, *others: str, **settings: Any) -> jinja2.Environment:
    """Return what renders the pages in the ``templates`` folder of a package.

    A name that a template uses and is not given raises ``jinja2.UndefinedError``.

    Args:
        package: the package's full name.
        others: further ones, whose templates its pages include.
        settings: further settings of ``jinja2.Environment``.
    """
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(one) for one in (package, *others)]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        **settings,
    )


def clean(value: Any) -> Any:
    """Replace control characters, line by line, in every text that a template prints."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    lines = value.replace("\r\n", "\n").replace("\xa0", " ").expandtabs(4).split("\n")
    return "\n".join(printable(line) for line in lines)

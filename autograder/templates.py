"""Templates of pages, which escape what they show and refuse names that they are not given."""

from typing import Any

import jinja2


def page_environment(package: str, **settings: Any) -> jinja2.Environment:
    """Return what renders the pages in the ``templates`` folder of a package.

    A name that a template uses and is not given raises ``jinja2.UndefinedError``.

    Args:
        package: the package's full name.
        settings: further settings of ``jinja2.Environment``.
    """
    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        **settings,
    )

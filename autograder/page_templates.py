"""Pages of HTML from templates, in which texts are escaped and no name may be missing."""

import jinja2


def page_environment(room: str) -> jinja2.Environment:
    """Return what renders the HTML templates of one of the package's rooms.

    Args:
        room: its name, as in ``release``; its templates lie in a folder of it.
    """
    return jinja2.Environment(
        loader=jinja2.PackageLoader(f"autograder.{room}"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

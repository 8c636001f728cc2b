"""What the name of a file says: is it a notebook, may it be somebody's work?"""

import re

_NOTEBOOK = re.compile(
    r"(?P<stem>.*)\.ipynb( ?\([0-9]+\))?(\.json|\.txt)?", re.IGNORECASE | re.DOTALL | re.ASCII
)


def is_notebook(name: str) -> bool:
    """Say whether a file is called like a notebook.

    Browsers save ``a0.ipynb`` as ``a0.ipynb.json``, ``a0.ipynb.txt`` or ``a0.ipynb (1)`` as well,
    and some systems write endings in capitals.
    """
    return _NOTEBOOK.fullmatch(name) is not None


def stem(name: str) -> str:
    """Return the name of a file without its ending, or endings where it is a notebook."""
    if match := _NOTEBOOK.fullmatch(name):
        return match["stem"]
    return name.rpartition(".")[0] or name


_WORK = (
    *(".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"),
    *(".py", ".pdf", ".html", ".htm", ".mhtml", ".doc", ".docx", ".odt", ".rtf", ".pages"),
    *(".ipynb.crdownload", ".ipynb.part", ".ipynb.download"),
)


def is_candidate(name: str) -> bool:
    """Say whether a file is a notebook, or a zip that may hold one."""
    return is_notebook(name) or name.lower().endswith(".zip")


def is_work(name: str) -> bool:
    """Say whether people hand in files of that kind, fit to be graded or not."""
    return is_notebook(name) or name.lower().endswith(_WORK)

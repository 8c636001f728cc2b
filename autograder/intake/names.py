"""What the name of a file says: is it a notebook, may it be somebody's work?"""

import re

_NOTEBOOK = re.compile(r".*\.ipynb( ?\([0-9]+\))?(\.json|\.txt)?", re.IGNORECASE | re.DOTALL)


def is_notebook(name: str) -> bool:
    """Say whether a file is called like a notebook.

    Browsers save ``a0.ipynb`` as ``a0.ipynb.json``, ``a0.ipynb.txt`` or ``a0.ipynb (1)`` as well,
    and some systems write endings in capitals.
    """
    return _NOTEBOOK.fullmatch(name) is not None

"""Call functions in a child process, which may put on what cannot be taken off again."""

import os
from collections.abc import Callable


def in_child(function: Callable[[], object]) -> str:
    """Call a function in a child process; return what it returns, as text, or its exception."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            text = str(function())
        except BaseException as error:
            text = type(error).__name__
        os.write(writing, text.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return text

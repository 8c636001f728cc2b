"""Lists, tuples, sets and dicts of classes of their own: copies that know their original.

Their elements are copied once, as those of any list: what tests compare does not change between two
looks. What a list has not, such as ``row.item("city")``, is asked of the original.
"""

import functools
from typing import Any

from autograder.errors import WallError
from autograder.sandbox.proxies import NamedAfterStudents, StudentObject


class _Copy:
    """What the copies have beside their elements."""

    student_object: StudentObject

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "student_object":
            raise AttributeError(name)
        found = getattr(self.student_object, name)
        if not isinstance(self, tuple) and self.student_object.is_of_notebook:
            raise WallError(
                f"it uses {name[:200]} of an object whose class, {type(self).__name__}, is a "
                f"{type(self).__bases__[1].__name__}, and would not see the elements change"
            )
        return found

    def __repr__(self) -> str:
        return repr(self.student_object)


@functools.lru_cache(512)
def _copies(base: type, name: str) -> type:
    """Return the class of the copies of a student's class."""
    return NamedAfterStudents(name.rpartition(".")[2], (_Copy, base), {"student_class": name})


def derived(elements: Any, original: Any) -> Any:
    """Return a copy that knows its original; the elements alone where that is no object."""
    if not isinstance(original, StudentObject):
        return elements
    base: Any = type(elements)
    made = _copies(base, original.class_name)(elements)
    made.student_object = original
    return made

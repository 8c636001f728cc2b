"""What a student process serves: functions, objects and classes of every kind."""

import os
import re
import sys

import torch


class Anything:
    """Claims to be whatever it is compared with."""

    value = 7

    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    def __len__(self):
        return -5

    def __float__(self):
        return 1.0

    __hash__ = None


class RefusedError(Exception):
    pass


class Point:
    def __init__(self, x):
        self.x, self.next = x, None

    def __eq__(self, other):
        return self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __add__(self, other):
        return Point(self.x + other.x)

    def __repr__(self):
        return f"Point({self.x})"

    def __enter__(self):
        return self.x

    def __exit__(self, *_):
        return False

    __hash__ = None


class Row(tuple):
    def item(self, index):
        return self[index]

    def __repr__(self):
        return "Row"


class Stack(list):
    __module__ = "__main__"

    def push(self, item):
        self.append(item)


class Far(Point):
    def __len__(self):
        return 0


def refuse():
    raise RefusedError("not here")


def twice(function, value):
    """Apply a function two times."""
    return function(function(value))


def fill(items, more):
    items.append(1)
    more["key"] = items


def widen(table, numbers):
    table["new"] = 1
    numbers[:] = 0


def pop(items):
    return items.pop()


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 2)

    def forward(self, x):
        return self.layer(x)


def endless():
    while True:
        pass


def student_names():
    """Return the globals of a student process."""

    def scale(x, factor=2):
        return x * factor * names["weight"]

    def fail():
        raise KeyError("no such thing")

    def shout():
        for _ in range(300):
            print("x" * 999)
        sys.stdout.close()

    class Odd(BaseException):
        def __str__(self):
            raise RuntimeError

    def fail_oddly():
        raise Odd

    names = {
        "weight": torch.tensor(3.0),
        "scale": scale,
        "anything": Anything(),
        "Net": Net,
        "model": Net(),
        "fail": fail,
        "fail_oddly": fail_oddly,
        "shout": shout,
        "numbers": lambda: (n for n in range(5)),
        "leave": lambda: os._exit(0),
        "endless": endless,
        **{"Point": Point, "Far": Far, "RefusedError": RefusedError, "refuse": refuse, "re": re},
        **{"Row": Row, "row": Row((1, 2)), "item_of": lambda row: row.item(0), "Stack": Stack},
        "largest": torch.eye(2).max(dim=0),
        **{"twice": twice, "fill": fill, "pop": pop, "widen": widen},
        "made": lambda kind, x: kind(x),
    }
    return names

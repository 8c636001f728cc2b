"""Whatever a form or an address says, the desk answers, and says what is wrong with it."""

import http.client
import re
from urllib.parse import quote, urlencode, urlsplit

import pytest
from msgspec.structs import replace
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

from autograder.desk.app import make_app
from autograder.desk.numbers import whole_number
from autograder.desk.security import Grader, Guard
from autograder.desk.state import Desk
from autograder.gradebook.decisions import Decisions
from autograder.results.answers import answer_code
from autograder.results.journal import Journal
from autograder.results.outcome import Answer
from tests.support.desk import served
from tests.support.desk_folder import make_folder
from tests.support.made_up_class import graded

ANSWER = Answer("q3", 2.0, "Because doubling is linear.")
CODE = answer_code(ANSWER)
LONG = "9" * 5_000
ODD = (
    *("", " ", "0", "-1", "1", "2", LONG, f"-{LONG}", "9" * 15, "9223372036854775808", "1e999"),
    *("nan", "inf", "0x1", "1_0", "1.5", "²", "\u0661", "½", "\x00", "\r\n", "\ud7ff", "\u202e"),
    *("a:b:c", "../..", "//evil.example", "q1", "q3", CODE, "ada", "%00", "%ff", "x" * 100_000),
)
FIELDS = {
    "/submission/ada/override": ("question", "points", "reason"),
    "/submission/ada/comment": ("cell", "line", "text"),
    "/submission/ada/complaint": ("id", "question", "text"),
    "/complaints": ("table",),
    "/undo": ("action", "back"),
    "/answers/q3": ("codes", "do", "points", "comment", "tab", "points:new", "text:new"),
    "/answers/q3/rubric": ("start", "points:r1", "text:r1", "points:new", "text:new", "sure"),
    "/insight/write": ("group", "title", "hint", "name", "code", "finding"),
    "/insight/undo": ("group",),
    "/insight/give": ("group", "title", "hint"),
}
GOOD = {
    "/submission/ada/override": {"question": "q1", "points": "1", "reason": "Fine."},
    "/submission/ada/comment": {"cell": "1", "line": "1", "text": "Fine."},
    "/submission/ada/complaint": {"id": "", "question": "q1", "text": "Why?"},
    "/undo": {"action": "1", "back": "/history"},
    "/answers/q3": {"codes": CODE, "do": "save", "points": "1", "tab": "1"},
}
BUTTONS = ("undo", "on", "off", "same", "apart", "together", "comment", "take", "previous", "later")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("class")
    row = graded("ada", {"q1": (1.0, 2.0, [], None)}, students="Ada Lee")
    write(new_notebook(cells=[new_code_cell("x = 1")]), out / "ada.ipynb")
    row = replace(row, outcome=replace(row.outcome, answers=(ANSWER,)))
    make_folder(out / "out", [row], {"ada": [out / "ada.ipynb"]})
    return out / "out"


class Line:
    """A connection of somebody whom the desk knows."""

    def __init__(self, desk):
        self.line = http.client.HTTPConnection(urlsplit(desk.root).netloc, timeout=30)
        self.headers = {"Origin": desk.root}
        answer, _ = self.ask(f"/?token={desk.tokens[0]}")
        self.headers["Cookie"] = answer.headers["Set-Cookie"].partition(";")[0]
        _, page = self.ask("/")
        self.headers["X-CSRF-Token"] = re.search(r"X-CSRF-Token&#34;: &#34;(\w+)", page)[1]

    def ask(self, path, body=None, kind="application/x-www-form-urlencoded"):
        """Send a form, or ask for a page where there is none; return status and page."""
        method = "GET" if body is None else "POST"
        self.line.request(method, path, body, {**self.headers, "Content-Type": kind})
        answer = self.line.getresponse()
        return answer, answer.read().decode()


@pytest.fixture(scope="module")
def line(folder):
    with served(folder) as desk:
        line = Line(desk)
        yield line
        line.line.close()


def sent(path):
    """Return forms for an address: one value is odd, the others are what a page would send."""
    good = GOOD.get(path, {})
    for name in FIELDS[path]:
        for odd in ODD:
            yield {**good, name: odd}
    if path == "/answers/q3":
        for button in BUTTONS:
            for odd in ODD:
                yield {**good, "do": f"{button}:{odd}"}


def test_every_form_of_the_desk_is_tried(folder):
    guard = Guard([Grader("ada")], ["127.0.0.1:1"], secure=False)
    with Desk(folder) as desk:
        app = make_app(desk, guard)._app
    forms = {
        route.path for route in app.routes if "POST" in (getattr(route, "methods", None) or ())
    }
    tried = {path.replace("/ada/", "/{name}/").replace("/q3", "/{question}") for path in FIELDS}
    assert forms == tried | {"/submission/{name}/again"}  # this has no fields


@pytest.mark.parametrize("path", FIELDS)
def test_odd_values_are_answered_with_what_is_wrong(line, path):
    for form in sent(path):
        answer, page = line.ask(path, urlencode(form, errors="replace"))
        said = {name: value[:40] for name, value in form.items()}
        assert answer.status in (200, 303, 400, 404), said
        if answer.status == 400:
            assert re.search(r"<p[^>]*>\s*\S", page), said


def test_odd_files_are_answered_with_what_is_wrong(line):
    for path in FIELDS:
        for name in FIELDS[path]:
            for data in (b"", b"\xff\xfe\x00", b"PK\x03\x04", b"submission,complaint\nada,\x00"):
                body = (
                    b'--b\r\nContent-Disposition: form-data; name="%s"; filename="a.csv"\r\n\r\n'
                    % name.encode()
                )
                kind = "multipart/form-data; boundary=b"
                answer, _ = line.ask(path, body + data + b"\r\n--b--\r\n", kind)
                assert answer.status in (200, 303, 400, 404), (path, name, data)
                answer, _ = line.ask(path, body + data, kind)  # it breaks off
                assert answer.status in (200, 303, 400, 404), (path, name, data)


def test_odd_addresses_are_answered(line):
    for odd in ODD:
        value = quote(odd[:4_000], safe="")
        for path in (
            *(f"/?page={value}", f"/?sort={value}", f"/?question={value}&points=full"),
            *(f"/?q={value}", f"/history?page={value}", f"/submission/ada?at={value}"),
            *(f"/answers/q3?tab={value}&behind={value}", f"/answers/q3/rubric?back={value}"),
            *(f"/submission/{value}", f"/submission/ada/earlier/{value}"),
            *(f"/answers/{value}", f"/answers/q3/{value}?tab=1"),
        ):
            answer, _ = line.ask(path)
            assert answer.status in (200, 303, 307, 404), path[:80]


def test_a_number_of_thousands_of_digits_names_no_action(line, folder):
    with Journal(folder, grader=False) as journal:
        before = len(Decisions(journal).events())
    for path, form in (
        ("/answers/q3", {"do": f"undo:{LONG}"}),
        ("/undo", {"action": LONG}),
    ):
        answer, page = line.ask(path, urlencode(form))
        assert answer.status == 400
        assert "this names no action; load the page again" in page
    with Journal(folder, grader=False) as journal:
        assert len(Decisions(journal).events()) == before


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), ("9" * 15, 10**15 - 1), ("9" * 16, None), ("-1", None), ("", None)],
)
def test_whole_numbers_are_read_within_bounds(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["²", "\u0661", " 1", "1.0", "1e3", None, b"1"])
def test_what_is_no_whole_number_is_none(text):
    assert whole_number(text) is None

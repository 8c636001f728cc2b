import pytest
from msgspec.structs import replace

from autograder.desk.class_table import ROWS, Query, line_of, read_query, select
from autograder.results.outcome import Answer, Verdict
from tests.support.made_up_class import graded, made_up_class, simple


def lines():
    flag = Verdict("q1: it runs", True, True, flags=("trains in the test",))
    rows = [
        simple("ada-lee", 2, 0, students="Ada Lee"),
        simple("ben", 1, 2, late="1 day", students="Bén Çelik"),
        graded("cem", {"q1": (2.0, 2.0, [flag], None), "q2": (2.0, 2.0, [], None)}),
    ]
    answer = Answer("q3", 1.0, "because")
    rows[0] = replace(rows[0], outcome=replace(rows[0].outcome, answers=(answer,)))
    return [line_of(row) for row in rows]


def names(query, complained=frozenset()):
    return [line.name for line in select(lines(), query, complained).lines]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), ["ada-lee", "ben", "cem"]),
        (Query(q="LEE ada"), ["ada-lee"]),
        (Query(q="celik"), ["ben"]),
        (Query(late=True), ["ben"]),
        (Query(flagged=True), ["cem"]),
        (Query(flagged=True, question="q2"), []),
        (Query(points="ungraded"), ["ada-lee"]),
        (Query(points="ungraded", question="q1"), []),
        (Query(points="full"), ["cem"]),
        (Query(question="q2", points="none"), ["ada-lee"]),
        (Query(question="q1", points="part"), ["ben"]),
        (Query(question="q3"), ["ada-lee"]),
        (Query(sort="score", down=True), ["cem", "ben", "ada-lee"]),
        (Query(sort="score", question="q1"), ["ben", "ada-lee", "cem"]),
        (Query(complaint=True), []),
    ],
    ids=str,
)
def test_a_query_finds_submissions_in_order(query, found):
    assert names(query) == found


def test_an_open_complaint_is_found():
    assert names(Query(complaint=True), frozenset({"ben"})) == ["ben"]


def test_an_address_says_what_it_shows_and_is_read_again():
    query = Query(q="a&b", status="graded", late=True, sort="score", down=True, page=3)
    sent = dict(part.split("=") for part in query.address().partition("?")[2].split("&"))
    assert read_query({**sent, "q": "a&b"}) == query
    assert Query().address() == "/"


def test_what_makes_no_sense_in_an_address_is_left_out():
    sent = {"status": "<b>", "points": "all", "sort": "__class__", "page": "-1", "down": ""}
    assert read_query(sent) == Query()
    assert read_query({"page": "9" * 400}).page == 1
    assert read_query({"page": "²"}).page == 1


def test_a_large_class_is_shown_in_pages():
    many = [line_of(row) for row in made_up_class(2 * ROWS + 1)]
    last = select(many, Query(page=99), frozenset())
    assert (last.page, last.pages, len(last.lines), last.first) == (3, 3, 1, 2 * ROWS + 1)

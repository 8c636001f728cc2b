"""The pages: nothing from a submission is markup, too long, or shown before its time."""

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from autograder.limits import Limits
from autograder.release_format import Feedback
from autograder.report.pages import LIMITS, MOST_SUBMISSIONS, feedback_page, report_page
from autograder.report.plots import Bar, bars, curve, number
from autograder.report.statistics import summarise
from autograder.results.gradescope_json import gradescope_result
from autograder.results.outcome import FAILED, INVALID, Answer, Recognised, Verdict
from tests.support.made_up_class import graded, made_up_class, simple, ungraded

SCRIPT = "<script>alert(1)</script>"
CONTROL = "a\x1b[31m\x00\u202eb"


class Reader(HTMLParser):
    """Notes the names of elements and of attributes."""

    def __init__(self):
        super().__init__()
        self.met = set()

    def handle_starttag(self, tag, attrs):
        self.met |= {tag, *(name for name, _ in attrs)}


def nasty(text):
    """Return a class in which everything that a submission can set is this text."""
    tests = [Verdict(f"q1: {text}", False, False, text, text)]
    row = graded(
        text, {text: (1.0, 2.0, tests, (text, text))}, stop=(text, text), students=text, late=text
    )
    row = replace(row, identical_to=f"{text}!")
    return [row, ungraded(text, INVALID, text), ungraded(text, FAILED, text)]


@pytest.mark.parametrize("text", [SCRIPT, f'"{SCRIPT}', f"' onload={SCRIPT}", f"</title>{SCRIPT}"])
def test_nothing_from_a_submission_is_markup(text):
    rows = nasty(text)
    for page in (report_page(summarise(text, rows)), *(feedback_page(text, r) for r in rows)):
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        reader = Reader()
        reader.feed(page)
        assert not reader.met & {"script", "onload"}
        assert {"p", "class"} <= reader.met


def test_control_characters_are_replaced():
    rows = nasty(CONTROL)
    for page in (report_page(summarise(CONTROL, rows)), *(feedback_page(CONTROL, r) for r in rows)):
        assert not set(page) & set("\x00\x1b\u202e")
        assert "a?[31m??b" in page


def test_a_name_that_is_no_file_name_here_cannot_lead_elsewhere():
    page = report_page(summarise("t", [simple("../../x", 1), simple("javascript:a", 1)]))
    assert 'href="feedback/..%2F..%2Fx.html"' in page
    assert "javascript:a.html" not in page
    surrogate = report_page(summarise("t", [simple("x\udc80", 1)]))
    assert surrogate.encode("utf-8")


def test_long_texts_are_cut():
    page = report_page(summarise("t", nasty("x" * 100_000)))
    assert len(page) < 60_000
    assert "x…" in page


@pytest.mark.parametrize("size", [0, 1, 2])
def test_small_classes_have_a_page(size):
    page = report_page(summarise("Tiny", made_up_class(size)))
    assert "Tiny" in page
    assert page.startswith("<!doctype html>")


def test_a_class_that_failed_altogether_says_where_to_look():
    page = report_page(summarise("t", [ungraded("a", FAILED, "disk full")]))
    assert "before you release" in page
    assert "No submission has a score" in page


def test_the_page_of_a_large_class_is_limited_and_says_so():
    page = report_page(summarise("t", made_up_class(5_000)))
    assert len(page.encode()) < 2_000_000
    assert f"The first {MOST_SUBMISSIONS:,} of 5,000 submissions are shown." in page


def test_pages_need_nothing_else():
    rows = made_up_class(20)
    for page in (report_page(summarise("t", rows)), feedback_page("t", rows[0])):
        assert not re.search(r"<(script|link|img|iframe|object)|https?:|url\(|@import", page)
        assert "default-src 'none'" in page


def test_every_plot_has_its_words_and_its_numbers_stand_in_a_table():
    page = report_page(summarise("t", made_up_class(80)))
    plots = re.findall(r'<svg role="img" aria-label="([^"]+)"[^>]*><title>([^<]+)</title>', page)
    assert len(plots) == page.count("<svg") == 5
    assert all(label == title for label, title in plots)
    assert page.count("<table") >= len(plots)


def test_every_limit_has_words():
    assert {"", *Limits.__struct_fields__} == LIMITS.keys()


def test_a_bar_is_never_longer_than_the_plot():
    assert 'width="100.00%" height="11"' in bars([Bar("a", 3, "3")], "t", 1)
    assert 'width="0.00%"' in bars([Bar("a", 0, "0")], "t", 0)


def test_a_curve_stays_within_its_plot_and_says_its_first_and_last_step():
    drawn = curve([Bar("Monday", 1, "one"), Bar("<b>", 9, "nine")], "t", "days", 4)
    assert 'cx="4.00%" cy="150.5"' in drawn
    assert 'cx="96.00%" cy="38.0"' in drawn
    assert "&lt;b&gt;: nine" in drawn
    alone = curve([Bar("Monday", 0, "none")], "t", "days", 0)
    assert alone.count("<circle") == 1
    assert 'cx="50.00%" cy="188.0"' in alone


def test_numbers_read_well():
    assert [number(n) for n in (0, -0.001, 7.0, 2.5, 1 / 3, 1234567)] == (
        ["0", "0", "7", "2.5", "0.33", "1,234,567"]
    )


def test_a_student_reads_what_gradescope_shows():
    row = made_up_class(3)[0]
    page = feedback_page("t", row)
    for entry in gradescope_result(row.outcome)["tests"]:
        for line in entry["output"].splitlines():
            assert line.strip().replace("'", "&#39;") in page


@pytest.mark.parametrize("when", ["after_due_date", "after_published", "hidden"])
def test_a_student_does_not_read_what_comes_later(when):
    tests = [
        Verdict("q1: it has a shape", False, True),
        Verdict("q1: it agrees", True, False, "3 of 4 differ", "Each is half."),
    ]
    row = graded(
        "me", {"q1": (0.125, 2.0, tests, ("Half", "Where is it?"))}, shown=Feedback(when=when)
    )
    page = feedback_page("t", row)
    assert "it has a shape" in page
    for secret in ("it agrees", "3 of 4", "half", "Half", "Where is it", "0.125", "0.12", "0.13"):
        assert secret not in page
    assert ("shown later" in page) is (when != "hidden")


def test_a_student_does_not_read_what_is_for_staff():
    row = simple("me", 1, students="Ada and Ben", late="2 days")
    (question,) = row.outcome.questions
    told = replace(question, misconception=Recognised("secret", "secret"))
    outcome = replace(row.outcome, questions=(told,), feedback=Feedback(show="message"))
    row = replace(row, identical_to="someone-else", outcome=outcome)
    page = feedback_page("t", row)
    for secret in ("Ada", "2 days", "someone-else", "secret"):
        assert secret not in page


def test_a_quoted_answer_is_a_quotation():
    row = simple("me", 2)
    outcome = replace(row.outcome, answers=(Answer("q3", 1.0, "**Yes**,\u2028it can"),))
    page = feedback_page("t", replace(row, outcome=outcome))
    assert "<blockquote>**Yes**,\nit can</blockquote>" in page

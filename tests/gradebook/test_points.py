"""Tables of points, from whatever a spreadsheet saves."""

import pytest

from autograder.errors import AutograderError
from autograder.gradebook.points import Given, read_points
from autograder.release_format import ManualQuestion
from autograder.results.answers import code_of

LINEAR, SIMPLE = (code_of("q2", text) for text in ("Gradients are linear.", "It just is."))
Q2 = ManualQuestion("q2", 1.0, "**Question 2.** Why?")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("answer,points\nzzzzz-zzzzz,1\n", r"line 2: there is no answer zzzzz-zzzzz; take"),
        ("answer,points\n\u202e<x>,1\n", r"line 2: there is no answer \?<x>; take"),
        (f"answer,points\n\n{LINEAR},one\n", "line 3: points are one, which is no number"),
        (f"answer,points\n{LINEAR},nan\n", "line 2: points are nan, which is no number"),
        (f"answer,points\n{LINEAR},=1\n", "line 2: points are =1, which is no number"),
        (f"answer,points\n{LINEAR},-0.5\n", "line 2: points are -0.5, but q2 has from 0 to 1"),
        (f"answer,points\n{LINEAR},{'9' * 999}\n", "line 2: points are 9{40}…, but q2 has"),
        (f"answer,points\n{LINEAR},1\n{LINEAR},0\n", "line 3: .*other points in .*, line 2; keep"),
        (f"answer,points,comment\n{LINEAR},1,a\n{LINEAR},1,b\n", "line 3: .*other comments"),
        (f"answer,points,comment\n{LINEAR},0,5,x\n", "line 2: there are more cells than columns"),
        (f'answer,points\n{LINEAR},"1\n', "line 2: this is not CSV"),
        ("code,points\n", "line 1: there is no column answer; the columns are answer, points, com"),
        ("answer,points,points\n", "line 1: there are two columns points"),
        ("", "is empty"),
        (b"PK\x03\x04\x00\xff", "is not a text in UTF-8; save the table as CSV"),
        (f"answer;points;comment\n{LINEAR};1;gr\xfc\xdf".encode("latin-1"), "is not a text in UTF"),
        (None, "cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_one_line(text, problem, tmp_path):
    path = tmp_path / "t.csv"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AutograderError, match=problem) as caught:
        read_points([path], {LINEAR: "q2"}, [Q2])
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_of_all_spreadsheets_are_read(separator, encoding, end, tmp_path):
    path = tmp_path / "t.csv"
    cells = [("answer", "points", "comment"), (LINEAR, '"0,5"', "für dich"), (SIMPLE, "", "x")]
    text = "".join(separator.join(line) + end for line in cells)
    path.write_bytes(text.encode(encoding))
    codes = {LINEAR: "q2", SIMPLE: "q2"}
    assert read_points([path, path], codes, [Q2]) == {path: {LINEAR: Given(0.5, "für dich")}}

"""The examples of docs/checks.md run, and every check that there is has one."""

import re
from pathlib import Path

import pytest

import autograder.checks

PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
PRELUDE, *EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
NAMES = [re.findall(r"^(?:check|assert)_\w+", example, re.MULTILINE) for example in EXAMPLES]


@pytest.mark.parametrize("example", EXAMPLES, ids=["-".join(names[:1]) for names in NAMES])
def test_an_example_runs(example, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    names = {}
    names["env"] = names
    exec(compile(PRELUDE + example, "docs/checks.md", "exec"), names)


def test_every_name_is_on_the_page_and_every_check_in_an_example():
    exported = set(autograder.checks.__all__) - {"CheckError"}
    assert {name for name in exported if not re.search(rf"\b{name}\b", PAGE)} == set()
    checks = {name for name in exported if name.startswith(("check_", "assert_"))}
    shown = set(re.findall(r"\b(?:check|assert)_\w+(?=\()", "".join(EXAMPLES)))
    assert shown == checks

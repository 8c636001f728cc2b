"""Findings have one place: checks take them from it, and misconceptions can rely on them."""

import re
from pathlib import Path

import pytest

from autograder.checks import findings
from autograder.release.declarations import read_declarations
from autograder.release.master import read_master
from autograder.release_format import MISCONCEPTIONS

ROOT = Path(__file__).parents[2]
KNOWN = {name: value for name, value in vars(findings).items() if name.isupper()}
CHECKS = [
    path.read_text(encoding="utf-8")
    for path in (ROOT / "autograder" / "checks").glob("*.py")
    if path.stem != "findings"
]


@pytest.mark.parametrize("name", KNOWN)
def test_a_finding_is_what_some_check_finds(name):
    assert any(re.search(rf"\bfindings\.{name}\b", source) for source in CHECKS)


def test_no_check_makes_up_findings_of_its_own():
    assert not [made for source in CHECKS for made in re.findall(r'finding=f?"[^"].*', source)]


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").glob("*/*.ipynb")), ids=str)
def test_misconceptions_name_findings_of_checks_or_of_their_own_tests(path):
    declared = read_declarations(read_master(path), MISCONCEPTIONS)
    assert declared
    master = path.read_text(encoding="utf-8")
    named = set(re.findall(r'finding="([^"]+)"', declared.text))
    assert named
    named = {finding for finding in named if finding.split()[0] != findings.IGNORES}
    for finding in named - set(KNOWN.values()):  # numbers come from f-strings
        pattern = re.sub(
            r"\d+", r"(\\d+|\\{[^}]+\\})", re.escape(finding)
        )  # as f-strings make them
        assert re.search(rf'"{pattern}\\"', master), finding

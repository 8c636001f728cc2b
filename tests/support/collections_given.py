"""What staff have of a class: folders and zips, and what is found in them."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.intake.exports import find_submissions
from autograder.intake.roster import Submission
from tests.support.reading import read_beside

Files = dict[str, str | bytes]


def notebook(source: str = "x = 1") -> str:
    """Return a notebook with one cell, by which it is known again."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})


def zip_bytes(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make(place: Path, kind: str, files: Files, name: str = "given") -> Path:
    """Write files as a folder or zip; a name that ends in a slash is an empty folder."""
    if kind == "zip":
        path = place / f"{name}.zip"
        path.write_bytes(zip_bytes(files))
        return path
    for inside, content in files.items():
        path = place / name / inside
        if inside.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return place / name


def find(*paths: Path, scratch: Path) -> dict[str, Submission]:
    """Find submissions by name, and check what holds for all of them."""
    scratch.mkdir()
    found = find_submissions(paths, scratch)
    assert [h.name for h in found] == sorted({h.name for h in found})
    return {h.name: h for h in found}


def source(handed_in: Submission) -> str:
    """Return the cell of a submission, or why it is refused."""
    try:
        return read_beside(handed_in.path).cells[0].source
    except SubmissionError as error:
        return str(error)


def why_nothing(path: Path, tmp_path: Path) -> str:
    """Return why a path that is there, and alone, cannot be graded: its result will say so."""
    (alone,) = find_submissions([path], Path(tempfile.mkdtemp(dir=tmp_path)))
    assert alone.path == path
    return source(alone)

"""Whatever files and folders are called, nothing raises, and no notebook is dropped."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.intake.names import is_notebook
from autograder.intake.platforms import claim_loose, make_listing, recognise

PARTS = st.one_of(
    st.sampled_from(
        [
            *(
                "ada",
                "ben",
                "A0",
                "data",
                "submitted",
                "Team 12",
                "old",
                "section 1",
                ".",
                "x" * 300,
            ),
            *("Doe, Jane(jdoe)", "Submission attachment(s)", "Doe_Jane_jdoe_2201", "Li_W_w_2202"),
            *("12-34 - Jane Doe - Oct 1, 2024 1230 PM", "12-34 - x", "submission_1", "\udcff"),
            *("Jane_1_assignsubmission_file_", "_assignsubmission_file_", "Jane - Bob"),
        ]
    ),
    st.text("aA1_-,;() ", min_size=1, max_size=10),
)
FILES = st.one_of(
    st.sampled_from(
        [
            *(
                "a0.ipynb",
                "A0.IPYNB",
                "a0.ipynb.json",
                "a0.zip",
                "a0.py",
                "a0.rar",
                "timestamp.txt",
            ),
            *("index.html", "grades.csv", "submission_metadata.yml", "Jane - a0.ipynb", "x" * 300),
            *("doe_1_2345_a0.ipynb", "roe_LATE_2_2346_a0-1.ipynb", "anon_ab_2347_a0.ipynb"),
            *(
                "A0_jd_attempt_2024-10-01-12-30-15_a0.ipynb",
                "A0_jd_attempt_2024-10-01-12-30-15.txt",
            ),
            *("20241001123015_a0.ipynb", "Late Submission - a0.ipynb", ".ipynb", "\udcff.ipynb"),
            *(
                "Doe, J(j)_Submission attachment(s)_a0.ipynb",
                "1-2 - J - Oct 1, 2024 1 PM - a.ipynb",
            ),
        ]
    ),
    st.text("aA1_-,;() .", min_size=1, max_size=10).map("{}.ipynb".format),
)
PATHS = st.tuples(st.lists(PARTS, max_size=3), FILES).map(
    lambda pair: "/".join((*pair[0], pair[1]))
)
CONTENTS = st.sampled_from(
    [b"", b"\xff", b'"', b"Name: a (jd)\n", b"a,b,c,d\n1,2,3,4\n", b"{}", b"[["]
)


@settings(max_examples=400, deadline=None, database=None)
@given(
    files=st.sets(PATHS, max_size=12),
    folders=st.sets(st.lists(PARTS, min_size=1, max_size=3).map("/".join), max_size=4),
    content=CONTENTS,
    opens=st.booleans(),
)
def test_names_of_all_kinds_are_understood_or_loose(files, folders, content, opens):
    listing = make_listing(files, folders, "outer", lambda _: content, print)
    recognised = None
    with suppress(AutograderError):  # several assignments
        recognised = recognise(listing)
    claims, stray = recognised or (claim_loose(listing, lambda _: opens), [])
    if claims is None:
        return
    taken = [name for claim in claims for name in claim.files.values()]
    assert set(taken) | set(stray) <= files
    assert len(taken) == len(set(taken))
    assert all(claim.folder or claim.files or claim.students for claim in claims)
    if recognised is None:
        assert {name for name in files if is_notebook(name)} <= set(taken)

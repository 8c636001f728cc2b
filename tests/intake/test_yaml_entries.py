"""YAML of others: read as text, one entry at a time, whatever stands in it."""

import io

import pytest
import yaml

from autograder.intake.yaml_entries import YamlError, yaml_entries

TEXT = b"""\
submission_1:
  :submitters:
  - :name: "J\\u00e9 Doe"
    :sid: '007'
  :created_at: 2026-02-30 12:00:00.000000000 Z
  :results:
    tests: [{score: 1.0}, {}]
    ? more
    : |
      text
  :done: true
submission_2: &a
- *a
- !ruby/object:Gem {x: ~}
"""


def test_every_scalar_stays_text():
    one, two = yaml_entries(TEXT)
    assert one == (
        "submission_1",
        {
            ":submitters": [{":name": "Jé Doe", ":sid": "007"}],
            ":created_at": "2026-02-30 12:00:00.000000000 Z",
            ":results": {"tests": [{"score": "1.0"}, {}], "more": "text\n"},
            ":done": "true",
        },
    )
    assert two[1][0] is two[1]
    assert two[1][1] == {"x": "~"}


def test_it_reads_what_the_loader_of_the_library_reads_and_leaves_out_what_is_asked():
    without = TEXT.rpartition(b"submission_2")[0]
    assert dict(yaml_entries(io.BytesIO(without))) == yaml.load(without, Loader=yaml.BaseLoader)
    ((_, record),) = yaml_entries(without, (":results", ":submitters"))
    assert record.keys() == {":created_at", ":done"}
    assert list(yaml_entries(without, ("submission_1",))) == []


def test_what_is_repeated_without_end_costs_nothing():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 100)]
    entries = dict(yaml_entries("\n".join(lines).encode()))
    assert len(entries) == 100
    assert entries["a99"][0] is entries["a99"][9] is entries["a98"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "empty"),
        (b"# nothing", "empty"),
        (b"text", "no mapping"),
        (b"- a", "no mapping"),
        (b"a: [1", "not YAML"),
        (b"\xff\xfe\xff", "not YAML"),
        (b"a: \0", "not YAML"),
        (b"? [a]\n: b", "a key that is no text"),
        (b"a: {? {b: c} : d}", "a key that is no text"),
        (b"a: b\n---\nc: d", "more than one document"),
        (b"a: " + b"[" * 100_000, "nested too deeply"),
        (b"a: " + b"{b: " * 100_000, "nested too deeply"),
        (b"a: [" + b"x," * 1_001 + b"]", "too much in one entry"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_what_is_no_mapping_or_too_much_is_refused_in_words(text, said, monkeypatch):
    monkeypatch.setattr("autograder.intake.yaml_entries._MOST_PARTS", 1_000)
    with pytest.raises(YamlError, match=said):
        dict(yaml_entries(text))

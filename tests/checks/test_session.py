"""What holds while tests run is one value, and changes of it end where they should."""

import threading

import pytest
import torch

from autograder.checks import fresh, misconception, reference_names
from autograder.checks.misconceptions import run_declarations
from autograder.checks.session import change_session, current, session_with
from autograder.declaring import taking_declarations


def test_changes_end_with_their_block_whatever_it_raises():
    before = current()
    with session_with(base_seed=3):
        with session_with(explaining=False):
            assert (current().base_seed, current().explaining) == (3, False)
        assert (current().base_seed, current().explaining) == (3, True)
    with pytest.raises(KeyError), session_with(base_seed=3):
        raise KeyError
    assert current() == before


def test_a_change_for_good_ends_with_the_block_around_it():
    before = current()
    with session_with():
        change_session(reference="answer = 42")
        assert reference_names()["answer"] == 42
    assert current() == before


def test_there_is_no_field_of_another_name():
    with pytest.raises(TypeError), session_with(sead=1):
        pass


def test_draws_hang_on_the_base_seed():
    with session_with(base_seed=1):
        one, again = (fresh(5, x=(3,))["x"] for _ in range(2))
    assert torch.equal(one, again)
    assert not torch.equal(one, fresh(5, x=(3,))["x"])


def test_another_thread_begins_with_a_session_of_its_own():
    seen = []
    with session_with(base_seed=7, reference="a secret"):
        thread = threading.Thread(target=lambda: seen.append(current()))
        thread.start()
        thread.join()
    assert (seen[0].base_seed, seen[0].reference) == (0, None)


def test_declarations_go_to_whoever_runs_their_file_and_nowhere_else():
    source = '@misconception("q1", "Why?")\ndef f():\n    """Forgets x"""\n    return 1\n'
    with taking_declarations() as others:
        declared = run_declarations(source, "misconceptions.py", {"misconception": misconception})
    misconception("q1", "Why?")(lambda: None)
    assert [variant.label for variant, _ in declared.variants] == ["Forgets x"]
    assert others == []

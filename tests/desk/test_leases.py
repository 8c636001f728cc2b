"""Who has which answer open."""

from concurrent.futures import ThreadPoolExecutor

from autograder.desk.leases import Holder, Leases

ADA, BEN = Holder("ada", "1"), Holder("ben", "1")


def test_two_graders_never_have_the_same_answer() -> None:
    leases = Leases()
    assert leases.take(ADA, ["a", "b"]) is None
    assert leases.take(BEN, ["c"]) is None
    assert leases.take(BEN, ["b", "c"]) == ADA
    assert leases.holders() == {"a": ADA, "b": ADA}  # ben looks at something else now
    assert leases.take(BEN, ["c"]) is None
    assert leases.holders() == {"a": ADA, "b": ADA, "c": BEN}


def test_two_tabs_of_one_grader_are_two() -> None:
    leases = Leases()
    leases.take(ADA, ["a"])
    assert leases.take(ADA._replace(tab="2"), ["a"]) == ADA
    assert leases.take(ADA, ["a"]) is None


def test_who_goes_on_frees_what_was_open() -> None:
    leases = Leases()
    leases.take(ADA, ["a"])
    leases.take(ADA, ["b"])
    assert leases.take(BEN, ["a"]) is None
    leases.release(ADA, "a")  # it has gone on
    assert leases.other(BEN, ["b"]) == ADA
    leases.release(ADA, "b")
    assert leases.other(BEN, ["b"]) is None


def test_one_tab_takes_over_from_another() -> None:
    leases = Leases()
    leases.take(ADA, ["a"])
    leases.move(ADA, ADA._replace(tab="2"))
    assert leases.holders() == {"a": ADA._replace(tab="2")}


def test_without_a_sign_an_answer_is_free_again() -> None:
    now = [0.0]
    leases = Leases(patience=300, clock=lambda: now[0])
    leases.take(ADA, ["a"])
    now[0] = 200
    leases.sign(ADA)
    now[0] = 450
    assert leases.take(BEN, ["a"]) == ADA
    now[0] = 501
    assert leases.take(BEN, ["a"]) is None
    leases.sign(ADA)  # too late: this gives nothing back
    assert leases.holders() == {"a": BEN}


def test_at_once_one_alone_gets_it() -> None:
    leases = Leases()
    holders = [Holder(f"grader {number}", "1") for number in range(50)]
    with ThreadPoolExecutor(8) as pool:
        others = list(pool.map(lambda holder: leases.take(holder, ["a"]), holders))
    assert others.count(None) == 1

"""The titles of tests say names of code as code says them."""

import pytest

from autograder.release.master import read_master
from autograder.release.test_titles import title_of


@pytest.mark.parametrize(
    ("function", "names", "title"),
    [
        ("test_toy_model_has_26_parameters", ["ToyModel"], "ToyModel has 26 parameters"),
        ("test_polynomial_3_is_right", ["Polynomial3"], "Polynomial3 is right"),
        ("test_fit_numpy_takes_all_steps", ["fit_numpy", "fit"], "fit_numpy takes all steps"),
        ("test_ToyModel_is_one", ["ToyModel"], "ToyModel is one"),
        ("test_each_half_is_an_nn_sequential", ["nn.Sequential"], "each half is an nn.Sequential"),
        ("test_my_network_is_trained", ["my_network", "MyNetwork"], "my_network is trained"),
        ("test_my_network_is_a_module", ["MyNetwork", "my_network"], "MyNetwork is a module"),
        ("test_a_tensor_of_x", ["A", "X"], "a tensor of x"),
        ("test_two_toy_models_differ", ["ToyModel"], "two toy models differ"),
        ("test_loss_is_below_0_01", ["loss"], "loss is below 0.01"),
        ("test_10_steps_with_lr_0_5", [], "10 steps with lr 0.5"),
    ],
)  # fmt: skip
def test_names_are_spelled_as_in_code(function, names, title):
    assert title_of(function, names) == title


def test_names_come_from_the_answer_and_from_what_the_question_sets_as_code(tiny):
    text, solution = tiny.cells[4], tiny.cells[6]
    text.source = "**Question 1.** Write `Doubler` with `nn.Linear` and `zero_grad()`, `Adam`."
    solution.source = (
        "# BEGIN SOLUTION NO PROMPT\nclass Doubler:\n    def by_two(self, x):\n"
        "        twice_x = 2 * x\n        return twice_x\n\n\n"
        "double = Doubler().by_two\n# END SOLUTION\n"
        '""" # BEGIN PROMPT\ndouble = None\n""" # END PROMPT\n'
    )
    tiny.cells[9].source = (
        "def test_by_two_of_doubler_makes_twice_x_without_zero_grad_or_nn_linear_or_adam(double):\n"
        "    assert double(1) == 2\n"
    )
    q1, _ = read_master(tiny.save()).questions
    wanted = "by_two of Doubler makes twice x without zero_grad or nn.Linear or adam"
    assert q1.tests[0].title == wanted

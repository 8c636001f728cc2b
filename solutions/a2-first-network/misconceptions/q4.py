"""What students get wrong in A2, q4 (optimise_product), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q4",
    (
        "The first step is right, and then the variables overshoot. What is still in .grad when"
        " the second round goes backward?",
        "In a loop the notes of the last round are still there when the next one goes backward,"
        " unless a line of the loop throws them away.",
        "With gradients of 4, 3 and 2 in three rounds, a loop without that line steps by 4, "
        "then by 7, then by 9.",
    ),
)
def optimise_product():
    """No reset in the loop"""
    edit("optimizer.zero_grad()", "")


@misconception(
    "q4",
    (
        "However many steps you ask for, the result is that of a single one. What does each "
        "round of your loop begin with, and where does it end?",
        "What stands in the loop is done in each round; what stands before it, once. A variable"
        " that is made in the loop begins anew each time.",
        "A counter that is set to 0 within the loop is 1 at the end, however many rounds there "
        "are.",
    ),
)
def optimise_product(target, lr, steps):
    """The variables are made anew in each round"""
    for _ in range(steps):
        var_1 = torch.tensor(3.0, requires_grad=True)
        var_2 = torch.tensor(4.0, requires_grad=True)
        optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4", "For the target 15 you may be right. Which of the three arguments has no effect?"
)
def optimise_product():
    """The target is always 15"""
    edit("target - var_1 * var_2", "15.0 - var_1 * var_2")


@misconception(
    "q4", "Try a learning rate that is ten times smaller: how does your result change, and why not?"
)
def optimise_product():
    """The learning rate is always 0.003"""
    edit("lr=lr", "lr=3e-3")


@misconception(
    "q4", "Ask for a single step, and then for two. Does the number of steps make a difference?"
)
def optimise_product():
    """Always takes 100 steps"""
    edit("range(steps)", "range(100)")


@misconception(
    "q4",
    (
        "Count the rounds of your loop for steps = 1, with a print in it. Which numbers does it"
        " see?",
        "Look at the numbers that your loop goes through: where they begin, and which one it "
        "leaves out at the end.",
        "range(1, 5) has four numbers, range(5) has five.",
    ),
)
def optimise_product():
    """One step too few"""
    edit("range(steps)", "range(1, steps)")


@misconception(
    "q4", "Count the rounds of your loop for steps = 1, with a print in it. When does it notice?"
)
def optimise_product():
    """One step too many"""
    edit("range(steps)", "range(steps + 1)")


@misconception(
    "q4",
    "However many steps you ask for, the result is that of a single one. What does each round of "
    "your loop begin with, and where does it end?",
)
def optimise_product():
    """The return stands in the loop"""
    edit(
        "optimizer.zero_grad()",
        "optimizer.zero_grad()\nreturn var_1.item(), var_2.item()",
    )
    edit("var_1.item(), var_2.item()", "3.0, 4.0")


@misconception(
    "q4",
    "PyTorch takes its notes while the loss is computed, and goes through them once. Where is your "
    "loss computed, and how often does the loop go backward from it?",
)
def optimise_product():
    """The loss is computed once, before the loop"""
    edit(
        "optimizer = torch.optim.SGD([var_1, var_2], lr=lr)",
        "optimizer = torch.optim.SGD([var_1, var_2], lr=lr)\nloss = (target - var_1 * var_2) ** 2",
    )
    edit("loss = (target - var_1 * var_2) ** 2", "")


@misconception("q4", "One of your two variables never moves. Who decides which tensors may change?")
def optimise_product():
    """The optimiser knows var_1 only"""
    edit("[var_1, var_2]", "[var_1]")


@misconception(
    "q4", "You return what came of the product. Which two numbers does the question ask for?"
)
def optimise_product():
    """Returns the product and the loss"""
    edit(
        "optimizer = torch.optim.SGD([var_1, var_2], lr=lr)",
        "optimizer = torch.optim.SGD([var_1, var_2], lr=lr)\nloss = (target - var_1 * var_2) ** 2",
    )
    edit("var_1.item(), var_2.item()", "(var_1 * var_2).item(), loss.item()")


@misconception("q4", "Both numbers are right. In which order does the question ask for them?")
def optimise_product():
    """The two values are exchanged"""
    edit("var_1.item(), var_2.item()", "var_2.item(), var_1.item()")


@misconception(
    "q4",
    "Adam is a fine optimiser, but its steps have other sizes. Which one does the question name?",
)
def optimise_product():
    """Adam in place of SGD"""
    edit("torch.optim.SGD([var_1, var_2], lr=lr)", "torch.optim.Adam([var_1, var_2], lr=lr)")


@misconception(
    "q4",
    "Call your function twice with the same arguments: each call should begin at 3 and 4. Where "
    "are the two variables made?",
    finding="goes on",
    cell=True,
)
def made_outside():
    """The variables are made once, outside of the function"""
    first = torch.tensor(3.0, requires_grad=True)
    second = torch.tensor(4.0, requires_grad=True)

    def optimise_product(target, lr, steps):
        optimizer = torch.optim.SGD([first, second], lr=lr)
        for _ in range(steps):
            loss = (target - first * second) ** 2
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        return first.item(), second.item()


@misconception(
    "q4",
    (
        "Look at the types of the two values. How do you take a number out of a tensor?",
        "A tensor with one number in it is not that number. There is a method that takes it out.",
        "print(type(torch.tensor(2.5))) names a tensor. The text shows how a loss is turned "
        "into a number for a list: the same way leads out here.",
    ),
    finding="tensors returned",
)
def optimise_product():
    """Returns tensors"""
    edit("var_1.item(), var_2.item()", "var_1, var_2")


@misconception(
    "q4",
    "Ask for 0 steps. When does your loop find out that it has nothing to do?",
    finding="at least one step",
)
def optimise_product(target, lr, steps):
    """Asks after the step whether there is another one"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    while True:
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        steps -= 1
        if steps <= 0:
            return var_1.item(), var_2.item()


@misconception(
    "q4",
    "Your loop ends before it has taken all of its steps. Who says that it may?",
    finding="stopped early",
)
def optimise_product():
    """Stops when the loss is small"""
    edit(
        "loss = (target - var_1 * var_2) ** 2",
        "loss = (target - var_1 * var_2) ** 2\nif loss.item() < 1e-5:\n    break",
    )


@misconception(
    "q4",
    "Try a learning rate that is too large. Which values does your function return: those of the "
    "last step, or some that it liked better?",
    finding="best kept",
)
def optimise_product(target, lr, steps):
    """Returns the values with the smallest loss"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    best = [(target - 12.0) ** 2, 3.0, 4.0]
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        a, b = var_1.item(), var_2.item()
        best = min(best, [(target - a * b) ** 2, a, b])
    return best[1], best[2]


@misconception(
    "q4",
    "Print the values inside your loop, and compare their digits with those that you return.",
    finding="rounded",
)
def optimise_product():
    """Rounds the values"""
    edit("var_1.item(), var_2.item()", "round(var_1.item(), 4), round(var_2.item(), 4)")

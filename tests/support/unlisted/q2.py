"""Wrong solutions of q2: its gradients."""

from tests.support.unlisted.mistake import LEAKY, ONE, Mistake

_ALL = r"Each of W1_grad, B1_grad, W2_grad and B2_grad"
_ANOTHER_ORDER = "^The outputs are right, but in another order: they come as "
_RETURN = "return W1_grad, B1_grad, W2_grad, B2_grad"
_LISTED_AVERAGE = "The mean over all 2 N numbers in place of the sum"
_LISTED_STEP = "Takes the step as well: the weights are changed inside"
_FACTOR = "2 * (y_hat - Y)"

Q2 = [
    # factors
    Mistake("q2", "4 for 2", {_FACTOR: "4 * (y_hat - Y)"}, (f"{_ALL} is twice the right one",)),
    Mistake("q2", "3 for 2", {_FACTOR: "3 * (y_hat - Y)"}, (f"{_ALL} is 1.5 times the right one",)),
    Mistake(
        "q2",
        "no factor and a flipped sign",
        {_FACTOR: "Y - y_hat"},
        (f"{_ALL} is half of the right one and has the opposite sign",),
    ),
    Mistake(
        "q2",
        "twice, and a flipped sign",
        {_FACTOR: "4 * (Y - y_hat)"},
        (f"{_ALL} is twice the right one and has the opposite sign",),
    ),
    Mistake(
        "q2",
        "divided by 20",
        {_FACTOR: f"{_FACTOR} / 20"},
        (f"{_ALL} is 0.05 times the right one",),
    ),
    Mistake(
        "q2",
        "the step in place of the gradient",
        {_RETURN: "return [-0.01 * g for g in (W1_grad, B1_grad, W2_grad, B2_grad)]"},
        (f"{_ALL} is -0.01 times the right one",),
    ),
    Mistake(
        "q2",
        "the mean over the batch, without the factor",
        {_FACTOR: "(y_hat - Y) / len(x)"},
        (f"{_ALL} is the right one divided by 2 N",),
        hint=_LISTED_AVERAGE,
    ),
    Mistake(
        "q2",
        "the mean over all numbers, without the factor",
        {_FACTOR: "(y_hat - Y) / Y.numel()"},
        (f"{_ALL} is the right one divided by 4 N",),
    ),
    Mistake(
        "q2",
        "the mean over the batch, with the wrong sign",
        {_FACTOR: "2 * (Y - y_hat) / len(x)"},
        (f"{_ALL} .*divided by (-1 )?N",),
    ),
    Mistake("q2", "times N", {_FACTOR: f"{_FACTOR} * len(x)"}, (f"{ONE}|{_ALL} is N times",)),
    Mistake(
        "q2",
        "twice, times N",
        {_FACTOR: "4 * (y_hat - Y) * len(x)"},
        (f"{_ALL} is 2 N times the right one",),
    ),
    Mistake("q2", "divided by N + 1", {_FACTOR: f"{_FACTOR} / (len(x) + 1)"}),
    Mistake(
        "q2",
        "gradients of length 1",
        {_RETURN: "return [g / g.norm() for g in (W1_grad, B1_grad, W2_grad, B2_grad)]"},
    ),
    Mistake(
        "q2", "off by a little", {_RETURN: "return W1_grad + 0.001, B1_grad, W2_grad, B2_grad"}
    ),
    # only some of the outputs
    Mistake(
        "q2",
        "the sign of W2_grad",
        {"h.T @ z2_grad": "-h.T @ z2_grad"},
        ("^W2_grad has the opposite sign of the right one",),
    ),
    Mistake(
        "q2",
        "the sign of the hidden layer",
        {"h_grad * (z1 > 0)": "-h_grad * (z1 > 0)"},
        ("^Each of W1_grad and B1_grad has the opposite sign of the right one",),
    ),
    Mistake(
        "q2",
        "the hidden layer twice",
        {"z2_grad @ W2.T": "2 * z2_grad @ W2.T"},
        ("^Each of W1_grad and B1_grad is twice the right one",),
    ),
    Mistake(
        "q2",
        "all halved but B1_grad",
        {_FACTOR: "y_hat - Y", "B1_grad = z1_grad": "B1_grad = 2 * z1_grad"},
        ("^Each of W1_grad, W2_grad and B2_grad is half of the right one",),
    ),
    Mistake(
        "q2",
        "W1_grad averaged",
        {"x.T @ z1_grad": "x.T @ z1_grad / len(x)"},
        (f"{ONE}|^W1_grad is the right one divided by N",),
    ),
    Mistake(
        "q2",
        "B2_grad averaged",
        {"z2_grad.sum(": "z2_grad.mean("},
        (f"{ONE}|^B2_grad is the right one divided by N",),
    ),
    Mistake(
        "q2",
        "B1_grad not summed",
        {"z1_grad.sum(dim=0, keepdim=True)": "z1_grad"},
        (f"{ONE}|^B1_grad has one row for each example; the sum of its rows is the right one",),
    ),
    Mistake(
        "q2",
        "B1_grad not summed, and times N",
        {"z1_grad.sum(dim=0, keepdim=True)": "z1_grad * len(x)"},
        (f"{ONE}|^B1_grad has one row for each example; the mean of its rows is the right one",),
    ),
    Mistake(
        "q2", "B1_grad not summed, and twice", {"z1_grad.sum(dim=0, keepdim=True)": "2 * z1_grad"}
    ),
    Mistake("q2", "B2_grad as one number", {"z2_grad.sum(dim=0, keepdim=True)": "z2_grad.sum()"}),
    Mistake("q2", "z1 for h in W2_grad", {"h.T @ z2_grad": "z1.T @ z2_grad"}),
    Mistake("q2", "the wrong gradient in W2_grad", {"h.T @ z2_grad": "h.T @ y_hat_grad"}),
    Mistake("q2", "the wrong gradient in W1_grad", {"x.T @ z1_grad": "x.T @ h_grad"}),
    # transposed, in another order, and both
    Mistake(
        "q2",
        "W1_grad transposed",
        {"x.T @ z1_grad": "z1_grad.T @ x"},
        ("^W1_grad is the transpose",),
    ),
    Mistake(
        "q2",
        "both weights transposed",
        {"x.T @ z1_grad": "z1_grad.T @ x", "h.T @ z2_grad": "z2_grad.T @ h"},
        ("^Each of W1_grad and W2_grad is the transpose",),
    ),
    Mistake("q2", "W1_grad half and transposed", {"x.T @ z1_grad": "z1_grad.T @ x / 2"}),
    Mistake(
        "q2",
        "all halved, W1_grad transposed",
        {_FACTOR: "y_hat - Y", "x.T @ z1_grad": "z1_grad.T @ x"},
        ("^Each of B1_grad, W2_grad and B2_grad is half of the right one",),
    ),
    Mistake(
        "q2",
        "W1_grad in another shape",
        {"x.T @ z1_grad": "(x.T @ z1_grad).flatten()"},
        ("^W1_grad has the right values in the wrong shape",),
    ),
    Mistake(
        "q2",
        "weights before biases",
        {_RETURN: "return W1_grad, W2_grad, B1_grad, B2_grad"},
        (_ANOTHER_ORDER + "W1_grad, W2_grad, B1_grad, B2_grad",),
    ),
    Mistake(
        "q2",
        "biases before weights",
        {_RETURN: "return B1_grad, W1_grad, B2_grad, W2_grad"},
        (_ANOTHER_ORDER + "B1_grad, W1_grad, B2_grad, W2_grad",),
    ),
    Mistake(
        "q2",
        "half and in another order",
        {_FACTOR: "y_hat - Y", _RETURN: "return W2_grad, B2_grad, W1_grad, B1_grad"},
    ),
    Mistake("q2", "three gradients", {_RETURN: "return W1_grad, B1_grad, W2_grad"}),
    Mistake("q2", "a dict", {_RETURN: "return {'W1': W1_grad, 'B1': B1_grad, 'W2': W2_grad}"}),
    # the loss
    Mistake("q2", "the sign of the error", {_FACTOR: "torch.sign(y_hat - Y)"}),
    Mistake("q2", "twice the squared error", {_FACTOR: "2 * (y_hat - Y) ** 2"}),
    Mistake("q2", "the derivative of the cube", {_FACTOR: "3 * (y_hat - Y) ** 2"}),
    Mistake("q2", "Y twice", {_FACTOR: "y_hat - 2 * Y"}),
    Mistake(
        "q2",
        "Y forgotten",
        {_FACTOR: "2 * y_hat"},
        ("returns the same whatever Y is",),
    ),
    Mistake("q2", "the target of the first point", {_FACTOR: "2 * (y_hat - Y[:1])"}, (ONE,)),
    # the sigmoid
    Mistake("q2", "only y_hat", {"y_hat_grad * y_hat * (1 - y_hat)": "y_hat_grad * y_hat"}),
    Mistake("q2", "1 + y_hat", {"(1 - y_hat)": "(1 + y_hat)"}),
    Mistake(
        "q2", "the derivative squared", {"* y_hat * (1 - y_hat)": "* (y_hat * (1 - y_hat)) ** 2"}
    ),
    Mistake("q2", "brackets left out", {"* (1 - y_hat)": "* 1 - y_hat"}),
    Mistake(
        "q2",
        "brackets that make 0",
        {"* y_hat * (1 - y_hat)": "* (y_hat * 1 - y_hat)"},
        (f"{_ALL} is 0 everywhere",),
    ),
    Mistake("q2", "the slope where the sigmoid is steepest", {"y_hat * (1 - y_hat)": "0.25"}),
    Mistake(
        "q2",
        "half, and the sigmoid forgotten in the hidden layer",
        {_FACTOR: "y_hat - Y", "z2_grad @ W2.T": "y_hat_grad @ W2.T"},
        ("^Each of W2_grad and B2_grad is half of the right one",),
    ),
    # the ReLU
    Mistake("q2", "the mask inverted", {"(z1 > 0)": "(z1 < 0)"}),
    Mistake(
        "q2",
        "the mask of large z1",
        {"(z1 > 0)": "(z1 > 0.5)"},
    ),
    Mistake("q2", "the mask of a leaky ReLU", {"(z1 > 0)": "torch.where(z1 > 0, 1, 0.01)"}),
    Mistake("q2", "the mask from negative gradients", {"(z1 > 0)": "(h_grad < 0)"}),
    Mistake("q2", "the mask of z2", {"(z1 > 0)": "(z2 > 0).any(dim=1, keepdim=True)"}),
    Mistake("q2", "the sign of z1 for the mask", {"(z1 > 0)": "torch.sign(z1)"}),
    Mistake("q2", "the mask from x", {"(z1 > 0)": "(x > 0)"}),
    Mistake(
        "q2",
        "half, and the mask forgotten",
        {_FACTOR: "y_hat - Y", " * (z1 > 0)": ""},
        ("^Each of W2_grad and B2_grad is half of the right one",),
    ),
    Mistake(
        "q2",
        "the mean over the batch, and the mask forgotten",
        {_FACTOR: f"{_FACTOR} / len(x)", " * (z1 > 0)": ""},
        ("^Each of W2_grad and B2_grad is the right one divided by N",),
    ),
    Mistake("q2", "W2 with its columns exchanged", {"z2_grad @ W2.T": "z2_grad @ W2.flip(1).T"}),
    # the forward values
    Mistake("q2", "leaky ReLU forward", {"torch.relu(z1)": LEAKY}),
    Mistake("q2", "softmax forward", {"torch.sigmoid(z2)": "torch.softmax(z2, dim=1)"}),
    Mistake(
        "q2",
        "B2 forgotten forward",
        {"h @ W2 + B2": "h @ W2"},
        ("returns the same whatever B2 is",),
    ),
    # sizes
    Mistake(
        "q2",
        "a single example loses a dimension",
        {"h_grad * (z1 > 0)": "(h_grad * (z1 > 0)).squeeze()"},
        ("^It works for batches of 7, 20, 64 and fails for 1",),
    ),
    Mistake(
        "q2",
        "X for x in one place",
        {"x.T @ z1_grad": "X.T @ z1_grad"},
    ),
    Mistake(
        "q2",
        "X for x in the other place",
        {"x @ W1": "X @ W1"},
    ),
    # more than one finding
    Mistake(
        "q2",
        "Y is used up",
        {_FACTOR: "2 * Y.sub_(y_hat).neg()"},
        ("^backprop changes Y in place",),
        hint=_LISTED_STEP,
    ),
    Mistake(
        "q2",
        "x is turned round",
        {"x.T @ z1_grad": "x.t_() @ z1_grad"},
        ("^backprop changes x in place",),
        hint=_LISTED_STEP,
    ),
    Mistake(
        "q2",
        "half, by autograd",
        {
            _RETURN: "parameters = [p.clone().requires_grad_() for p in (W1, B1, W2, B2)]\n"
            "    w1, b1, w2, b2 = parameters\n"
            "    y_hat = torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)\n"
            "    return torch.autograd.grad(((y_hat - Y) ** 2).sum() / 2, parameters)"
        },
        (f"{_ALL} is half of the right one",),
        hint="Lets autograd find the gradients",
    ),
    Mistake(
        "q2",
        "random numbers",
        {_RETURN: "return [torch.randn_like(p) for p in (W1, B1, W2, B2)]"},
    ),
]

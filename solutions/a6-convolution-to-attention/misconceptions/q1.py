"""What students get wrong in A6, q1 (conv2d_by_hand), and what they read then."""

from torch.nn import functional as F

from autograder.checks import edit, misconception


@misconception(
    "q1", "Your results are those of a window that is turned round. Which way does a run in w[a]?"
)
def conv2d_by_hand():
    """Turns the kernel round, as mathematicians do"""
    edit("window, weight)", "window, weight.flip(-1, -2))")


@misconception("q1", "Print your result with a bias of 1,000. Where should it show?")
def conv2d_by_hand():
    """Forgets the bias"""
    edit("y if bias is None else y + bias.view(-1, 1, 1)", "y")


@misconception(
    "q1", "Your window moves by one pixel at a time, whatever the stride is. Where does it begin?"
)
def conv2d_by_hand():
    """The window begins at i and j, whatever the stride is"""
    edit("i * stride, j * stride", "i, j")


@misconception(
    "q1",
    "How many rows of zeros are added above, and how many below? Your image grows on one side.",
)
def conv2d_by_hand():
    """Pads above and on the left only"""
    edit(
        "F.pad(x, (padding, padding, padding, padding))",
        "F.pad(x, (2 * padding, 0, 2 * padding, 0))",
    )


@misconception(
    "q1", "With several channels your result is wrong. Which of the dimensions do you add up?"
)
def conv2d_by_hand():
    """Looks at the first channel only"""
    edit(
        'torch.einsum("ncab,ocab->no", window, weight)',
        'torch.einsum("nab,oab->no", window[:, 0], weight[:, 0])',
    )


@misconception("q1", "Try an image that is higher than wide. Which numbers are rows?")
def conv2d_by_hand():
    """Takes every image for a square"""
    edit("columns = (w + 2", "columns = (h + 2")


@misconception("q1", "Is the sum over a window a sum, or a mean? Try a kernel of ones.")
def conv2d_by_hand():
    """Averages over the window"""
    edit("window, weight)", "window, weight) / (k * k)")


@misconception(
    "q1",
    "The result is right, but PyTorch found it. Where do you cut out the windows yourself?",
    finding="library convolution",
)
def conv2d_by_hand(x, weight, bias=None, stride=1, padding=0):
    """Asks F.conv2d"""
    return F.conv2d(x, weight, bias, stride, padding)


@misconception(
    "q1",
    "The sums are yours and the windows are not. Which rows and columns does the window cover?",
    finding="library unfold",
)
def conv2d_by_hand(x, weight, bias=None, stride=1, padding=0):
    """Cuts the windows out with F.unfold"""
    n, _, h, w = x.shape
    o, _, k, _ = weight.shape
    windows = F.unfold(x, k, padding=padding, stride=stride)
    y = weight.reshape(o, -1) @ windows
    if bias is not None:
        y = y + bias.view(-1, 1)
    rows = (h + 2 * padding - k) // stride + 1
    return y.reshape(n, o, rows, -1)


@misconception("q1", "The number of rows is wrong: put stride 1 and padding 0 into your formula.")
def conv2d_by_hand():
    """One row too few"""
    edit("rows = (h + 2 * padding - k) // stride + 1", "rows = (h + 2 * padding - k) // stride")


@misconception("q1", "Which dtype has your result for images of dtype float64?")
def conv2d_by_hand():
    """Makes a result of float32, whatever the dtype of x"""
    edit("columns, dtype=x.dtype)", "columns)")

"""What students get wrong in A6, q2 (BatchNorm), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q2", "After evaluation of one example all is 0. Which figures belong to evaluation mode?"
)
class BatchNorm:
    """Takes the figures of the batch in evaluation mode, too"""

    edit(
        "mean, variance = self.running_mean, self.running_variance",
        "mean, variance = values.mean(dim=1), values.var(dim=1, unbiased=False)",
    )


@misconception("q2", "Which of the two variances normalises, and which one is kept? Read on m - 1.")
class BatchNorm:
    """Normalises with the unbiased variance"""

    edit("unbiased=False", "unbiased=True")


@misconception("q2", "By which number is the variance divided that the running one takes up?")
class BatchNorm:
    """Keeps the biased variance"""

    edit("values.var(dim=1), 0.1)", "values.var(dim=1, unbiased=False), 0.1)")


@misconception("q2", "How far does one batch move the running figures, a tenth or nine tenths?")
class BatchNorm:
    """The momentum is the wrong way round"""

    edit("0.1", "0.9", times=2)


@misconception("q2", "What is kept when you move the running figures, and of which mode are they?")
class BatchNorm:
    """Never moves the running figures"""

    edit("self.running_mean.lerp_(mean, 0.1)", "pass")
    edit("self.running_variance.lerp_(values.var(dim=1), 0.1)", "")


@misconception("q2", "Which of your numbers stands under the fraction line: variance, or root?")
class BatchNorm:
    """Divides by the variance"""

    edit("torch.sqrt(variance + 1e-5)", "(variance + 1e-5)")


@misconception(
    "q2",
    "In training, gradients stop at your mean and variance. Which of your lines hide from autograd "
    "more than the running figures?",
)
class BatchNorm:
    """Takes the batch's figures without a record"""

    edit("values = x.transpose(0, 1)", "values = x.detach().transpose(0, 1)")


@misconception(
    "q2",
    "The output is right, but its state_dict lacks something. What becomes of your running figures "
    "when the module is saved?",
    finding="no buffer",
)
class BatchNorm(nn.Module):
    """The running figures are plain attributes"""

    def __init__(self, features):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(features))
        self.beta = nn.Parameter(torch.zeros(features))
        self.mean = torch.zeros(features)
        self.variance = torch.ones(features)

    def forward(self, x):
        rows = x.movedim(1, -1)
        flat = rows.reshape(-1, rows.shape[-1])
        if self.training:
            mean, variance = flat.mean(0), flat.var(0, unbiased=False)
            self.mean = 0.9 * self.mean + 0.1 * mean.detach()
            self.variance = 0.9 * self.variance + 0.1 * flat.detach().var(0)
        else:
            mean, variance = self.mean, self.variance
        y = (rows - mean) / (variance + 1e-5).sqrt() * self.gamma + self.beta
        return y.movedim(-1, 1)


@misconception(
    "q2",
    "Your running figures remember how they were computed, and so keep every batch in memory.",
    finding="buffers recorded",
)
class BatchNorm:
    """The running figures keep a record of all batches"""

    edit("with torch.no_grad():", "if True:")


@misconception(
    "q2",
    "The numbers are right, and it is PyTorch's layer that finds them. Write the means yourself.",
    finding="library normalisation",
)
class BatchNorm(nn.Module):
    """Uses nn.BatchNorm1d"""

    def __init__(self, features):
        super().__init__()
        self.norm = nn.BatchNorm1d(features)

    def forward(self, x):
        rows = x.movedim(1, -1)
        return self.norm(rows.reshape(-1, rows.shape[-1])).view(rows.shape).movedim(-1, 1)


@misconception("q2", "For images there is one mean for a channel. Over which dimensions is yours?")
class BatchNorm(nn.Module):
    """A mean for each pixel of images"""

    def __init__(self, features):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(features))
        self.beta = nn.Parameter(torch.zeros(features))
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("variance", torch.ones(features))

    def forward(self, x):
        size = (1, -1, *[1] * (x.dim() - 2))
        others = list(range(2, x.dim()))
        if self.training:
            mean, variance = x.mean(0, keepdim=True), x.var(0, unbiased=False, keepdim=True)
            with torch.no_grad():
                many = x.var(0) if len(x) > 1 else torch.zeros_like(x[0])
                kept = [v.mean([d - 1 for d in others]) if others else v for v in (x.mean(0), many)]
                self.mean.lerp_(kept[0], 0.1)
                self.variance.lerp_(kept[1], 0.1)
        else:
            mean, variance = self.mean.view(size), self.variance.view(size)
        y = (x - mean) / (variance + 1e-5).sqrt()
        return y * self.gamma.view(size) + self.beta.view(size)

"""Unusual right solutions of A6, q2 (BatchNorm)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q2")
class BatchNorm(nn.Module):
    """New buffers in each step, deviations squared, figures that keep their dimensions"""

    def __init__(self, features):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(features))
        self.factor = nn.Parameter(torch.ones(features))
        self.register_buffer("v", torch.ones(features))
        self.register_buffer("m", torch.zeros(features))

    def forward(self, x):
        dims = (0,) if x.dim() == 2 else (0, 2, 3)
        size = (1, -1) if x.dim() == 2 else (1, -1, 1, 1)
        if self.training:
            mean = x.mean(dim=dims, keepdim=True)
            variance = ((x - mean) ** 2).mean(dim=dims, keepdim=True)
            m = x.numel() / x.shape[1]
            self.m = 0.9 * self.m + 0.1 * mean.detach().flatten()
            self.v = 0.9 * self.v + 0.1 * variance.detach().flatten() * m / (m - 1)
        else:
            mean, variance = self.m.view(size), self.v.view(size)
        x_hat = (x - mean) * (variance + 1e-5) ** -0.5
        return self.factor.view(size) * x_hat + self.shift.view(size)


@accepted("q2")
class BatchNorm(nn.Module):
    """Counts batches as PyTorch's layer does, and has a helper for each mode"""

    def __init__(self, features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.gamma = nn.Parameter(torch.ones(features))
        self.beta = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))
        self.register_buffer("count", torch.tensor(0))

    def figures(self, x):
        dims = [d for d in range(x.dim()) if d != 1]
        mean, variance = x.mean(dims), x.var(dims, correction=0)
        with torch.no_grad():
            self.count += 1
            self.running_mean.mul_(1 - self.momentum).add_(self.momentum * mean)
            self.running_var.mul_(1 - self.momentum).add_(self.momentum * x.var(dims))
        return mean, variance

    def forward(self, x):
        mean, variance = self.figures(x) if self.training else (self.running_mean, self.running_var)
        scale = self.gamma * torch.rsqrt(variance + self.eps)
        shift = self.beta - mean * scale
        more = [None] * (x.dim() - 2)
        return x * scale[(slice(None), *more)] + shift[(slice(None), *more)]


@accepted("q2")
class BatchNorm(nn.Module):
    """Makes images of everything; einsum for the factor"""

    def __init__(self, features):
        super().__init__()
        self.w = nn.Parameter(torch.full((features,), 1.0))
        self.b = nn.Parameter(torch.full((features,), 0.0))
        for name, value in (("mu", 0.0), ("var", 1.0)):
            self.register_buffer(name, torch.full((features,), value))

    def forward(self, x):
        images = x if x.dim() == 4 else x[:, :, None, None]
        if not self.training:
            mu, var = self.mu, self.var
        else:
            (mu, count) = images.mean((0, 2, 3)), images[:, 0].numel()
            centred = images - mu.view(1, -1, 1, 1)
            var = centred.square().mean((0, 2, 3))
            self.mu.copy_((0.9 * self.mu + 0.1 * mu).detach())
            self.var.copy_((0.9 * self.var + 0.1 * var * count / (count - 1)).detach())
        y = torch.einsum(
            "nchw,c->nchw", images - mu.view(1, -1, 1, 1), self.w / torch.sqrt(var + 1e-5)
        )
        return (y + self.b.view(-1, 1, 1)).reshape(x.shape)

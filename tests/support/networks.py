"""Networks as students write them: one attention in six ways, and a small net of convolutions."""

import math

import torch
from torch import nn

WIDTH, HEADS = 8, 2


class Attention(nn.Module):
    """Multi-head attention with four layers of one shape."""

    scale = math.sqrt(WIDTH // HEADS)

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def projected(self, query, key, value):
        return self.q(query), self.k(key), self.v(value)

    def out(self, y):
        return self.o(y)

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            x.unflatten(-1, (HEADS, -1)).transpose(1, 2) for x in self.projected(query, key, value)
        )
        scores = q @ k.transpose(-1, -2) / self.scale
        if mask is not None:
            scores = scores.masked_fill(~mask, -torch.inf)
        weights = scores.softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2)), weights


class ValuesFirst(Attention):
    def projected(self, query, key, value):
        v, k = self.v(value), self.k(key)
        return self.q(query), k, v


class OtherNames(Attention):
    def projected(self, query, key, value):
        return self.o(query), self.v(key), self.q(value)

    def out(self, y):
        return self.k(y)


class Fused(Attention):
    """One layer for queries, keys and values, with the keys on top."""

    def __init__(self):
        nn.Module.__init__(self)
        self.kqv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def projected(self, query, key, value):
        weights, biases = self.kqv.weight.chunk(3), self.kqv.bias.chunk(3)
        parts = zip((key, query, value), weights, biases, strict=True)
        k, q, v = (nn.functional.linear(x, w, b) for x, w, b in parts)
        return q, k, v


class ByHead(Attention):
    """A layer of its own for each head, and the last weight as a parameter."""

    def __init__(self):
        nn.Module.__init__(self)
        size = WIDTH // HEADS
        self.heads = nn.ModuleList(
            nn.ModuleDict({name: nn.Linear(WIDTH, size) for name in "kvq"}) for _ in range(HEADS)
        )
        self.w, self.b = nn.Parameter(torch.randn(WIDTH, WIDTH)), nn.Parameter(torch.randn(WIDTH))

    def projected(self, query, key, value):
        return [
            torch.cat([head[name](x) for head in self.heads], dim=-1)
            for name, x in (("q", query), ("k", key), ("v", value))
        ]

    def out(self, y):
        return y @ self.w.T + self.b


class Torchs(nn.Module):
    """Around PyTorch's own layer, whose mask says what is hidden."""

    def __init__(self):
        super().__init__()
        self.layer = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)

    def forward(self, query, key, value, mask=None):
        hidden = None if mask is None else ~mask
        return self.layer(query, key, value, attn_mask=hidden, average_attn_weights=False)


class Unscaled(Attention):
    scale = 1.0


class FusedUnscaled(Fused):
    scale = 1.0


class Maskless(Attention):
    def forward(self, query, key, value, mask=None):  # noqa: ARG002
        return super().forward(query, key, value)


class Convolutions(nn.Module):
    """Two convolutions with batch normalisation, dropout and a linear layer."""

    rate, momentum = 0.4, 0.1

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 3, 3, padding=1), nn.Conv2d(3, 3, 3, padding=1)
        self.norm1, self.norm2 = (nn.BatchNorm2d(3, momentum=self.momentum) for _ in range(2))
        self.linear = nn.Linear(12, 4)

    def dropped(self, x):
        return nn.functional.dropout(x, self.rate, self.training)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.first(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.second(x)).relu(), 2)
        return self.linear(self.dropped(x.flatten(1)))


class Layers(Convolutions):
    """The same with dropout as a layer, which variations can change."""

    def __init__(self):
        super().__init__()
        self.dropout = nn.Dropout(self.rate)

    def dropped(self, x):
        return self.dropout(x)


class DroppedByHand(Convolutions):
    def dropped(self, x):
        if not self.training:
            return x
        return x * (torch.rand(x.shape, dtype=x.dtype) >= self.rate) / (1 - self.rate)


class Norm(nn.Module):
    """Batch normalisation by hand, with running figures that no state dict holds."""

    def __init__(self, channels):
        super().__init__()
        self.gain, self.shift = (
            nn.Parameter(torch.ones(channels)),
            nn.Parameter(torch.zeros(channels)),
        )
        self.mean, self.spread = torch.zeros(channels), torch.ones(channels)

    def forward(self, x):
        mean, spread = self.mean, self.spread
        if self.training:
            mean, spread = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
            with torch.no_grad():
                self.mean = 0.9 * self.mean + 0.1 * mean
                self.spread = 0.9 * self.spread + 0.1 * x.var((0, 2, 3))
        z = (x - mean[:, None, None]) / (spread + 1e-5).sqrt()[:, None, None]
        return z * self.gain[:, None, None] + self.shift[:, None, None]


class NormsByHand(Convolutions):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = Norm(3), Norm(3)

"""Mistakes in attention, and in layers that have two modes."""

import math

import torch
from torch import nn

from autograder.checks import misconception


@misconception("q1", "How large do scalar products become when vectors are long?")
def causal_attention(queries, keys, values):
    """Does not scale the scores"""
    scores = queries @ keys.transpose(-1, -2)
    weights = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), -math.inf).softmax(-1)
    return weights @ values, weights


@misconception("q1", "How does the spread of a scalar product grow with d: like d?")
def causal_attention(queries, keys, values):
    """Divides by d in place of its root"""
    scores = queries @ keys.transpose(-1, -2) / queries.shape[-1]
    weights = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), -math.inf).softmax(-1)
    return weights @ values, weights


@misconception("q1", "What do the weights of a position add up to?")
def causal_attention(queries, keys, values):
    """Masks after the softmax"""
    scores = queries @ keys.transpose(-1, -2) / math.sqrt(queries.shape[-1])
    weights = scores.softmax(-1).tril()
    return weights @ values, weights


@misconception("q1", "Over which of the two positions do you take the softmax?")
def causal_attention(queries, keys, values):
    """Takes the softmax over the queries"""
    scores = queries @ keys.transpose(-1, -2) / math.sqrt(queries.shape[-1])
    weights = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), -math.inf).softmax(-2)
    return weights @ values, weights


@misconception("q1", "May a position look at itself?")
def causal_attention(queries, keys, values):
    """Hides each position from itself, too"""
    scores = queries @ keys.transpose(-1, -2) / math.sqrt(queries.shape[-1])
    hidden = torch.ones_like(scores).tril(-1) == 0
    hidden[..., 0, 0] = False
    weights = scores.masked_fill(hidden, -math.inf).softmax(-1)
    return weights @ values, weights


@misconception("q2", "What are scores divided by?", finding="no scale")
class MultiHeadAttention(nn.Module):
    """Does not scale the scores, with one layer for all three"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.three = nn.Linear(width, 3 * width)
        self.last = nn.Linear(width, width)

    def forward(self, query, key, value, mask=None):
        weights, biases = self.three.weight.chunk(3), self.three.bias.chunk(3)
        q, k, v = (
            nn.functional.linear(x, w, b).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x, w, b in zip((query, key, value), weights, biases, strict=True)
        )
        scores = q @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        a = scores.softmax(-1)
        return self.last((a @ v).transpose(1, 2).flatten(2)), a


@misconception("q2", "How long are the vectors of one head?", finding="scaled by the width")
class MultiHeadAttention(nn.Module):
    """Divides by the root of the whole width"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (self.q(query), self.k(key), self.v(value))
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(query.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        weights = scores.softmax(-1)
        return self.o((weights @ v).transpose(1, 2).flatten(2)), weights


@misconception("q2", "Where does your code look at the mask?", finding="no mask")
class MultiHeadAttention(nn.Module):
    """Ignores the mask"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (self.q(query), self.k(key), self.v(value))
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        weights = scores.softmax(-1)
        return self.o((weights @ v).transpose(1, 2).flatten(2)), weights


@misconception(
    "q2",
    "What does True mean in the mask: seen or hidden?",
    finding="mask the other way round",
)
class MultiHeadAttention(nn.Module):
    """Hides what the mask shows"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (self.q(query), self.k(key), self.v(value))
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(mask, -math.inf)
        weights = scores.softmax(-1)
        return self.o((weights @ v).transpose(1, 2).flatten(2)), weights


@misconception(
    "q2",
    "What do the weights of a position add up to?",
    finding="mask after the softmax",
)
class MultiHeadAttention(nn.Module):
    """Masks after the softmax"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (self.q(query), self.k(key), self.v(value))
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        weights = scores.softmax(-1)
        if mask is not None:
            weights = weights * mask
        return self.o((weights @ v).transpose(1, 2).flatten(2)), weights


@misconception("q2", "Which numbers of the parts stand side by side in the end?")
class MultiHeadAttention(nn.Module):
    """Puts the parts together without turning them back"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (self.q(query), self.k(key), self.v(value))
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        weights = scores.softmax(-1)
        y = weights @ v
        return self.o(y.reshape(query.shape)), weights


@misconception(
    "q3",
    "Is anything dropped when the net is asked, not trained?",
    finding="random in eval mode",
)
class SmallNet(nn.Module):
    """Drops in eval mode, too"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.norm2 = nn.BatchNorm2d(channels)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x)).relu(), 2)
        return self.linear(nn.functional.dropout(x.flatten(1), self.rate))


@misconception("q3", "Where does the rate that the class is given come in?", finding="no dropout")
class SmallNet(nn.Module):
    """Makes a dropout layer and never uses it"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.norm2 = nn.BatchNorm2d(channels)
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x)).relu(), 2)
        return self.linear(x.flatten(1))


@misconception(
    "q3",
    "Is the rate the share that is dropped, or the share that is kept?",
    finding="other dropout",
)
class SmallNet(nn.Module):
    """Takes the rate for the share that is kept"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.norm2 = nn.BatchNorm2d(channels)
        self.dropout = nn.Dropout(1 - dropout)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x)).relu(), 2)
        return self.linear(self.dropout(x.flatten(1)))


@misconception(
    "q3",
    "What should the answer for an image hang on, beside the image?",
    finding="other statistics",
)
class SmallNet(nn.Module):
    """Normalises with the batch in eval mode, too"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels, track_running_stats=False)
        self.norm2 = nn.BatchNorm2d(channels, track_running_stats=False)
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x)).relu(), 2)
        return self.linear(self.dropout(x.flatten(1)))


@misconception(
    "q3",
    "How much of the old running mean do the defaults keep?",
    finding="other running figures",
)
class SmallNet(nn.Module):
    """Has a momentum of 0.9"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels, momentum=0.9)
        self.norm2 = nn.BatchNorm2d(channels, momentum=0.9)
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x)).relu(), 2)
        return self.linear(self.dropout(x.flatten(1)))


@misconception("q3", "In which order do the ReLU and the normalisation come?")
class SmallNet(nn.Module):
    """Normalises behind the ReLU"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.norm2 = nn.BatchNorm2d(channels)
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x).relu()), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x).relu()), 2)
        return self.linear(self.dropout(x.flatten(1)))

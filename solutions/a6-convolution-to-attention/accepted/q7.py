"""Unusual right solutions of A6, q7 (attention)."""

import torch
from torch.nn import functional as F

from autograder.checks import accepted


@accepted("q7")
def attention(q, k, v, mask=None):
    """einsum, a mask that is added, and a scale of the queries"""
    scores = torch.einsum("...id,...jd->...ij", q * q.size(-1) ** -0.5, k)
    if mask is not None:
        scores = scores + torch.where(mask, 0.0, -torch.inf)
    w = torch.softmax(scores, dim=-1)
    return [torch.einsum("...ij,...je->...ie", w, v), w]


@accepted("q7")
def attention(q, k, v, mask=None):
    """A softmax by hand, with the largest score taken off"""
    scores = torch.matmul(q, k.mT) / q.shape[-1] ** 0.5
    seen = torch.ones_like(scores).bool() if mask is None else mask.expand(scores.shape)
    largest = scores.where(seen, torch.tensor(-torch.inf, dtype=q.dtype)).amax(-1, keepdim=True)
    e = torch.exp(torch.minimum(scores - largest, torch.zeros_like(scores))) * seen
    w = e / e.sum(-1, keepdim=True)
    return w.matmul(v), w


@accepted("q7")
def attention(q, k, v, mask=None):
    """PyTorch's own function, and the weights as what it gives for values of one 1 each"""
    one = torch.eye(k.shape[-2], dtype=q.dtype).expand(*k.shape[:-2], -1, -1)
    weights = F.scaled_dot_product_attention(q, k, one, attn_mask=mask)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask), weights

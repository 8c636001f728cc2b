"""Unusual right solutions of A6, q6 (causal_mask)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q6")
def causal_mask(T):
    """The lower triangle of ones"""
    return torch.ones(T, T).tril().bool()


@accepted("q6")
def causal_mask(T):
    """PyTorch's mask for transformers, where nothing is added"""
    return nn.Transformer.generate_square_subsequent_mask(T) == 0


@accepted("q6")
def causal_mask(T):
    """A list of lists"""
    return torch.tensor([[j <= i for j in range(T)] for i in range(T)])

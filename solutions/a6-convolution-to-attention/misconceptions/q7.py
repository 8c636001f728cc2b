"""What students get wrong in A6, q7 (attention), and what they read then."""

import math

import torch

from autograder.checks import edit, misconception


@misconception("q7", "Your weights are too sharp. What are the products divided by?")
def attention():
    """Without the root of d"""
    edit(" / math.sqrt(q.shape[-1])", "")


@misconception("q7", "Your weights are too even. Is it d that the products are divided by?")
def attention():
    """Divides by d in place of its root"""
    edit("math.sqrt(q.shape[-1])", "q.shape[-1]")


@misconception("q7", "Which sums of your weights are 1, those of rows or those of columns?")
def attention():
    """The softmax runs over queries"""
    edit("softmax(dim=-1)", "softmax(dim=-2)")


@misconception("q7", "Where is your mask True, and which scores do you hide?")
def attention():
    """The mask is the wrong way round"""
    edit("~mask", "mask")


@misconception("q7", "Do your rows of weights still add up to 1 with a mask? When do you hide?")
def attention(q, k, v, mask=None):
    """The mask comes after the softmax"""
    weights = (q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])).softmax(dim=-1)
    if mask is not None:
        weights = weights * mask
    return weights @ v, weights


@misconception("q7", "A score of 0 is a score like others. Which has the weight 0?")
def attention():
    """Hidden scores become 0"""
    edit("-math.inf", "0.0")


@misconception("q7", "Your mask is never used. Where does it come in?")
def attention():
    """Ignores the mask"""
    edit("if mask is not None:\nscores = scores.masked_fill(~mask, -math.inf)", "")


@misconception("q7", "Which of d, T and S is the length of queries and keys?")
def attention():
    """Divides by the root of the number of queries"""
    edit("q.shape[-1]", "q.shape[-2]")


@misconception("q7", "Try scores of several hundred. What is exp(1000) in your softmax?")
def attention(q, k, v, mask=None):
    """A softmax by hand that overflows"""
    scores = torch.exp(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]))
    if mask is not None:
        scores = scores * mask
    weights = scores / scores.sum(dim=-1, keepdim=True)
    return weights @ v, weights

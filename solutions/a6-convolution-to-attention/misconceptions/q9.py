"""What students get wrong in A6, q9 (CharModel), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q9",
    "Exchange two early characters. Does your model notice? What knows of places?",
    finding="no places",
)
class CharModel:
    """Without vectors for the places"""

    edit("self.characters(tokens) + self.places(places)", "self.characters(tokens)")


@misconception("q9", "What stands between the block and the logits?", finding="no last norm")
class CharModel:
    """Without the last normalisation"""

    edit("self.norm(self.block(x))", "self.block(x)")


@misconception(
    "q9",
    "The vectors of characters and places are added in the question. And yours?",
    finding="multiplied",
)
class CharModel:
    """Multiplies the two vectors"""

    edit("self.characters(tokens) + self.places", "self.characters(tokens) * self.places")


@misconception(
    "q9", "Your model gives probabilities. What are logits?", finding="softmax at the end"
)
class CharModel:
    """A softmax at the end"""

    edit(
        "self.logits(self.norm(self.block(x)))", "self.logits(self.norm(self.block(x))).softmax(-1)"
    )


@misconception(
    "q9",
    "Change the last character: do earlier logits change? What does causal say?",
    finding="not causal",
)
class CharModel:
    """The block is not causal"""

    edit("Block(d_model, heads, causal)", "Block(d_model, heads, causal=False)")


@misconception(
    "q9",
    "How many blocks does the question ask for, and are they one and the same?",
    finding="block twice",
)
class CharModel:
    """Sends x through the block twice"""

    edit("self.block(x)", "self.block(self.block(x))")


@misconception(
    "q9",
    "On a GPU your places would stay behind. On which device does arange make its numbers?",
    finding="other device",
)
class CharModel:
    """The places are made on the CPU"""

    edit("torch.arange(tokens.shape[1], device=tokens.device)", "torch.arange(tokens.shape[1])")

"""Answers in words, as students give them."""

import random

_OPENINGS = ("I think", "In my opinion", "As far as I see", "Because", "", "Well,", "We saw that")
_SUBJECTS = ("the loss", "each step", "the gradient", "the model", "a small step", "the update")
_VERBS = ("goes down", "does not always fall", "may grow again", "stays the same", "gets smaller")
_WHEN = (
    *("if the learning rate is too large", "near a minimum", "while the slope is not zero"),
    *("for a small enough rate", "after many steps", "on the points it was trained on"),
)
_WHY = (
    *("since the gradient is only local", "as the step overshoots the valley"),
    *(
        "because the surface is curved",
        "since the data never change",
        "as both layers move at once",
    ),
    *("because I tried it with 0.5 and it jumped", "as the picture in part two shows"),
)
_SWAPS = {
    "think": "believe",
    "goes": "moves",
    "large": "big",
    "small": "tiny",
    "because": "since",
    "since": "because",
    "grow": "rise",
    "shows": "tells",
    "many": "a lot of",
}


def explanation(draw: random.Random) -> str:
    """Return an answer of a few sentences."""
    sentences = []
    for _ in range(draw.randint(2, 4)):
        parts = [draw.choice(_OPENINGS), draw.choice(_SUBJECTS), draw.choice(_VERBS)]
        parts += [draw.choice(_WHEN)] if draw.random() < 0.7 else []
        parts += [draw.choice(_WHY)] if draw.random() < 0.6 else []
        if draw.random() < 0.4:
            parts.append(f"(I got {draw.uniform(0, 20):.3f} after {draw.randint(2, 900)} steps)")
        text = " ".join(part for part in parts if part)
        sentences.append(text[0].upper() + text[1:] + ".")
    return " ".join(sentences)


def altered(text: str, draw: random.Random) -> str:
    """Return a text with some words changed, as somebody does who copies it."""
    words = [_SWAPS.get(word, word) if draw.random() < 0.7 else word for word in text.split()]
    if draw.random() < 0.5:
        words.append("That is all.")
    return " ".join(words)

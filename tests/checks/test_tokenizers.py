"""Texts become lists of tokens and come back as they were."""

import pytest

from autograder.checks import CheckError, check_tokenizer, fresh_texts

LETTERS = " ,abcdé"
TEXTS = [*fresh_texts(1, 5), "Été", "a b", "日本"]


def encode(text):
    return list(text.encode())


def decode(tokens):
    return bytes(tokens).decode()


class Characters:
    def __init__(self, corpus):
        self.known = ["?", *sorted(set(corpus))]

    def encode(self, text):
        return [self.known.index(c) if c in self.known else 0 for c in text]

    def decode(self, tokens):
        return "".join(self.known[t] for t in tokens)


def test_right_tokenizers_pass():
    names = {"encode": encode, "decode": decode}
    check_tokenizer(names, texts=TEXTS)
    check_tokenizer(names, texts=TEXTS, expected=lambda text: text.encode())
    check_tokenizer({"words": str.split}, "words", "", texts=["a b", ""], expected=str.split)
    known = set("abc")
    check_tokenizer(
        {"T": Characters}, texts=TEXTS, made_by="T", arguments=["cab"],
        decoded=lambda text: "".join(c if c in known else "?" for c in text),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "finding", "says"),
    [
        ({"encode": lambda t: [ord(c) for c in t]}, "other tokens", "not all ASCII, and for no"),
        ({"encode": lambda t: encode(t)[::-1]}, "other tokens", "their order is not"),
        ({"encode": lambda t: [n + 1 for n in encode(t)]}, "other tokens", "number is \\+1 away"),
        ({"encode": lambda t: [*encode(t), 0]}, "other tokens", "There are 1 tokens"),
        ({"encode": lambda t: [str(n) for n in encode(t)]}, "other tokens", "of another type"),
        ({"encode": lambda t: encode(t.lower())}, "other tokens", "with capital letters"),
        ({"encode": lambda t: t}, "not tokens", "is ''"),
        ({"encode": lambda t: [None, t]}, "not tokens", "has None in it"),
        ({"decode": lambda ts: bytes(ts).decode().strip()}, "no round trip", "it should be"),
        ({"decode": lambda ts: bytes(ts)}, "no round trip", "it should be ''"),
        ({"encode": lambda t: encode(t) if t else t[0]}, "", "raised IndexError"),
        ({"decode": lambda ts: bytes(ts).decode("ascii")}, "", "raised UnicodeDecodeError"),
        ({"encode": None}, "missing", "there is no encode"),
    ],
)
def test_a_wrong_tokenizer_is_told(wrong, finding, says):
    names = {"encode": encode, "decode": decode, **wrong}
    with pytest.raises(CheckError, match=says) as caught:
        check_tokenizer(names, texts=TEXTS, expected=encode)
    assert caught.value.finding == finding


def test_characters_that_no_vocabulary_has_are_told():
    class Careless(Characters):
        def encode(self, text):
            return [self.known.index(c) for c in text]

    with pytest.raises(CheckError, match="raised ValueError"):
        check_tokenizer({"T": Careless}, texts=["abc", "abd"], made_by="T", arguments=["abc"])

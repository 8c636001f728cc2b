"""Check text in and out: tokenizers, and other functions of texts."""

from collections.abc import Callable, Sequence
from typing import Any

from autograder.checks import findings
from autograder.checks.compare import kind_of
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, probe, spelled, unreadable

_LONGEST = 60
"""Characters of a text that a message shows."""


@probe
def _tokens(
    env: Any, name: str, arguments: Any, encode: str, decode: str, texts: Any
) -> dict[str, Any]:
    """Run beside the student's code: encode texts, and decode what came of it."""
    if arguments is None:
        to_tokens, to_text = env[encode], env[decode] if decode else None
    else:
        made = env[name](*arguments)
        to_tokens, to_text = getattr(made, encode), getattr(made, decode) if decode else None
    results = []
    for text in texts:
        failed, tokens, back, where = "", None, None, encode
        try:
            tokens = to_tokens(text)
            tokens = tokens.tolist() if hasattr(tokens, "tolist") else tokens
            where = decode
            if to_text is not None:
                back = to_text(tokens)
        except NotImplementedError:
            raise
        except Exception as error:
            failed = f"{where} raised {type(error).__name__}: {error}"
        results.append({"tokens": tokens, "back": back, "failed": failed})
    return {"results": results}


def check_tokenizer(
    env: Environment,
    encode: str = "encode",
    decode: str = "decode",
    *,
    texts: Sequence[Any],
    expected: Callable[[Any], Sequence[Any]] | None = None,
    decoded: Callable[[Any], Any] | None = None,
    made_by: str = "",
    arguments: Sequence[Any] = (),
) -> None:
    """Check that texts are encoded as lists of tokens, and that decoding gives the texts back.

    Args:
        encode: the function of a text that gives a list of tokens: integers, or strings or bytes.
        decode: the function of tokens that gives a text; "" for none.
        texts: what is encoded: strings or bytes. Put in "", some that are not ASCII, and some with
            what no vocabulary has; see ``fresh_texts``.
        expected: the right tokens of a text; None where they may be any that can be decoded.
        decoded: the text that comes back; by default the same, which is not so where unknown
            characters are replaced.
        made_by: a class with methods ``encode`` and ``decode``, or a function that returns such an
            object; "" where these are functions of the notebook.
        arguments: what ``made_by`` is called with: plain data, such as the text it learns from.

    Raises:
        CheckError: an exception, or another result, with the text for which it comes. Findings:
            ``not tokens``, ``other tokens``, ``no round trip``.
    """
    name = made_by or encode
    made = f"{spelled(made_by, arguments)[:_LONGEST]}." if made_by else ""
    results = ask(
        env, name, made_by or encode, _tokens, {"results": [{"failed": str}]}, encode=encode,
        arguments=list(arguments) if made_by else None, decode=decode, texts=list(texts),
    )["results"]  # fmt: skip
    if len(results) != len(texts):
        raise unreadable(encode)
    names = (encode, decode)
    problems = [
        _problem(made, names, text, result, expected, decoded)
        for text, result in zip(texts, results, strict=True)
    ]
    wrong = [text for text, problem in zip(texts, problems, strict=True) if problem]
    first = next((problem for problem in problems if problem), None)
    if first is None:
        return
    shared = _what_they_share(wrong, [t for t in texts if t not in wrong])
    why = f"{first.explanation} {shared}".strip()
    raise CheckError(first.message, explanation=why, finding=first.finding)


def _problem(
    made: str,
    names: tuple[str, str],
    text: Any,
    result: dict[str, Any],
    expected: Callable[[Any], Sequence[Any]] | None,
    decoded: Callable[[Any], Any] | None,
) -> CheckError | None:
    """Say what is wrong with the tokens of one text, and with what comes back."""
    encode, decode = (f"{made}{name}" for name in names)
    tokens, shown = result.get("tokens"), _shown(text)
    if result["failed"] and tokens is None:
        return CheckError(f"for {shown}, {result['failed']}")
    if not isinstance(tokens, list | tuple):
        message = f"{encode}({shown}) is {kind_of(tokens)}; it should be a list of tokens"
        return CheckError(message, finding=findings.NOT_TOKENS)
    strange = [t for t in tokens if type(t) not in (int, str, bytes)]
    if strange:
        message = f"{encode}({shown}) has {kind_of(strange[0])} in it; tokens are numbers or text"
        return CheckError(message, finding=findings.NOT_TOKENS)
    if expected is not None:
        right = list(expected(text))
        if list(tokens) != right:
            message = f"{encode}({shown}) is {_shown(list(tokens))}; it should be {_shown(right)}"
            why = _difference(list(tokens), right)
            return CheckError(message, explanation=why, finding=findings.OTHER_TOKENS)
    if result["failed"]:
        return CheckError(f"for the tokens of {shown}, {result['failed']}")
    back = decoded(text) if decoded is not None else text
    found = result.get("back")
    if names[1] and (type(found) is not type(back) or found != back):
        message = f"{decode}({encode}({shown})) is {_shown(found)}; it should be {_shown(back)}"
        return CheckError(message, finding=findings.NO_ROUND_TRIP)
    return None


def _difference(found: list[Any], right: list[Any]) -> str:
    """Say in one sentence how lists of tokens differ, where that is plain."""
    if sorted(map(repr, found)) == sorted(map(repr, right)):
        return "The tokens are right, their order is not."
    if len(found) != len(right):
        return f"There are {len(found)} tokens; there should be {len(right)}."
    if all(type(t) is int for t in [*found, *right]):
        shifts = {a - b for a, b in zip(found, right, strict=True)}
        if len(shifts) == 1 and len(set(right)) > 1:
            return f"Each number is {shifts.pop():+d} away from the right one."
    if [str(t) for t in found] == [str(t) for t in right]:
        return "They are right as text, but of another type."
    return ""


def _what_they_share(wrong: Sequence[Any], right: Sequence[Any]) -> str:
    """Say what all texts that go wrong have, and none that goes right."""
    kinds: dict[str, Callable[[Any], bool]] = {
        "that are empty": lambda text: not text,
        "that are not all ASCII": lambda text: not text.isascii(),
        "with capital letters": lambda text: text.lower() != text,
        "that begin or end with white space": lambda text: text.strip() != text,
        "with white space": lambda text: bool(text.split()) and text.split() != [text],
    }
    if not right:
        return ""
    fitting = [
        kind for kind, has in kinds.items() if all(map(has, wrong)) and not any(map(has, right))
    ]
    if len(fitting) != 1:
        return ""
    return f"It goes wrong for the texts {fitting[0]}, and for no others."


def _shown(value: Any) -> str:
    """Return a value as it is written, cut where it is long."""
    if type(value) not in (str, bytes, list, int, float, type(None)):
        return kind_of(value)
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."

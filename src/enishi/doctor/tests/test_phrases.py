"""The language of phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.doctor.engine.lexicon import Lexicon
from enishi.doctor.engine.phrase import phrase
from enishi.doctor.engine.words import plain


def found(wanted: str, text: str) -> bool:
    return phrase(wanted).find(plain(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "INVALID_TOKEN",
        "invalid-token",
        "InvalidToken",
        "Invalid 'token'.",
        "invalid   token",
        "ｉｎｖａｌｉｄ token",
    ],
)
def test_one_phrase_finds_every_spelling(text):
    """Case, separators, quotes and width do not matter."""
    assert found("invalid token", text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("token ~ expired", "the token that you sent has expired"),
        ("(access|session) token", "The session token"),
        ("works (in|with) (the |a |)(curl|browser)", "It works in the browser"),
        ("works (in|with) (the |a |)(curl|browser)", "It works with curl"),
        ("certificate (has|is|) expired", "certificate expired"),
        ("expir*", "expiration"),
        ("# mb", "a 12 MB file"),
        ("有効期限(が|)切れ", "有効期限切れです"),
        ("有効期限(が|)切れ", "トークンの有効期限が切れています"),
        ("isn't valid", "it isnt valid"),
    ],
)
def test_finds(wanted, text):
    """Gaps, alternatives, optional words, beginnings, numbers and Japanese."""
    assert found(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("token ~ expired", "The token is fine. The card has expired."),
        ("token ~ expired", "the token has not expired"),
        ("expired token", "this is not an expired token"),
        ("期限切れ", "期限切れではありません"),
        ("rate", "accurate"),
        ("token ~ expired", "token " + "x " * 60 + "expired"),
    ],
)
def test_refuses(wanted, text):
    """Other sentences, negations, parts of words and far words are not found."""
    assert not found(wanted, text)


def test_negation_in_the_phrase_is_wanted():
    """A phrase that holds the negation finds it."""
    assert found("does not exist", "The field does not exist")


@pytest.mark.parametrize("bad", ["(a|b", "a)b)", "~", "( | )"])
def test_bad_phrases_are_refused(bad):
    """A phrase that cannot mean anything is an error when it is written, not when it is read."""
    with pytest.raises(ValueError, match=r"phrase|bracket"):
        phrase(bad)


WORDINGS = [
    "token ~ expired",
    "(rate|call) limit*",
    "有効期限(が|)切れ",
    "not found",
    "# mb",
    "(a|an|) unknown (field|parameter)",
]


@given(
    st.lists(
        st.sampled_from(
            [
                "token",
                "expired",
                "rate",
                "limit",
                "limits",
                "reached",
                "call",
                "not",
                "found",
                "unknown",
                "field",
                "3",
                "mb",
                "有効期限が切れ",
                ".",
                "is",
                "the",
            ]
        )
    ).map(" ".join)
)
def test_the_index_finds_what_looking_at_each_phrase_finds(text):
    """The word index only saves time; it never changes the answer."""
    lexicon: Lexicon[str] = Lexicon()
    for wording in WORDINGS:
        lexicon.add(wording, wording)
    read = plain(text)
    assert {owner for owner, _ in lexicon.find(read)} == {
        wording for wording in WORDINGS if phrase(wording).find(read)
    }


@given(st.text(max_size=300))
def test_plain_is_stable(text):
    """After the second time nothing changes any more."""
    assert plain(plain(plain(text))) == plain(plain(text))

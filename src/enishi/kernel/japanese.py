"""Japanese text: one form for comparing and searching, and the order of names."""

from __future__ import annotations

import re
import unicodedata

import jaconv

_SPACES = re.compile(r"\s+")
_COMPANY_FORMS = {
    "㈱": "株式会社",
    "(株)": "株式会社",
    "㈲": "有限会社",
    "(有)": "有限会社",
    "(同)": "合同会社",
}


def folded(text: str) -> str:
    """Text as it is compared and searched: NFKC, lower case, katakana for hiragana, one space.

    Half-width kana become full-width, full-width Latin letters and digits ASCII, ㈱ and (株) 株式会社.
    """
    for short, long in _COMPANY_FORMS.items():
        text = text.replace(short, long)
    normal = unicodedata.normalize("NFKC", text)
    for short, long in _COMPANY_FORMS.items():
        normal = normal.replace(short, long)
    return _SPACES.sub(" ", jaconv.hira2kata(normal).casefold()).strip()


def katakana(text: str) -> str:
    """A reading in full-width katakana, spaces kept single."""
    return _SPACES.sub(" ", jaconv.hira2kata(unicodedata.normalize("NFKC", text))).strip()


def has_japanese(text: str) -> bool:
    """Whether any character is kana or kanji."""
    return any("\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or c in "々〆" for c in text)


def full_name(*, family: str, given: str) -> str:
    """A person's name in its own order: family first when written in Japanese, else given first."""
    if not (family and given):
        return family or given
    return f"{family} {given}" if has_japanese(family + given) else f"{given} {family}"


def bigrams(text: str) -> str:
    """The folded text as space-separated pairs of characters, for a search index that finds two characters.

    A run of one character stands alone; "山田太郎" gives "山田 田太 太郎".
    """
    runs = [run for run in re.split(r"[^\w]+", folded(text)) if run]
    pairs = [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]
    return " ".join(dict.fromkeys(pairs))

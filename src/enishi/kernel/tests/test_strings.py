"""The tables of text: lookup, forms, placeholders, and equality of both languages."""

import re
from pathlib import Path

import pytest

from enishi.kernel import strings

TAG = re.compile(r"""\{%\s*t\s+["']([\w.-]+)["']""")
CALL = re.compile(r"""\bt\(\s*["']([\w-]+\.[\w.-]+)["']""")
KANA = "\u3040-\u30ff\u3400-\u9fff"
TYPED_SPACE = re.compile(rf"[{KANA}] [A-Za-z0-9{{]|[A-Za-z0-9}}] [{KANA}]")


@pytest.fixture
def tables(tmp_path, monkeypatch):
    room = tmp_path / "shop"
    room.mkdir()
    (room / "strings.en.toml").write_text(
        'plain = "Hello {name}"\n[list.count]\none = "{count} order"\nother = "{count:,} orders"\n', "utf-8"
    )
    (room / "strings.ja.toml").write_text('plain = "{name}様"\n[list]\ncount = "{count:,}件"\n', "utf-8")
    monkeypatch.setattr(strings, "ROOT", tmp_path)
    strings.table.cache_clear()
    yield
    strings.table.cache_clear()


@pytest.mark.usefixtures("tables")
def test_text_is_found_by_room_and_nested_key():
    """The room's folder is the first part of the key and placeholders take the values."""
    assert strings.t("shop.plain", "ja", name="見本") == "見本様"
    assert strings.t("shop.plain", "en", name="Mihon") == "Hello Mihon"


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(("count", "text"), [(0, "0 orders"), (1, "1 order"), (1200, "1,200 orders")])
def test_count_chooses_the_form(count, text):
    """One and other differ in English; Japanese needs a single form."""
    assert strings.t("shop.list.count", "en", count=count) == text
    assert strings.t("shop.list.count", "ja", count=count) == f"{count:,}件"


@pytest.mark.usefixtures("tables")
def test_a_missing_key_names_the_file_to_mend():
    """An unknown key says which table lacks it."""
    with pytest.raises(strings.MissingStringError, match=r"shop/strings\.ja\.toml"):
        strings.t("shop.nothing", "ja")


@pytest.mark.usefixtures("tables")
def test_a_missing_value_names_the_placeholder():
    """A placeholder without a value is an error, not an empty place."""
    with pytest.raises(strings.MissingStringError, match="name"):
        strings.t("shop.plain", "ja")


def test_both_languages_hold_the_same_keys():
    """No key exists in one language only."""
    assert strings.table("ja").keys() == strings.table("en").keys()


def test_both_languages_hold_the_same_placeholders():
    """A value shown in one language is shown in the other."""
    ja, en = strings.table("ja"), strings.table("en")
    assert {k: strings.placeholders(v) for k, v in ja.items()} == {
        k: strings.placeholders(v) for k, v in en.items()
    }


def test_no_text_holds_html():
    """Texts are words; markup belongs to templates."""
    for lang in strings.LANGUAGES:
        for key, entry in strings.table(lang).items():
            texts = [entry] if isinstance(entry, str) else entry.values()
            assert not any(re.search(r"</?[a-z]+|&[a-z]+;", text) for text in texts), key


def test_japanese_has_no_typed_spaces_beside_latin():
    """The space between Japanese and Latin letters is made by the page, not typed."""
    for key, entry in strings.table("ja").items():
        texts = [entry] if isinstance(entry, str) else entry.values()
        assert not any(TYPED_SPACE.search(text) for text in texts), key


def test_every_key_named_in_code_or_template_exists():
    """A literal key in a template tag or a call has its text."""
    source = Path(strings.__file__).resolve().parent.parent
    named = {
        (match, path.name)
        for path in [*source.rglob("*.py"), *source.rglob("*.html")]
        if "tests" not in path.parts
        for match in (TAG if path.suffix == ".html" else CALL).findall(path.read_text("utf-8"))
        if not path.samefile(strings.__file__)
    }
    assert {pair for pair in named if not strings.exists(pair[0])} == set()

"""What must hold of every vendor file, and of the reference written from them."""

from __future__ import annotations

import copy
import re
import time
import tomllib

import pytest

from enishi.doctor import diagnose
from enishi.doctor.dialects import library, reference
from enishi.doctor.dialects.schema import problems
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.corpus import exchange_of

FILES = sorted(library.ROOT.glob("*.toml"))
VENDORS = [path for path in FILES if not path.name.startswith("_")]
CAUSES = frozenset(cause.slug for cause in catalogue().causes)
PLAIN = {
    "name": "Example",
    "slug": "example",
    "aliases": [],
    "region": "global",
    "hosts": ["api.example.com"],
    "sources": {"errors": "https://example.com/errors"},
    "code": [
        {
            "code": "E1",
            "cause": "rate-window",
            "weight": "strong",
            "means_en": "Too many calls.",
            "means_ja": "呼び出しが多すぎます。",
            "source": "errors",
        }
    ],
}


def by_stem(path):
    return path.stem


def load(path):
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=by_stem)
def test_file_is_right(path):
    """The schema finds nothing wrong, and the file bears the vendor's slug."""
    data = load(path)
    assert problems(data, CAUSES) == []
    assert data["slug"] == path.stem


def test_vendors_are_many():
    """At least sixty vendors are described, each with codes, wordings or its documentation."""
    assert len(VENDORS) >= 60
    for path in VENDORS:
        data = load(path)
        assert data.get("code") or data.get("phrase") or data.get("docs"), path.stem


@pytest.mark.parametrize(
    "change",
    [
        {"source": None},
        {"source": "elsewhere"},
        {"cause": "no-such-cause"},
        {"means_ja": ""},
        {"weight": "enormous"},
        {"when": "(unclosed"},
        {"invented": "x"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_faulty_entry_is_refused(change):
    """An entry without its source, with an unknown cause or without its meaning is no knowledge."""
    data = copy.deepcopy(PLAIN)
    assert problems(data, CAUSES) == []
    data["code"][0] |= change
    data["code"][0] = {name: value for name, value in data["code"][0].items() if value is not None}
    assert len(problems(data, CAUSES)) == 1


@pytest.mark.parametrize("sources", [{}, {"errors": "errors.txt"}])
def test_source_is_an_address(sources):
    """A file without sources, or with one that nobody can open, is refused."""
    assert problems(copy.deepcopy(PLAIN) | {"sources": sources, "code": []}, CAUSES)


@pytest.mark.parametrize("path", VENDORS, ids=by_stem)
def test_vendor_is_found(path):
    """By its name, and by each of its hosts."""
    data = load(path)
    assert library.find(data["name"], "").slug == data["slug"]
    for host in data["hosts"]:
        assert library.find("", host.replace("*", "shop-1")).slug == data["slug"], host


@pytest.mark.parametrize("vendor", ["Coinbase", "Online shop", "Squarespace", "Codebase"])
def test_names_are_whole_words(vendor):
    """A vendor whose name merely contains another's is not taken for it."""
    assert library.find(vendor, "") is None


def test_wordings_are_quick():
    """No expression of any file takes long on a long answer made to provoke it."""
    texts = ["a " * 8000, "error the field is not " * 700, "x" * 16000, " ".join(map(str, range(3000)))]
    for path in FILES:
        for saying in library._read(path).sayings:
            began = time.process_time()
            for text in texts if saying.when else ():
                saying.when.search(text)
            assert time.process_time() - began < 0.5, (path.stem, saying.when)


@pytest.mark.parametrize(
    ("vendor", "status", "body", "cause"),
    [
        ("Salesforce", 403, '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"x"}]', "rate-period-quota"),
        (
            "Stripe",
            404,
            '{"error":{"code":"resource_missing","message":"x"}}',
            "consistency-reference-missing",
        ),
        (
            "kintone",
            400,
            '{"code":"CB_VA01","message":"入力内容が正しくありません。"}',
            "schema-invalid-value",
        ),
        ("Slack", 200, '{"ok":false,"error":"missing_scope"}', "permission-missing-scope"),
        (
            "Microsoft Entra ID",
            400,
            '{"error":"invalid_client","error_codes":[700016]}',
            "auth-credential-other-account",
        ),
        (
            "QuickBooks",
            400,
            '{"Fault":{"Error":[{"code":"5010","Message":"x"}]}}',
            "consistency-edit-conflict",
        ),
        ("Meta", 400, '{"error":{"code":190,"error_subcode":463,"message":"x"}}', "auth-expired-token"),
        ("Airtable", 422, '{"error":{"type":"UNKNOWN_FIELD_NAME","message":"x"}}', "schema-unknown-field"),
        ("Notion", 409, '{"code":"conflict_error","message":"x"}', "consistency-edit-conflict"),
        ("Twilio", 400, '{"code":21408,"message":"x"}', "permission-api-disabled"),
    ],
)
def test_code_alone_leads_to_its_cause(vendor, status, body, cause):
    """A documented code decides among the first three, without any sentence that explains it."""
    case = {
        "vendor": vendor,
        "request": {"method": "POST", "url": "https://api.example.com/v1/things"},
        "response": {"status": status, "headers": {"content-type": "application/json"}, "body": body},
    }
    found = diagnose(exchange_of(case), vendor=vendor)
    assert cause in [one.slug for one in found.causes[:3]]


def test_reference_tells_everything():
    """Each code of each file has its row, on its vendor's page and in the index, in both languages."""
    written = reference.files()
    for path in FILES:
        for entry in load(path).get("code", []):
            cell = f"| {reference._code(entry['code'])}"
            for lang in reference.LANGUAGES:
                own = written[f"vendors/{path.stem}.{lang}.md"]
                assert cell in own
                assert cell in written[f"vendor-codes.{lang}.md"]
                assert reference._cell(entry[f"means_{lang}"]) in own


def test_reference_is_sound_markdown():
    """Every row of a table has as many cells as its head, and every named link is defined."""
    for name, text in reference.files().items():
        heads = 0
        for line in text.split("\n"):
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("| ") else 0
            assert cells == heads or not cells or not heads, (name, line)
            heads = cells
        defined = set(re.findall(r"^\[([^\]]+)\]: ", text, re.MULTILINE))
        assert set(re.findall(r"\]\[([a-z-]+)\]", text)) <= defined, name

"""Make the table of characteristic terms from the pages, phrases, examples and dialects (never from the corpus).

python bench/diagnosis/make_terms.py
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from enishi.doctor.dialects import library
from enishi.doctor.engine.catalogue import ROOT, catalogue, folder_of
from enishi.doctor.engine.cause import Cause
from enishi.doctor.engine.pages import parse
from enishi.doctor.engine.resemblance import TABLE, terms
from enishi.doctor.engine.words import plain

SECTIONS = {
    0: 2.0,
    1: 1.5,
    2: 1.0,
}  # What you see, Why, How we know; the others speak of neighbours and remedies
TITLE, SIGN, SAYING, EXAMPLE, STORY = 3.0, 1.0, 1.0, 2.0, 3.0
STORIES = Path(__file__).with_name("stories.txt")
KEPT = 0.018


def main() -> None:
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(ROOT.glob("*/*/en.md")):
        slug = f"{path.parent.parent.name}-{path.parent.name.replace('_', '-')}"
        _pages(texts[slug], path.parent)
    for cause in catalogue().causes:
        _signals(texts[cause.slug], cause)
        _examples(texts[cause.slug], cause)
    for dialect in (*library.all_dialects(), *library.shared()):
        for saying in dialect.sayings:
            words = " ".join(
                filter(
                    None,
                    [
                        saying.code,
                        saying.means.en if saying.means else "",
                        saying.means.ja if saying.means else "",
                        _words(saying.when),
                    ],
                )
            )
            _add(texts[saying.cause], words, SAYING)
    for slug, story in _stories():
        _add(texts[slug], story, STORY)
    table = _characteristic({slug: texts[slug] for slug in sorted(texts)})
    TABLE.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(len(table["causes"]), "causes,", len(table["terms"]), "terms,", TABLE.stat().st_size // 1024, "kB")


def _stories() -> Iterator[tuple[str, str]]:
    slug = ""
    for line in STORIES.read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"[a-z]+(?:-[a-z]+)+", line):
            slug = line
        elif slug and line:
            yield slug, line


def _add(counts: Counter[str], text: str, weight: float) -> None:
    for term in terms(plain(text)):
        counts[term] += weight


def _pages(counts: Counter[str], folder: Path) -> None:
    for name in ("en.md", "ja.md"):
        path = folder / name
        if not path.exists():
            continue
        page = parse(path.read_text(encoding="utf-8"))
        _add(counts, f"{page.title}. {page.summary}", TITLE)
        for number, weight in SECTIONS.items():
            for _, body in page.sections[number : number + 1]:
                _add(counts, re.sub(r"`[a-z]+-[a-z-]+`", " ", body), weight)


def _signals(counts: Counter[str], cause: Cause) -> None:
    for signal in cause.signals:
        if signal.weight > 0 and signal.kind in ("phrase", "code"):
            share = SIGN * min(signal.weight, 4.0) / 4.0
            for value in signal.values:
                _add(counts, re.sub(r"[()|~*#]", " ", value), share)
            _add(counts, f"{signal.why.en} {signal.why.ja}", share)


def _examples(counts: Counter[str], cause: Cause) -> None:
    for path in (folder_of(cause) / "cases").glob("hit*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        response = case.get("response") or {}
        _add(
            counts,
            " ".join(
                str(part)
                for part in (response.get("body"), case.get("exception"), case.get("context"))
                if part
            ),
            EXAMPLE,
        )


def _words(pattern: re.Pattern[str] | None) -> str:
    return re.sub(r"\(\?[a-z]+\)|\\[a-zA-Z]|[^\w\s一-鿿぀-ヿ]", " ", pattern.pattern) if pattern else ""


def _characteristic(texts: dict[str, Counter[str]]) -> dict[str, object]:
    causes = list(texts)
    spread: Counter[str] = Counter(term for counts in texts.values() for term in counts)
    found: dict[str, list[int]] = defaultdict(list)
    for number, slug in enumerate(causes):
        weights = {
            term: (1 + math.log(times)) * math.log(len(causes) / spread[term])
            for term, times in texts[slug].items()
            if times >= 1 and spread[term] < len(causes) / 2
        }
        length = math.sqrt(sum(value**2 for value in weights.values())) or 1.0
        for term, value in weights.items():
            if value / length >= KEPT:
                found[term] += [number, round(1000 * value / length)]
    return {"causes": causes, "terms": dict(sorted(found.items()))}


if __name__ == "__main__":
    main()

"""Invented customers: names that exist nowhere together, reserved domains, unassigned numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .records import Address, Customer

FAMILIES = (
    ("佐藤", "さとう", "sato"), ("鈴木", "すずき", "suzuki"), ("髙橋", "たかはし", "takahashi"),
    ("田中", "たなか", "tanaka"), ("渡邊", "わたなべ", "watanabe"), ("𠮷田", "よしだ", "yoshida"),
    ("山﨑", "やまざき", "yamazaki"), ("草彅", "くさなぎ", "kusanagi"), ("小鳥遊", "たかなし", "takanashi"),
    ("例田", "れいだ", "reida"), ("四月一日", "わたぬき", "watanuki"), ("花園", "はなぞの", "hanazono"),
    ("辻󠄀", "つじ", "tsuji"), ("長谷川", "はせがわ", "hasegawa"), ("森", "もり", "mori"),
    ("齋藤", "さいとう", "saito"), ("五十嵐", "いがらし", "igarashi"), ("金", "きむ", "kim"),
)  # fmt: skip
GIVENS = (
    ("花子", "はなこ", "hanako"), ("太郎", "たろう", "taro"), ("さくら", "さくら", "sakura"),
    ("陽翔", "はると", "haruto"), ("結衣", "ゆい", "yui"), ("蓮", "れん", "ren"),
    ("美咲", "みさき", "misaki"), ("翔太", "しょうた", "shota"), ("凛", "りん", "rin"),
    ("一二三", "ひふみ", "hifumi"), ("ジョン", "じょん", "john"), ("葵", "あおい", "aoi"),
    ("健一", "けんいち", "kenichi"), ("真由美", "まゆみ", "mayumi"), ("悠", "ゆう", "yu"),
)  # fmt: skip
COMPANIES = (
    "㈱例田商店", "株式会社みほん工務店", "ﾐﾎﾝ産業㈲", "合同会社サンプル・カフェ☕", "医療法人社団架空会",
    "見本ホテル&リゾート株式会社",
)  # fmt: skip
PLACES = (
    ("東京都", "見本区"), ("大阪府", "例示市"), ("北海道", "架空市"), ("京都府", "仮名市"), ("福岡県", "試作市"),
    ("沖縄県", "みほん市"), ("埼玉県", "例ヶ谷市"), ("愛知県", "見本市"),
)  # fmt: skip
TOWNS = ("花野町", "若葉台", "桜ヶ原", "一番町", "字大野", "緑が丘")
BUILDINGS = ("", "", "", "メゾン見本 203号", "例示ビル5F", "コーポ𠮷野 B棟101")
DOMAINS = ("example.com", "example.org", "example.net", "mail.example.jp")
DECORATIONS = ("🌷", "🌻", " (ギフト係)")
SAME_NAME_EVERY = 11
COMPANY_SHARE = 0.15
DECORATED_SHARE = 0.05
MARKETING_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Name:
    family: tuple[str, str, str]
    given: tuple[str, str, str]


def invent(serial: int, *, seed: int, at: str) -> Customer:
    """The customer with this serial number (1, 2, …): the same for the same seed."""
    rng = random.Random(f"{seed}:customer:{serial}")  # noqa: S311 - flowers, not secrets
    name = _name(rng, serial)
    full = f"{name.family[0]} {name.given[0]}"
    if rng.random() < DECORATED_SHARE:
        full += rng.choice(DECORATIONS)
    return Customer(
        id=f"c-{1000 + serial}",
        name=full,
        family_name=name.family[0],
        given_name=name.given[0],
        kana=f"{name.family[1]} {name.given[1]}",
        company=rng.choice(COMPANIES) if rng.random() < COMPANY_SHARE else "",
        email=f"{name.given[2]}.{name.family[2]}{serial}@{rng.choice(DOMAINS)}",
        phone=phone(serial),
        address=address(rng),
        marketing=rng.random() < MARKETING_SHARE,
        created_at=at,
        updated_at=at,
    )


def _name(rng: random.Random, serial: int) -> _Name:
    if serial % SAME_NAME_EVERY in {1, 2}:  # two people, one name: they must never be merged unseen
        return _Name(FAMILIES[0], GIVENS[0])
    return _Name(rng.choice(FAMILIES), rng.choice(GIVENS))


def phone(number: int) -> str:
    """A number from a range that is given to nobody."""
    return f"050-0000-{number % 10000:04d}"


def address(rng: random.Random) -> Address:
    prefecture, city = rng.choice(PLACES)
    block = f"{rng.randint(1, 9)}-{rng.randint(1, 30)}-{rng.randint(1, 20)}"
    return Address(
        postal_code=f"000-{rng.randint(1, 9999):04d}",
        prefecture=prefecture,
        city=city,
        street=rng.choice(TOWNS) + block,
        building=rng.choice(BUILDINGS),
    )

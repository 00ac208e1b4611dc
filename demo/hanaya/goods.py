"""What the shop sells, and the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Good:
    sku: str
    name: str
    price: int
    interval: str | None = None


GOODS = (
    Good("BQ-ROSE-12", "赤バラ12本の花束", 6600),
    Good("BQ-TULIP-10", "チューリップ10本の花束", 3850),
    Good("BQ-SEASON-M", "季節の花束(M)", 4400),
    Good("BQ-SEASON-L", "季節の花束(L)", 7700),
    Good("AR-BASKET", "お祝いフラワーバスケット", 5500),
    Good("AR-STAND", "開店祝いスタンド花(1段)", 16500),
    Good("PT-PHAL-3", "胡蝶蘭 白 3本立ち", 22000),
    Good("PT-MONSTERA", "モンステラ 7号鉢", 5280),
    Good("PT-SUCCULENT", "多肉植物の寄せ植え", 2970),
    Good("DR-WREATH", "ドライフラワーのリース", 4950),
    Good("GD-VASE", "ガラスの花瓶", 3300),
    Good("GD-FOOD", "切り花の栄養剤(5包)", 440),
    Good("SB-WEEKLY", "花の定期便 毎週", 1980, "weekly"),
    Good("SB-MONTHLY", "花の定期便 毎月", 3980, "monthly"),
)

CARDS = (
    "",
    "",
    "",
    "お誕生日おめでとう🎂 いつもありがとう。",
    "ご開店おめでとうございます。ますますのご発展をお祈りいたします。",
    "母の日に。いつまでも元気でいてね🌷",
    "ご結婚おめでとうございます💐 末永くお幸せに。",
    "Happy birthday, Hanako! 🌹",
    "心よりお悔やみ申し上げます。",
    "<b>祝</b> 10周年 & これからも\n髙𠮷一同",
)

SLOTS = ("午前中", "14-16時", "16-18時", "18-20時")
REASONS = ("花が傷んでいた", "届いた色が注文と違った", "お客様のご都合", "配達が遅れた")
PAYMENTS = ("card", "card", "card", "konbini", "bank_transfer", "cash_on_delivery")
FREE_SHIPPING_FROM = 8000
SHIPPING = 880

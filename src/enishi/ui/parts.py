"""What components take: small typed values that a view fills and a template draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

StateName = Literal["good", "waiting", "broken", "person", "idle", "auto"]
Text = str  # plain, or a SafeString where a link stands inside a sentence


@dataclass(frozen=True, slots=True)
class State:
    """A state in one word with its shape; `badge` for the one at the head of a page."""

    name: StateName
    word: Text
    badge: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    text: Text
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list or record; `count` None shows no number."""

    text: Text
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure of the row under a page's head, with its unit and what it is compared with."""

    label: Text
    value: Text
    unit: Text = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: Text
    value: Text
    note: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline."""

    at: datetime
    icon: str
    head: Text
    body: Text = ""
    href: str = ""
    quote: Text = ""
    state: StateName | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of an exchange.

    Attributes:
        kind: "" as it came, "key" a header's name, "mark" evidence, "redacted" hidden,
            "muted" left out, "says" our words under a caret.
        pins: numbers of the pieces of evidence that this run is.
    """

    text: str
    kind: Literal["", "key", "mark", "redacted", "muted", "says"] = ""
    pins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an exchange; direction ">" was sent, "<" came back, "" is ours."""

    direction: Literal[">", "<", ""]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The request or the answer: `label` tells a screen reader which."""

    label: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One exchange as a figure. `group` keeps its pins apart from those of another call on the page."""

    title: str
    notes: tuple[Text, ...]
    blocks: tuple[Block, ...]
    group: str = "e"
    state: State | None = None
    href: str = ""
    href_text: Text = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one pin says; `shown` is whether the pin also stands in the call."""

    number: int
    text: Text
    weight: Text
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One of the seven steps of a diagnosis."""

    name: Text
    found: Text
    state: Literal["clear", "found", "skipped"] = "clear"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff: sign "-", "+" or " "."""

    sign: Literal["-", "+", " "]
    text: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do: by itself, by approval or by a person elsewhere."""

    state: State
    title: Text
    body: Text = ""
    steps: tuple[Text, ...] = ()
    changes: tuple[Change, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work that can be left and returned to."""

    label: Text
    done: int
    total: int
    text: Text
    note: Text = ""
    state: StateName | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing here yet, and the first step."""

    title: Text
    body: Text
    href: str = ""
    action: Text = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Cursor paging: links that exist, and which part of the whole is seen."""

    shown: Text
    previous: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of a chart's axis at a position from 0 to 1."""

    at: float
    text: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over time: values at even distances, the axis below, and the same in words."""

    caption: Text
    summary: Text
    values: tuple[float, ...]
    ticks: tuple[Tick, ...] = field(default=())

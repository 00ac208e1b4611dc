"""What the validator found wrong, said per field: where, why, what came, what would be taken."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel
from rapidfuzz import process

from enishi.kernel.errors import FieldError
from enishi.kernel.strings import t
from enishi.platform import language
from enishi.platform.api import kinds
from enishi.platform.api.parsing import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

Location = tuple[str | int, ...]
LONGEST = 200
SECRET_PARTS = ("password", "secret", "token", "credential", "api_key")


def reasons(found: Iterable[dict[str, Any]], model: type[BaseModel]) -> list[FieldError]:
    """One reason for each of pydantic's errors about `model`, the parameters of one operation."""
    return [reason(error, model) for error in found]


def reason(error: dict[str, Any], model: type[BaseModel]) -> FieldError:
    """What one error means to the caller."""
    code, why, expected = kinds.words(error, language.current())
    received, location = error.get("input"), tuple(error["loc"])
    mended: Any = None
    if error["type"] == "missing":
        received = None
    elif error["type"] == "extra_forbidden":
        names = _siblings(model, location)
        mended = near(str(location[-1]), names)
        expected = t("platform.expected.one_of_fields", language.current(), names=", ".join(names))
    elif isinstance(received, str):
        mended = _narrowed(received, error["type"]) or _nearest_choice(received, error)
        if mended is not None and error["type"] in kinds.NUMBERS:
            code, why = "SCH07", t("platform.why.fullwidth", language.current())
    return FieldError(pointer(model, location), code, why, _shown(received, location), expected, mended)


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely stands for; None when nothing is close."""
    plain = {candidate.lower().replace("_", ""): candidate for candidate in known}
    found = process.extractOne(name.lower().replace("_", "").replace("-", ""), list(plain), score_cutoff=65)
    return plain[found[0]] if found else None


def pointer(model: type[BaseModel], location: Location) -> str:
    """Where the field is: a JSON pointer into the body, `?name`, `header:Name` or `path:name`."""
    source = getattr(model, "__ninja_param_source__", "body")
    if source == "body":
        single = getattr(model, "__read_from_single_attr__", None)
        steps = location[1:] if single and location[:1] == (single,) else location
        return "".join(f"/{escape(str(step))}" for step in steps)
    prefix = {"query": "?", "header": "header:", "path": "path:"}.get(source, "/")
    return prefix + str(next((step for step in reversed(location) if isinstance(step, str)), ""))


def _siblings(model: type[BaseModel], location: Location) -> list[str]:
    """Names that stand beside the last step of `location`."""
    present: Any = model
    for step in location[:-1]:
        here = _model_in(present)
        if here is not None and isinstance(step, str) and step in here.model_fields:
            present = here.model_fields[step].annotation
        elif here is None or isinstance(step, int):
            present = next(iter(get_args(present)), present)
    here = _model_in(present)
    return [field.alias or name for name, field in here.model_fields.items()] if here else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside Optional, list, Annotated and the like."""
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _shown(value: Any, location: Location) -> Any:
    """The value as it may stand in an answer and in logs: short, and never a secret."""
    if any(part in str(step).lower() for step in location for part in SECRET_PARTS):
        return "…"
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST] + "…"
    if value is None or isinstance(value, bool | int | float):
        return value
    return t(f"platform.expected.{'list' if isinstance(value, list) else 'object'}", language.current())


def _narrowed(text: str, kind: str) -> int | float | None:
    """The number that full-width digits and separators stand for."""
    if kind not in kinds.NUMBERS:
        return None
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "").strip("¥\\円 ")
    if plain == text:
        return None
    try:
        return int(plain) if kind.startswith("int") else float(plain)
    except ValueError:
        return None


def _nearest_choice(text: str, error: dict[str, Any]) -> str | None:
    choices = kinds.choices(error)
    return near(text, choices) if choices else None

"""Bases for what comes in and goes out over the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from ninja import Query, Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Item = TypeVar("Item")


def _in_utc(value: datetime) -> datetime:
    """The same moment in UTC: databases do not take every offset that ISO 8601 can write."""
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the moment is outside the years 1 to 9999") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
LARGEST_PAGE = 200
STRICT = frozenset({"int", "float", "bool"})

Limit = Annotated[int, Query(50, ge=1, le=LARGEST_PAGE, description="Records on one page")]
Cursor = Annotated[str | None, Query(None, description="`next` of the page before")]


def _tighten(schema: Any) -> None:
    """Let numbers and booleans inside `schema` be taken only as what they are."""
    if isinstance(schema, dict):
        if schema.get("type") in STRICT:
            schema["strict"] = True
        for part in schema.values():
            _tighten(part)
    elif isinstance(schema, list):
        for part in schema:
            _tighten(part)


class Input(BaseModel):
    """A request body: unknown fields are refused, and a number sent as text is not taken for a number."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        schema = handler(source)
        _tighten(schema)
        return schema


class Output(Schema):
    """A response body; read from attributes of any object."""


class Page(Schema, Generic[Item]):
    """One page of a list."""

    data: list[Item] = Field(description="The records, in the list's order")
    next: str | None = Field(None, description="Cursor of the page after this one; null on the last page")

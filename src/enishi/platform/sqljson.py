"""JSON made by the database itself: the few functions in which SQLite and PostgreSQL differ.

A hot read is one statement whose rows are finished documents; Python only joins bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def document(members: Mapping[str, str]) -> str:
    """SQL for an object; values are SQL expressions. Names are ours, never a caller's."""
    parts = ", ".join(f"'{name}', {value}" for name, value in members.items())
    return f"{'json_build_object' if _postgres() else 'json_object'}({parts})"


def listing(value: str, source: str, order: str) -> str:
    """SQL for an array of `value` over `source` ("FROM … WHERE …"), ordered; [] when there is none."""
    if _postgres():
        return f"(SELECT COALESCE(json_agg({value} ORDER BY {order}), '[]'::json) {source})"
    return f"(SELECT json_group_array(json(v)) FROM (SELECT {value} AS v {source} ORDER BY {order}))"  # noqa: S608 - see document


def mapping(name: str, value: str, source: str) -> str:
    """SQL for an object with a member per row of `source`; {} when there is none."""
    if _postgres():
        return f"(SELECT COALESCE(json_object_agg({name}, {value}), '{{}}'::json) {source})"
    return f"(SELECT json_group_object({name}, {value}) {source})"


def moment(column: str) -> str:
    """SQL for a time in RFC 3339, UTC, with milliseconds; null stays null."""
    if _postgres():
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
    return f"strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', {column})"


def boolean(column: str) -> str:
    if _postgres():
        return column
    return f"json(CASE WHEN {column} IS NULL THEN 'null' WHEN {column} THEN 'true' ELSE 'false' END)"


def stored(column: str) -> str:
    """SQL for a column that holds JSON already."""
    return column if _postgres() else f"json({column})"


def number(column: str) -> str:
    """SQL for a decimal column as a JSON number without trailing zeros."""
    if _postgres():
        return f"trim_scale({column})"
    return f"json(CASE WHEN {column} = CAST({column} AS INTEGER) THEN CAST({column} AS INTEGER) ELSE {column} END)"


def bind(value: datetime | None) -> Any:
    """A time as the value of a parameter, in the form in which the database stores times."""
    return connection.ops.adapt_datetimefield_value(value)

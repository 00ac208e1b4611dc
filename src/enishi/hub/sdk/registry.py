"""Which connectors exist; each one's code is imported on first use."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from pathlib import Path

from enishi.hub.sdk import manifest as manifests
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.manifest import Manifest

PACKAGE = "enishi.connectors"


class UnknownConnectorError(LookupError):
    """No connector has this slug."""


@cache
def folders() -> dict[str, Path]:
    """Folder of every connector by slug."""
    spec = importlib.util.find_spec(PACKAGE)
    roots = list(spec.submodule_search_locations or ()) if spec else []
    found = sorted(path.parent for root in roots for path in Path(root).glob("*/manifest.toml"))
    return {folder.name: folder for folder in found}


@cache
def manifest(slug: str) -> Manifest:
    """The manifest of a connector.

    Raises:
        UnknownConnectorError: for a slug that no folder has.
    """
    if slug not in folders():
        raise UnknownConnectorError(slug)
    return manifests.read(folders()[slug])


@cache
def connector(slug: str) -> Connector:
    """The connector, imported now if it was not yet.

    Raises:
        UnknownConnectorError: for a slug that no folder has.
    """
    described = manifest(slug)
    module = importlib.import_module(f"{PACKAGE}.{slug}.connector")
    made: Connector = module.Connector(described)
    return made


def manifests_all() -> list[Manifest]:
    return [manifest(slug) for slug in folders()]

"""Serves the changed source of one module to the import system; nothing is written anywhere."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import CodeType, ModuleType

from bench.mutation.mutants import Mutant

PREFIX = "enishi.doctor"


class Serving(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Finder and loader of the one module that is changed."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.file))
        self._code = compile(mutant.tree(), str(mutant.file), "exec")

    def find_spec(
        self, name: str, _path: object = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        places = [str(self.path).removesuffix("/__init__.py")] if self.path.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=self, submodule_search_locations=places
        )

    def get_code(self, _name: str) -> CodeType:
        return self._code


def serve(mutant: Mutant) -> None:
    """From now on this process has the mutant.

    What a cause changes is the catalogue alone, so the rest of the doctor may stay as it was loaded.
    """
    sys.meta_path.insert(0, Serving(mutant))
    for name in [name for name in sys.modules if _to_drop(name, mutant)]:
        del sys.modules[name]
    if mutant.area == "causes":
        for name, module in list(sys.modules.items()):
            if name.startswith(PREFIX):
                _forget(module)


def _to_drop(name: str, mutant: Mutant) -> bool:
    if mutant.area == "causes":
        return name == mutant.module or name.startswith(f"{PREFIX}.tests")
    return name.startswith(PREFIX)


def _forget(module: ModuleType) -> None:
    """Empty the caches in which the catalogue is kept; that of compiled phrases holds whatever the causes say."""
    for value in list(vars(module).values()):
        clear = getattr(value, "cache_clear", None)
        if callable(clear) and value.__module__ == module.__name__ and value.__name__ != "phrase":
            clear()

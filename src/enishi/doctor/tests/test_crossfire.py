"""The committed cross-fire matrix is the one that the catalogue gives."""

from __future__ import annotations

import json

from enishi.doctor.tests.crossfire import SNAPSHOT, matrix


def test_matrix_is_current():
    """A change of any cause shows here which other cases it touches (python -m enishi.doctor.tests.crossfire)."""
    known, found = json.loads(SNAPSHOT.read_text(encoding="utf-8")), matrix()
    changed = {name: (known.get(name), row) for name, row in found.items() if known.get(name) != row}
    assert changed == {}
    assert set(known) == set(found)

"""Commands of the doctor."""

from __future__ import annotations

import sys

from enishi.doctor.corpus_lines import answers


def main(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    if arguments[:2] == ["diagnose", "--json"]:
        for line in answers(sys.stdin):
            print(line)
        return 0
    print("usage: python -m enishi.doctor diagnose --json -", file=sys.stderr)
    return 2

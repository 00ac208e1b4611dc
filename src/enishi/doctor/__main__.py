"""`python -m enishi.doctor`: the doctor's commands without the rest of the product."""

from __future__ import annotations

import sys

from enishi.doctor.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

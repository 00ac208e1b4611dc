"""Secrets at rest: sealed with the newest key, opened with any known one, never shown."""

from enishi.platform.crypto.sealing import Undecryptable, fingerprint, open_sealed, reseal, seal

__all__ = ["Undecryptable", "fingerprint", "open_sealed", "reseal", "seal"]

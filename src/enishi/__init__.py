"""Enishi (縁): a self-hosted CRM that heals its own connections."""

__version__ = "0.1.0"

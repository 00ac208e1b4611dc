"""The shop's API over HTTP."""

"""The processes of an installation: `up` keeps `web` and `worker` going."""

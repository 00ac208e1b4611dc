"""What every test run shares."""

from django.conf import settings


def pytest_collection_modifyitems(config, items):
    """Leave out what only PostgreSQL does when this run is on SQLite (`make test` runs on both)."""
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    kept = [item for item in items if item.get_closest_marker("postgres") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept

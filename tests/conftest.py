"""Fixtures for all tests."""

pytest_plugins = [
    "tests.media",
    "tests.clocks",
    "tests.speech",
    "tests.hub",
    "tests.servers",
    "tests.server",
    "tests.postgres",
]

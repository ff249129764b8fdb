"""Fixtures for all tests."""

pytest_plugins = ["tests.media", "tests.speech", "tests.hub", "tests.servers", "tests.server", "tests.postgres"]

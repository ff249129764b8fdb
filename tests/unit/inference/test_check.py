"""Seeing whether weights work."""

import shutil
from pathlib import Path

from app.inference.check import check
from app.inference.layouts import Kind
from app.inference.model_catalog import Configured, NeededModel
from app.inference.weights import SHIPPED
from tests.speech import HELLO


def _configured(models_dir: Path, *names: str) -> Configured:
    needed = (NeededModel(kind, name, required=True) for kind, name in zip(Kind, names, strict=False))
    return Configured(tuple(needed), models_dir)


def test_the_shipped_models_work(tmp_path: Path) -> None:
    """Each does its one thing: hears the shipped sentence, feels praise, finds names."""
    results = list(check(_configured(tmp_path, "demo", "demo", "demo")))
    assert [result.ok for result in results] == [True, True, True]
    assert HELLO in results[0].detail
    assert "positive" in results[1].detail
    assert "Lisbon (GPE)" in results[2].detail
    assert all(result.seconds > 0 for result in results)


def test_what_is_absent_or_damaged_fails_with_the_reason(tmp_path: Path) -> None:
    """One bad model does not keep the others from being checked."""
    folder = tmp_path / "damaged"
    shutil.copytree(SHIPPED / "demo" / "whisper", folder)
    (folder / "model.bin").write_bytes(b"\0" * 100)
    results = list(check(_configured(tmp_path, str(folder), "nobody/nothing", "demo")))
    assert [result.ok for result in results] == [False, False, True]
    assert "cannot be loaded" in results[0].detail
    assert "python main.py models fetch nobody/nothing" in results[1].detail

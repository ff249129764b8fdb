"""Model weights as clients see them."""

import shutil
from pathlib import Path

from app.inference.weights import SHIPPED
from tests.asgi import app_in


async def test_models_say_what_is_on_disk_and_what_a_fetch_brings(tmp_path: Path) -> None:
    """The configured first; the shipped and the stored are on disk, the others are as large as their download."""
    models_dir = tmp_path / "models"
    shutil.copytree(SHIPPED / "demo" / "whisper", models_dir / "Systran--faster-whisper-tiny")
    async with app_in(tmp_path, whisper_model="base", models_dir=models_dir, hf_hub_offline=False) as app:
        items = (await app.http.get("/api/v1/models")).raise_for_status().json()["items"]
    assert [(item["kind"], item["configured"]) for item in items[:4]] == [
        ("whisper", True),
        ("speaker", True),
        ("sentiment", True),
        ("spacy", True),
    ]
    whisper = {item["name"]: item for item in items if item["kind"] == "whisper"}
    base, tiny, demo = (whisper[name] for name in ("base", "tiny", "demo"))
    assert (base["on_disk"], base["fetchable"], base["size_bytes"]) == (False, True, 147_882_941)
    assert (tiny["on_disk"], tiny["configured"], tiny["licence"]) == (True, False, "MIT")
    assert 1_000_000 < tiny["size_bytes"] < 10_000_000
    assert (demo["on_disk"], demo["fetchable"]) == (True, False)


async def test_nothing_can_be_fetched_offline(tmp_path: Path) -> None:
    """With HF_HUB_OFFLINE what is not on disk stays away."""
    async with app_in(tmp_path, models_dir=tmp_path, hf_hub_offline=True) as app:
        items = (await app.http.get("/api/v1/models/")).json()["items"]
    assert not any(item["fetchable"] for item in items)
    assert any(not item["on_disk"] for item in items)


async def test_every_listed_size_may_be_asked_for(tmp_path: Path) -> None:
    """What the list names for speech is what `model_size` takes."""
    async with app_in(tmp_path, whisper_model="demo") as app:
        items = (await app.http.get("/api/v1/models")).json()["items"]
        for item in items:
            if item["kind"] == "whisper":
                job = await app.create(options={"model_size": item["name"]})
                assert job["options"]["model_size"] == item["name"]

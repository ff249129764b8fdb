"""What a stage says becomes messages; what is dear to load is loaded once."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from app.jobs.results import Blob, Segment
from app.jobs.stage_messages import Log, Progress
from app.ports.blob_store import BlobStore
from app.processes import stage_tools as tools_module
from app.processes.messages import PieceMessage, WorkMessage
from app.processes.stage_tools import ChildTools, WarmModels
from app.storage.blobs import BlobFolder
from tests.contracts.flat_folder import FlatFolder
from tests.fakes import FakeClock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The clock of the tools."""
    fake = FakeClock()
    monkeypatch.setattr(tools_module.time, "monotonic", fake.monotonic)
    return fake


def _tools(
    folder: Path, sent: list[WorkMessage], *, blobs: BlobStore | None = None, copies: ExitStack | None = None
) -> ChildTools:
    return ChildTools(
        work_dir=folder,
        ffmpeg=Path("ffmpeg"),
        blobs=blobs or BlobFolder(folder / "blobs"),
        copies=copies or ExitStack(),
        warm_models=WarmModels(),
        send=sent.append,
        confirmed=lambda index: sent.append(Log(message=f"piece {index} is committed")),
    )


def test_a_piece_that_must_be_known_is_confirmed(tmp_path: Path) -> None:
    """The stage goes on when it is committed, not when it was sent."""
    sent: list[WorkMessage] = []
    _tools(tmp_path, sent).commit(3, Segment(start_s=0, end_s=1, text="a", confidence=1))
    piece, confirmed = sent
    assert isinstance(piece, PieceMessage)
    assert (piece.index, piece.confirm) == (3, True)
    assert confirmed == Log(message="piece 3 is committed")


def test_progress_is_thinned_out_and_stays_within_its_bounds(tmp_path: Path, clock: FakeClock) -> None:
    """Five times a second is enough for anybody."""
    sent: list[WorkMessage] = []
    tools = _tools(tmp_path, sent)
    for fraction in (-1.0, 0.1, 0.2):
        tools.reached(fraction)
    clock.advance(0.2)
    tools.reached(7.0, speed="2×")
    assert sent == [Progress(fraction=0.0), Progress(fraction=1.0, speed="2×")]


def test_pieces_cross_as_json(tmp_path: Path) -> None:
    """And can be read back as what they were."""
    sent: list[WorkMessage] = []
    segment = Segment(start_s=0.0, end_s=1.0, text="hello", confidence=0.9)
    _tools(tmp_path, sent).piece(3, segment)
    (message,) = sent
    assert isinstance(message, PieceMessage)
    assert message.index == 3
    assert Segment.model_validate(message.piece) == segment


def test_a_kept_file_can_be_found_again(tmp_path: Path) -> None:
    """Under its content, not under its name."""
    tools = _tools(tmp_path, [])
    (tmp_path / "made").write_bytes(b"x")
    blob = tools.keep(tmp_path / "made", ".bin")
    assert tools.path_of(blob).read_bytes() == b"x"
    assert not (tmp_path / "made").exists()


def test_a_copy_is_made_once_and_lasts_until_the_copies_are_closed(tmp_path: Path) -> None:
    """A store need not have its files on this machine's disk."""
    with ExitStack() as copies:
        tools = _tools(tmp_path, [], blobs=FlatFolder(tmp_path / "flat"), copies=copies)
        (tmp_path / "made").write_bytes(b"x")
        blob = tools.keep(tmp_path / "made", ".bin")
        path = tools.path_of(blob)
        assert tools.path_of(blob) == path
        assert path.read_bytes() == b"x"
    assert not path.exists()


def test_a_file_that_is_gone_is_an_error_of_its_own(tmp_path: Path) -> None:
    """The stage may know what that means to the client."""
    with pytest.raises(FileNotFoundError):
        _tools(tmp_path, []).path_of(Blob(sha256="0" * 64, size_bytes=1, suffix=".mp4"))


def test_a_value_is_loaded_once_and_one_of_a_kind_is_kept() -> None:
    """The old one is let go before the new one is loaded: two models never share the memory."""
    warm_models, loads = WarmModels(), list[str]()

    def load(name: str) -> str:
        loads.append(name)
        assert ("whisper" not in warm_models._kept) or name == "mood"
        return name

    for name in ("base", "base", "large", "base"):
        assert warm_models.loaded(("whisper", name), lambda name=name: load(name)) == name
    assert warm_models.loaded(("mood", "x"), lambda: load("mood")) == "mood"
    assert warm_models.loaded(("whisper", "base"), lambda: load("never")) == "base"
    assert loads == ["base", "large", "base", "mood"]

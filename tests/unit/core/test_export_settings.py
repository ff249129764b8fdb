"""Settings of the export folder."""

from pathlib import Path

import pytest

from app.core.errors import SettingsInvalid
from app.core.file_names import file_name_of
from app.core.settings import load_settings


@pytest.mark.parametrize(
    "template", ["{title}.{ext}", "{user}/{date}/{time} {type}-{language}.{ext}", "a{{b/{id}.{ext}"]
)
def test_a_template_names_files_below_the_folder(template: str) -> None:
    """With folders of its own."""
    assert load_settings(export_template=template).export_template == template


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("/etc/{title}.{ext}", "names with /"),
        ("../{title}.{ext}", "names with /"),
        ("a//{title}.{ext}", "names with /"),
        ("a\\{title}.{ext}", "names with /"),
        ("{title}", r"must end with \.\{ext\}"),
        ("{ext}/{title}.{ext}", r"must end with \.\{ext\}"),
        ("{name}.{ext}", r"no field \{name\}; there are \{title\}"),
        ("{title!r}.{ext}", "each { closed"),
        ("{date:%Y}.{ext}", "each { closed"),
        ("{title.{ext}", "each { closed"),
        ("{title.__class__}.{ext}", "no field"),
        ("{title}{title}.{ext}", "shorter names"),
    ],
)
def test_a_template_that_names_no_such_file_stops_the_start(template: str, why: str) -> None:
    """With what is wrong."""
    with pytest.raises(SettingsInvalid, match=why):
        load_settings(export_template=template)


def test_the_files_are_a_list_of_known_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With commas between; the folder is absolute, and need not be there yet."""
    monkeypatch.setenv("EXPORT_FILES", "md, DOCX,clip,md")
    monkeypatch.setenv("EXPORT_DIR", str(tmp_path / "later"))
    settings = load_settings()
    assert (settings.export_files, settings.export_dir) == (("md", "docx", "clip"), str(tmp_path / "later"))
    for wrong in ("pdf", ","):
        monkeypatch.setenv("EXPORT_FILES", wrong)
        with pytest.raises(SettingsInvalid, match="EXPORT_FILES"):
            load_settings()
    assert load_settings(export_files=("txt",), export_dir="").export_dir == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b: c?", "a b c"),
        ("../..", "video"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("Concert", "Concert"),
        ("ü" * 300, "ü" * 100),
        ("a\ud800b\x00", "a b"),
    ],
)
def test_file_names_are_good_everywhere(text: str, name: str) -> None:
    """Also on Windows' shares."""
    assert file_name_of(text) == name

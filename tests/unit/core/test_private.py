"""What is made is for its user alone, and what others could read is closed."""

import os
import subprocess
import sys
from pathlib import Path

from app.core.private import tighten


def test_what_a_private_process_and_its_programs_make_is_closed(tmp_path: Path) -> None:
    """Whatever the umask was; of the program itself and of what it starts."""
    program = (
        "import os, pathlib, subprocess, sys; os.umask(0); from app.core.private import make_private; make_private();"
        "pathlib.Path(sys.argv[1], 'own').touch(); pathlib.Path(sys.argv[1], 'folder').mkdir();"
        "subprocess.run(['touch', sys.argv[1] + '/started'], check=True)"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path], check=True)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"own": 0o600, "folder": 0o700, "started": 0o600}


def test_rights_of_others_are_taken_and_the_owners_stay(tmp_path: Path) -> None:
    """Links lead elsewhere and are left alone, as is what is not there."""
    for name, mode in (("open", 0o664), ("sealed", 0o444), ("closed", 0o600), ("target", 0o644)):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert tighten(tmp_path / name for name in ("open", "sealed", "closed", "link", "missing")) == 2
    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("open", "sealed", "closed", "target")}
    assert modes == {"open": 0o600, "sealed": 0o400, "closed": 0o600, "target": 0o644}


def test_what_belongs_to_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """Only root could change it, and should not."""
    (tmp_path / "theirs").touch()
    if os.geteuid() != 0:
        assert tighten([Path("/etc/hosts")]) == 0
        return
    os.chown(tmp_path / "theirs", 65534, 65534)
    (tmp_path / "theirs").chmod(0o644)
    assert tighten([tmp_path / "theirs"]) == 0
    assert (tmp_path / "theirs").stat().st_mode & 0o777 == 0o644

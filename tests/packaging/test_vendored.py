"""Scripts of others are what their manifest says, and each carries its licence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = Path("exports", "network", "page", "vendor")
BUNDLE = Path("web", "static", "vendor")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the scripts, their licences and the program that takes them."""
    for folder in (Path("tools"), Path("LICENSES"), VENDOR, BUNDLE):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def checked(checkout: Path) -> tuple[int, str]:
    """Run the check, and give its exit code and what it says."""
    command = [sys.executable, "tools/vendor.py", "--check"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_all_is_as_the_manifest_says(checkout: Path) -> None:
    assert checked(checkout) == (0, "")


def test_a_byte_more_is_noticed(checkout: Path) -> None:
    with (checkout / VENDOR / "sigma.min.js").open("a") as script:
        script.write(" ")

    assert checked(checkout) == (
        1,
        "sigma.min.js: not what the manifest says\nrun python tools/vendor.py\n",
    )


def test_a_file_more_or_less_is_noticed(checkout: Path) -> None:
    (checkout / VENDOR / "graphology.umd.min.js").rename(checkout / VENDOR / "other.js")
    (checkout / "LICENSES" / "MIT-sigma.txt").unlink()

    faults = ["other.js: not in the manifest", "graphology.umd.min.js: missing"]
    faults += ["LICENSES/MIT-sigma.txt: missing", "run python tools/vendor.py"]
    assert checked(checkout) == (1, "\n".join([*faults, ""]))


def test_each_script_begins_with_its_licence_and_asks_for_no_source_map() -> None:
    for script in json.loads((ROOT / VENDOR / "manifest.json").read_text("utf-8")):
        text = (ROOT / VENDOR / script["file"]).read_text("utf-8")
        licence = (ROOT / script["licence_file"]).read_text("utf-8")

        assert text.startswith(f"/*! {script['name']} {script['version']}\n\n{licence}*/")
        assert "sourceMappingURL" not in text


@pytest.mark.parametrize(
    "changed",
    [
        BUNDLE / "codemirror.js",
        Path("tools/codemirror/package-lock.json"),
        Path("tools/codemirror/bundle.js"),
    ],
)
def test_the_bundle_is_that_of_its_packages_and_its_exports(checkout: Path, changed: Path) -> None:
    with (checkout / changed).open("a") as file:
        file.write("\n")

    said = "codemirror.js: not what its manifest says\nrun python tools/vendor.py\n"
    assert checked(checkout) == (1, said)


def test_the_bundle_begins_with_the_licences_of_its_packages() -> None:
    manifest = json.loads((ROOT / BUNDLE / "manifest.json").read_text("utf-8"))
    text = (ROOT / BUNDLE / manifest["file"]).read_text("utf-8")
    licence = (ROOT / manifest["licence_file"]).read_text("utf-8")

    assert text.startswith(f"/*!\n{licence}*/\n")
    assert [
        name
        for name in manifest["packages"]
        if f"{name} {manifest['packages'][name]}" not in licence
    ] == []
    assert "sourceMappingURL" not in text

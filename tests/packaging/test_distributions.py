"""The wheel and the source archive hold what they should, and nothing lands beside the package."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]
ROOT_MODULES = {"__init__.py", "__main__.py", "api.py", "cli.py", "py.typed"}
FLOORS = ("data", "ontology", "graph", "exports", "commands", "shell", "web")


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive from the checkout, and the wheel from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    return distributions / "yuqiao-0.2.0-py3-none-any.whl"


@pytest.fixture(scope="module")
def wheel_files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist_files(distributions: Path) -> set[str]:
    with tarfile.open(distributions / "yuqiao-0.2.0.tar.gz") as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def files_of_the_package() -> set[str]:
    """Every file of the checkout that is part of the package, relative to the root."""
    found = {
        path.relative_to(ROOT).as_posix()
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return found | ROOT_MODULES


def test_only_yuqiao_lands_in_site_packages(wheel_files: set[str]) -> None:
    top = {name.partition("/")[0] for name in wheel_files}

    assert top == {"yuqiao", "yuqiao-0.2.0.dist-info"}


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel_files: set[str]) -> None:
    shipped = {name for name in wheel_files if name.startswith("yuqiao/")}

    assert shipped == {f"yuqiao/{name}" for name in files_of_the_package()}


@pytest.mark.parametrize(
    "name",
    [
        "yuqiao/data/chongqing.ttl",
        "yuqiao/data/tables/partnerships.csv",
        "yuqiao/exports/network/page/vendor/manifest.json",
        "yuqiao/exports/network/page/vendor/sigma.min.js",
        "yuqiao/ontology/context.jsonld",
        "yuqiao/ontology/def.ttl",
        "yuqiao/ontology/questions/partnerships-by-country.rq",
        "yuqiao/ontology/rules/40-partners-with.rq",
        "yuqiao/ontology/schemes.ttl",
        "yuqiao/ontology/shapes.ttl",
        "yuqiao/py.typed",
        "yuqiao-0.2.0.dist-info/licenses/LICENSE",
        "yuqiao-0.2.0.dist-info/licenses/LICENSES/Apache-2.0.txt",
        "yuqiao-0.2.0.dist-info/licenses/LICENSES/CC-BY-4.0.txt",
        "yuqiao-0.2.0.dist-info/licenses/LICENSES/CC0-1.0.txt",
        "yuqiao-0.2.0.dist-info/licenses/LICENSES/MIT.txt",
        "yuqiao-0.2.0.dist-info/licenses/LICENSES/MIT-sigma.txt",
    ],
)
def test_the_wheel_carries(name: str, wheel_files: set[str]) -> None:
    assert name in wheel_files


def test_the_source_archive_holds_the_package_and_what_tests_and_builds_need(
    sdist_files: set[str],
) -> None:
    needed = {"pyproject.toml", "tools/hatch_build.py", "tools/test", ".ci/run", "README.md"}
    tests = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")}

    assert files_of_the_package() | needed | tests <= sdist_files


def test_the_source_archive_leaves_out_what_a_checkout_makes(sdist_files: set[str]) -> None:
    top = {name.partition("/")[0] for name in sdist_files}

    assert top.isdisjoint({".venv", ".link", ".git", "dist", ".mypy_cache", ".pytest_cache"})


def test_the_wheel_passes_the_checker_of_wheels(wheel: Path) -> None:
    command = [sys.executable, "-m", "check_wheel_contents", "--config", "pyproject.toml"]
    check = subprocess.run(
        [*command, str(wheel)], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert check.stdout.strip() == f"{wheel}: OK"


def test_the_metadata_names_licence_python_and_base_requirements(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("yuqiao-0.2.0.dist-info/METADATA").decode()
    metadata = Parser().parsestr(text)
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]

    assert (
        metadata["License-Expression"]
        == "MIT AND Apache-2.0 AND ISC AND CC-BY-4.0 AND CC-BY-SA-3.0 AND CC0-1.0"
    )
    assert metadata["Requires-Python"] == ">=3.11"
    assert [re.split("[<>=]", line)[0] for line in required] == [
        "click",
        "httpx",
        "igraph",
        "jinja2",
        "networkx",
        "oxrdflib",
        "prompt-toolkit",
        "pygments",
        "pyoxigraph",
        "pypinyin",
        "pyvis",
        "rdflib",
        "starlette",
        "uvicorn",
    ]

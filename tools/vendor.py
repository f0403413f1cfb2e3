"""Vendor the third-party scripts of the pages, and check them against their manifest.

python tools/vendor.py                    take them: vis-network from the pyvis that is installed,
                                          the others from the npm registry that npm is set up for
python tools/vendor.py --registry URL     from another npm registry
python tools/vendor.py --check            exit 1 when a file is not what the manifest says; offline

Each is pinned by version and by the SHA-256 of its bytes, and is kept as one file: its licence,
then the script without the address of its source map, which a browser's tools would ask for. The
manifest beside them names version, licence, origin and the SHA-256 of what is kept.

CodeMirror comes in modules. The packages that tools/codemirror/package-lock.json pins by hash are
bundled into one file by the esbuild that it pins too, with what tools/codemirror/bundle.js exports.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "exports" / "network" / "page" / "vendor"
LICENCES = ROOT / "LICENSES"
MANIFEST = VENDOR / "manifest.json"
CODEMIRROR = ROOT / "tools" / "codemirror"
BUNDLE = ROOT / "web" / "static" / "vendor" / "codemirror.js"
BUNDLE_MANIFEST = BUNDLE.with_name("manifest.json")
BUNDLE_LICENCE = "MIT-codemirror.txt"
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True)
class Script:
    """A script of others.

    :param package: its npm package, which also holds its licence
    :param member: where it stands in that package, or in pyvis
    :param sha256: of the script as it is published
    :param in_pyvis: whether pyvis brings it
    :param licence: its SPDX identifier
    :param data: for data in JSON, the name on ``window.yuqiao`` that the script gives it
    :param lazy: whether that is a function, as the data is parsed only when it is needed; the arcs
        of its topology are then texts, a third as long (:func:`arc_text`)
    """

    package: str
    version: str
    member: str
    licence_member: str
    sha256: str
    in_pyvis: bool = False
    licence: str = "MIT"
    data: str = ""
    lazy: bool = False

    @property
    def name(self) -> str:
        """The file it is kept in."""
        name = self.member.rpartition("/")[2]
        return name.removesuffix("on") if self.data else name

    @property
    def licence_name(self) -> str:
        """The file its licence is kept in."""
        return f"{self.licence}-{self.package}.txt"

    @property
    def origin(self) -> str:
        """Where it is from, in words."""
        return "pyvis" if self.in_pyvis else f"npm {self.package}@{self.version}"


SCRIPTS = [
    Script(
        "vis-network",
        "9.1.2",
        "lib/vis-9.1.2/vis-network.min.js",
        "LICENSE-MIT",
        "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69",
        in_pyvis=True,
    ),
    Script(
        "graphology",
        "0.26.0",
        "dist/graphology.umd.min.js",
        "LICENSE.txt",
        "dc337efa23903f61e064c8e7e7f93a429e6855dccfc2458802b4ed30c621c087",
    ),
    Script(
        "sigma",
        "3.0.3",
        "dist/sigma.min.js",
        "LICENSE.txt",
        "58e30383ab428f832068d9d16a5215c65ba12430d438ed091c5703f398de9e16",
    ),
    Script(
        "d3-array",
        "3.2.4",
        "dist/d3-array.min.js",
        "LICENSE",
        "80aa70d0cd17dabddf6d056494ea17926a45a69da8b7850220aace331bad671d",
        licence="ISC",
    ),
    Script(
        "d3-geo",
        "3.1.1",
        "dist/d3-geo.min.js",
        "LICENSE",
        "23e574f1e8d4716d622bce45356a379b66a277162b145f5f147e4c8daefb73d2",
        licence="ISC",
    ),
    Script(
        "topojson-client",
        "3.1.0",
        "dist/topojson-client.min.js",
        "LICENSE",
        "25cd02ae486cc5063e0215a4e4cfb15de83700c87ac48bac4d57dc6aaf3ebb89",
        licence="ISC",
    ),
    Script(
        "world-atlas",
        "2.0.2",
        "land-110m.json",
        "LICENSE",
        "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a",
        licence="ISC",
        data="land",
    ),
    Script(
        "world-atlas",
        "2.0.2",
        "land-50m.json",
        "LICENSE",
        "619477ff690c086885e45cb91707d783805561bd75ae8e437b7d4694b0204e0f",
        licence="ISC",
        data="closeLand",
        lazy=True,
    ),
]


def take(registry: str | None) -> None:
    """Write every script, its licence and the manifest."""
    VENDOR.mkdir(exist_ok=True)
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        for script in SCRIPTS:
            members = unpacked(script, registry, Path(folder))
            text = published(script, members)
            licence = members[script.licence_member].decode().strip() + "\n"
            kept = kept_form(script, text, licence).encode()
            (VENDOR / script.name).write_bytes(kept)
            (LICENCES / script.licence_name).write_text(licence, "utf-8")
            entries.append(entry(script, kept))
    MANIFEST.write_text(json.dumps(entries, indent=2) + "\n", "utf-8")


def bundle(registry: str | None) -> None:
    """Write the bundle of CodeMirror, its licences and its manifest."""
    named = ["--registry", registry] if registry else []
    with tempfile.TemporaryDirectory() as folder:
        for source in ("package.json", "package-lock.json", "bundle.js"):
            shutil.copy(CODEMIRROR / source, folder)
        subprocess.run(["npm", "ci", "--silent", *named], cwd=folder, check=True)
        modules = Path(folder, "node_modules")
        command = [str(modules / ".bin" / "esbuild"), "bundle.js", "--bundle", "--minify"]
        command += ["--format=esm", "--legal-comments=none", "--log-level=error"]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        licence = _licences(modules)
    BUNDLE.parent.mkdir(exist_ok=True)
    BUNDLE.write_text(f"/*!\n{licence}*/\n{done.stdout}", "utf-8")
    (LICENCES / BUNDLE_LICENCE).write_text(licence, "utf-8")
    BUNDLE_MANIFEST.write_text(json.dumps(bundle_entry(), indent=2) + "\n", "utf-8")


def _licences(modules: Path) -> str:
    """Return the licences of the packages in the bundle, each text once, with their names."""
    packages: dict[str, list[str]] = {}
    for name, version in sorted(_pinned().items()):
        text = (modules / name / "LICENSE").read_text("utf-8").strip()
        packages.setdefault(text, []).append(f"{name} {version}")
    return "\n".join(f"{', '.join(names)}\n\n{text}\n" for text, names in packages.items())


def _pinned() -> dict[str, str]:
    """Return the packages in the bundle with their versions: those pinned, but for esbuild."""
    lock = json.loads((CODEMIRROR / "package-lock.json").read_text("utf-8"))
    return {
        path.removeprefix("node_modules/"): package["version"]
        for path, package in lock["packages"].items()
        if path and "esbuild" not in path
    }


def bundle_entry() -> dict[str, Any]:
    """Describe the bundle in its manifest, and what it was made from."""

    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    return {
        "file": BUNDLE.name,
        "licence": "MIT",
        "licence_file": f"LICENSES/{BUNDLE_LICENCE}",
        "packages": _pinned(),
        "lock_sha256": digest(CODEMIRROR / "package-lock.json"),
        "exports_sha256": digest(CODEMIRROR / "bundle.js"),
        "sha256": digest(BUNDLE),
    }


def unpacked(script: Script, registry: str | None, folder: Path) -> dict[str, bytes]:
    """Fetch a script's npm package, and give its files by name."""
    named = ["--registry", registry] if registry else []
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), *named]
    subprocess.run(
        [*command, f"{script.package}@{script.version}"], check=True, stdout=subprocess.DEVNULL
    )
    with tarfile.open(folder / f"{script.package}-{script.version}.tgz") as archive:
        return {
            member.name.removeprefix("package/"): content.read()
            for member in archive
            if (content := archive.extractfile(member))
        }


def published(script: Script, members: dict[str, bytes]) -> str:
    """Return the script as it was published, or stop when it is another."""
    data = (
        files("pyvis").joinpath(script.member).read_bytes()
        if script.in_pyvis
        else members[script.member]
    )
    found = hashlib.sha256(data).hexdigest()
    if found != script.sha256:
        raise SystemExit(
            f"{script.origin}: {script.member} has SHA-256 {found}, not the pinned one"
        )
    return data.decode()


def kept_form(script: Script, text: str, licence: str) -> str:
    """Return a script as it is stored: with its licence, without the address of a source map."""
    bare = re.sub(r"\n//# sourceMappingURL=.*", "", text).strip()
    if script.data:
        value = f"() => JSON.parse({json.dumps(short_arcs(bare))})" if script.lazy else bare
        bare = f"(window.yuqiao ??= {{}}).{script.data} = {value};"
    return f"/*! {script.package} {script.version}\n\n{licence}*/\n{bare}\n"


def short_arcs(topology: str) -> str:
    """Return a topology (TopoJSON 1.0) with a text for each arc; nothing of it is lost."""
    read = json.loads(topology)
    arcs = [arc_text([step for point in arc for step in point]) for arc in read["arcs"]]
    return json.dumps({**read, "arcs": arcs}, separators=(",", ":"))


def arc_text(steps: list[int]) -> str:
    """Return whole numbers as a text, five bits a character, as source maps do (ECMA-426, VLQ).

    >>> arc_text([0, 1, -1, 16])
    'ACDgB'
    """
    text = ""
    for step in steps:
        rest = (abs(step) << 1) | (step < 0)
        while rest > 31:
            text += BASE64[32 | (rest & 31)]
            rest >>= 5
        text += BASE64[rest]
    return text


def entry(script: Script, kept: bytes) -> dict[str, Any]:
    """Describe a script in the manifest."""
    return {
        "file": script.name,
        "name": script.package,
        "version": script.version,
        "licence": script.licence,
        "licence_file": f"LICENSES/{script.licence_name}",
        "from": script.origin,
        "published_sha256": script.sha256,
        "sha256": hashlib.sha256(kept).hexdigest(),
    }


def faults() -> list[str]:
    """List how the folder differs from the manifest, and the manifest from this script."""
    listed = {one["file"]: one for one in json.loads(MANIFEST.read_text("utf-8"))}
    present = {path.name for path in VENDOR.iterdir()} - {MANIFEST.name}
    found = [f"{name}: not in the manifest" for name in sorted(present - listed.keys())]
    for script in SCRIPTS:
        path = VENDOR / script.name
        if not path.exists():
            found.append(f"{script.name}: missing")
        elif listed.get(script.name) != entry(script, path.read_bytes()):
            found.append(f"{script.name}: not what the manifest says")
        if not (LICENCES / script.licence_name).exists():
            found.append(f"LICENSES/{script.licence_name}: missing")
    return [*found, *_faults_of_bundle()]


def _faults_of_bundle() -> list[str]:
    for path in (BUNDLE, LICENCES / BUNDLE_LICENCE):
        if not path.exists():
            return [f"{path.relative_to(ROOT).as_posix()}: missing"]
    if json.loads(BUNDLE_MANIFEST.read_text("utf-8")) != bundle_entry():
        return [f"{BUNDLE.name}: not what its manifest says"]
    return []


def main() -> None:
    """Take the scripts, or check them."""
    parser = argparse.ArgumentParser(description="Take or check the scripts of others.")
    parser.add_argument("--check", action="store_true", help="check the files, offline")
    parser.add_argument("--registry", help="the npm registry to take them from")
    arguments = parser.parse_args()
    if not arguments.check:
        take(arguments.registry)
        bundle(arguments.registry)
    if found := faults():
        raise SystemExit("\n".join([*found, "run python tools/vendor.py"]))


if __name__ == "__main__":
    main()

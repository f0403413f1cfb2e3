"""Mirror the root folders under .link/yuqiao: an editable install imports them as one package.

The folders graph/, ontology/, exports/ and data/ stand at the root of the repository, yet they are
one package, yuqiao. A wheel moves them there; an editable install needs a folder of that name to
point at.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LinkHook(BuildHookInterface):  # type: ignore[type-arg]
    """Rebuild the mirror before an editable wheel is made; leave standard wheels alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Link every entry the wheel ships, and nothing else."""
        if version != "editable":
            return
        mirror = Path(self.root, ".link", "yuqiao")
        shutil.rmtree(mirror, ignore_errors=True)
        mirror.mkdir(parents=True)
        for entry in self.build_config.target_config["only-include"]:
            link, target = mirror / entry, Path(self.root, entry)
            try:
                link.symlink_to(Path("..", "..", entry), target_is_directory=target.is_dir())
            except OSError:  # Windows without developer mode allows only these two kinds of link
                if target.is_dir():
                    import _winapi

                    _winapi.CreateJunction(str(target), str(link))  # type: ignore[attr-defined]
                else:
                    os.link(target, link)

"""A graph served by a process of its own, for a notebook or a script."""

from __future__ import annotations

import atexit
import html
import subprocess
import sys
from typing import TYPE_CHECKING

from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.stores.union.graph_names import single_name

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from yuqiao.graph.stores.union.graph_names import GraphName

_ADDRESS = "http://"


class WebServer:
    """A server of ``yuqiao serve``, on a free port of this machine.

    It ends with :meth:`stop`, at the end of a ``with`` block, or with this program.

    :param graph: the name of the graph, or those of several; None for the bundled one
    :param port: the port; 0 for any that is free
    :raises YuqiaoError: when it cannot start; with its own message
    """

    def __init__(self, graph: GraphName, port: int = 0) -> None:
        command = [sys.executable, "-m", "yuqiao", "serve", "--port", str(port), "--lang", "en"]
        name = single_name(graph)
        for each in (name,) if isinstance(name, str) else name or ():
            command += ["--graph", each]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        atexit.register(self.stop)
        self.address = self._read_address()

    def _read_address(self) -> str:
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            if _ADDRESS in line and "serving" in line:
                return line[line.index(_ADDRESS) :].split()[0]
            said.append(line.strip().removeprefix("yuqiao: "))
        raise YuqiaoError("\n".join(said))

    def stop(self) -> None:
        """End the server."""
        atexit.unregister(self.stop)
        self._process.terminate()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<server at {self.address}>"

    def _repr_html_(self) -> str:
        """Show a link in a notebook."""
        address = html.escape(self.address)
        return f'<a href="{address}" target="_blank" rel="noopener">{address}</a>'

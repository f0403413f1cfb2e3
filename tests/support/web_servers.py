"""Web servers on a free port of this machine, each with the rules that the site brings along."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
_READY_SECONDS = 60.0

_NGINX = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
_APACHE = """\
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
Mutex file:{folder}
TypesConfig /dev/null
ErrorLog {folder}/error.log
{modules}
DocumentRoot {root}
<Directory {root}>
    AllowOverride All
    Require all granted
</Directory>
"""
_APACHE_MODULES = (
    "mpm_event",
    "authz_core",
    "alias",
    "dir",
    "mime",
    "negotiation",
    "autoindex",
    "headers",
    "rewrite",
)


@contextmanager
def nginx(root: Path, configuration: str, folder: Path) -> Iterator[str]:
    """Serve a folder with the configuration that a site brings; only its two lines are set."""
    port = free_port()
    lines = [_set_for(line, port, root) for line in configuration.splitlines(keepends=True)]
    (folder / "site.conf").write_text("".join(lines), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(user=user, folder=folder), "utf-8")
    with _running(
        ["/usr/sbin/nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")], port
    ) as address:
        yield address


@contextmanager
def replicas(servers: Sequence[str], folder: Path) -> Iterator[str]:
    """Put nginx before servers, with the configuration that deploy/ has; the log names who answered.

    :param servers: host and port of each
    """
    port = free_port()
    configuration = (ROOT / "deploy" / "replicas.conf").read_text("utf-8")
    assert configuration.count("max_fails") == 3
    head, _, tail = configuration.partition("    server ")
    rest = tail[tail.rindex("max_fails") :].partition("\n")
    lines = "".join(f"    server {server} {rest[0]}\n" for server in servers)
    written = (head + lines + rest[2]).replace("127.0.0.1:7880", f"127.0.0.1:{port}")
    log = f"log_format asked '$status $upstream_addr';\naccess_log {folder}/asked.log asked;\n"
    (folder / "site.conf").write_text(written, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    settings = _NGINX.format(user=user, folder=folder).replace("access_log off;\n", log)
    (folder / "nginx.conf").write_text(settings, "utf-8")
    with _running(
        ["/usr/sbin/nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")], port
    ) as address:
        yield address


def _set_for(line: str, port: int, root: Path) -> str:
    if line.strip() == "listen 80;":
        return f"    listen 127.0.0.1:{port};\n"
    if line.strip().startswith("root "):
        return f"    root {root};\n"
    return line


@contextmanager
def apache(root: Path, folder: Path) -> Iterator[str]:
    """Serve a folder by the rules in the files named .htaccess in it.

    Apache does not run as root: there it runs as nobody, on a copy that anybody may read.
    """
    if os.geteuid() != 0:
        with _apache(root, folder, None) as address:
            yield address
        return
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o777)
        copy = shutil.copytree(root, Path(place, "root"))
        os.chmod(copy, 0o755)
        with _apache(copy, Path(place), "nobody") as address:
            yield address


@contextmanager
def _apache(root: Path, folder: Path, user: str | None) -> Iterator[str]:
    port = free_port()
    place = "/usr/lib/apache2/modules"
    loaded = "\n".join(f"LoadModule {m}_module {place}/mod_{m}.so" for m in _APACHE_MODULES)
    settings = _APACHE.format(port=port, folder=folder, root=root, modules=loaded)
    (folder / "apache.conf").write_text(settings, "utf-8")
    with _running(
        ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", f"{folder}/apache.conf"], port, user
    ) as address:
        yield address


@contextmanager
def python_server(root: Path) -> Iterator[str]:
    """Serve a folder with ``python -m http.server``, which knows no rules."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with _running([*command, "--directory", str(root)], port) as address:
        yield address


@contextmanager
def _running(command: list[str], port: int, user: str | None = None) -> Iterator[str]:
    """Start a server, wait until it answers, and end it at last."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, user=user
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(process, address)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=_READY_SECONDS)


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    patience = time.monotonic() + _READY_SECONDS
    while time.monotonic() < patience and process.poll() is None:
        try:
            httpx.get(address, timeout=10, verify=False)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise RuntimeError(f"{address} does not answer:\n{process.communicate()[1].decode()}")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])

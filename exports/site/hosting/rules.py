"""What a web server needs so that the IRIs of the graph resolve, whoever serves the site.

A thing's IRI has no extension; its documents have one, beside it: ``.html`` for a person, ``.ttl``,
``.jsonld`` and ``.nt`` for a program. A server that is asked for the IRI answers 303 See Other to
the document that the Accept header prefers (https://www.w3.org/TR/cooluris/, section 4.2); the
documents themselves are plain files. Where no file can stand at the path of an IRI, as for one that
differs from another only in case, the rules say where its documents are. GitHub Pages does not look
at the Accept header: there, an IRI gives its page, if that stands at its path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from yuqiao.exports.output import write_atomically
from yuqiao.exports.site.data.dumps import MANIFEST
from yuqiao.exports.site.hosting import apache, netlify, nginx
from yuqiao.exports.site.hosting.content_negotiation import CHINESE_PAGE, PAGE
from yuqiao.graph.messages import counted
from yuqiao.graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from yuqiao.exports.site.data.void_dcat import Described

TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain",
    "md": "text/markdown",
    "xml": "application/xml",
    "gz": "application/gzip",
    "rdfp": "application/rdf-patch",
} | {syntax.extension[1:]: syntax.media_type for syntax in RDF_FORMATS.values()}
"""The media type of each extension that a file of the site can have."""

_MOST_ADDRESSES = 50_000
"""In one sitemap, says https://www.sitemaps.org/protocol.html."""

_UNSET = "https://example.org/yuqiao"
"""Where the site is, in the redirects of w3id.org, until somebody says it."""

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


_READ_ME = """\
# Serving this site

It is a folder of files. Its IRIs begin with <{base}>; its links are relative, so it can be
looked at from the disk and under any address. For IRIs that resolve, with the document that the
Accept header asks for, use one of these.

- **nginx**: `serving/nginx.conf`.
- **Apache**: `.htaccess` at the top of the site is all, where AllowOverride permits it. It is
  written for the path `{path}`.
- **w3id.org**: `serving/w3id/.htaccess` leads from there to the site. It needs one line set: where
  the site is.
- **Netlify**: `netlify.toml` and `{function}`, at the top of the site.
- **GitHub Pages** does not look at the Accept header. An IRI gives its page, since Pages adds
  `.html`; programs ask for `.ttl`, `.jsonld` or `.nt`. `.nojekyll` keeps it from changing files.
{missing}- Any other, such as `python -m http.server`: an IRI is found with `.html` or `.ttl` added.

After a copy, `sha256sum --check {manifest}` finds a file that is damaged or missing.
"""
_MISSING = """\
  It knows no rules, so {things} whose documents cannot stand at the IRI are found by links only.
"""


def write_serving(
    folder: Path,
    dataset: Described,
    pages: Iterable[str],
    site: str | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> None:
    """Write what servers and search engines need into a site.

    :param folder: the top of the site
    :param dataset: what is published
    :param pages: the path of each page, from the top of the site and without its extension
    :param site: the address at which the site is, where that is not its base IRI, as for IRIs at
        w3id.org
    :param elsewhere: the path of the documents of each IRI that has them elsewhere than beside it
    :raises yuqiao.graph.errors.OutputError: when a file cannot be written
    """
    address = site or dataset.base
    files = server_files(dataset, site, elsewhere)
    files |= search_engine_files(address, pages, dataset.modified)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)


def server_files(
    dataset: Described, site: str | None = None, elsewhere: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Give the files for servers, by their path in the site.

    :param site: as for :func:`write_serving`; so is ``elsewhere``

    >>> import yuqiao
    >>> from yuqiao.exports.site.data.void_dcat import described
    >>> sorted(server_files(described(yuqiao.open(), "https://w3id.org/yuqiao/")))[:3]
    ['.htaccess', '.nojekyll', 'netlify.toml']
    """
    at = urlsplit(site or dataset.base)
    path = at.path.rstrip("/") + "/"
    name = urlsplit(dataset.base).path.strip("/")
    iri = path + dataset.iri.value.removeprefix(dataset.base)
    asked = {
        _asked(thing.removeprefix(dataset.base)): place
        for thing, place in sorted((elsewhere or {}).items())
    }
    missing = _MISSING.format(things=counted(len(asked), "thing")) if asked else ""
    return {
        ".htaccess": apache.site_rules(path, TYPES, asked),
        ".nojekyll": "",
        "netlify.toml": netlify.SETTINGS,
        netlify.FUNCTION: netlify.function(path, TYPES, asked),
        "serving/README.md": _READ_ME.format(
            base=dataset.base,
            path=path,
            function=netlify.FUNCTION,
            manifest=MANIFEST,
            missing=missing,
        ),
        "serving/nginx.conf": nginx.configuration(at.hostname or "", path, iri, TYPES, asked),
        "serving/w3id/.htaccess": apache.w3id_rules(name, (site or _UNSET).rstrip("/"), asked),
    }


def _asked(address: str) -> str:
    """Write the end of an IRI as a client asks for it: https://www.rfc-editor.org/rfc/rfc3987#section-3.1."""
    return quote(address, safe="!$%&'()*+,/:;=?@[]~")


def search_engine_files(address: str, pages: Iterable[str], modified: str = "") -> dict[str, str]:
    """Give ``robots.txt`` and the sitemaps, by their path in the site.

    :param address: of the site; it ends in ``/``
    :param pages: the path of each page, without its extension
    :param modified: the day on which they last changed, if it is known

    >>> files = search_engine_files("https://example.org/", ["index", "id/place/重庆"])
    >>> print(files["robots.txt"], end="")
    User-agent: *
    Allow: /
    Sitemap: https://example.org/sitemap.xml
    >>> files["sitemap.xml"].count("<loc>https://example.org/id/place/%E9%87%8D%E5%BA%86.")
    2
    """
    changed = f"<lastmod>{modified}</lastmod>" if modified else ""
    entries = [
        f"<url><loc>{_address(address, path, extension)}</loc>{changed}</url>\n"
        for path in sorted(pages)
        for extension in (PAGE, CHINESE_PAGE)
    ]
    parts = [entries[i : i + _MOST_ADDRESSES] for i in range(0, len(entries), _MOST_ADDRESSES)]
    robots = f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n"
    if len(parts) <= 1:
        return {"robots.txt": robots, "sitemap.xml": _sitemap("urlset", entries)}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = [f"<sitemap><loc>{address}{name}</loc></sitemap>\n" for name in names]
    return {
        "robots.txt": robots,
        "sitemap.xml": _sitemap("sitemapindex", index),
        **{name: _sitemap("urlset", part) for name, part in zip(names, parts, strict=True)},
    }


def _address(address: str, path: str, extension: str) -> str:
    return escape(address + quote(path, safe="/-._~%") + "." + extension)


def _sitemap(kind: str, entries: Iterable[str]) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{kind} xmlns="{_SITEMAPS}">\n{"".join(entries)}</{kind}>\n'

"""Files that make the IRIs of a site dereferenceable on a web server.

The IRI of an entity has no extension; its documents add one: ``.html`` for people, ``.ttl``,
``.jsonld``, ``.nt`` and ``.rdf`` for programs. A request for the IRI is answered with 303 See Other
to the document that the Accept header prefers (https://www.w3.org/TR/cooluris/, section 4.2); the
documents are plain files. If no file can have the path of an IRI, for example because it differs
from another only in case, the rules redirect to its documents. GitHub Pages ignores the Accept
header and serves the page, if it is at the path of the IRI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from yuqiao.exports.output import write_atomically
from yuqiao.exports.site.data.manifest import MANIFEST
from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.hosting import apache, nginx
from yuqiao.exports.site.hosting.content_negotiation import language_ranges
from yuqiao.exports.site.hosting.served_site import ServedSite
from yuqiao.exports.site.scope import BOTH
from yuqiao.graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from yuqiao.exports.site.data.void_dcat import Dataset

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
"""The media type of each file extension in the site."""

_MOST_ADDRESSES = 50_000
"""The maximum in one sitemap (https://www.sitemaps.org/protocol.html)."""

_LONGEST_RULE = 2_000
"""Bytes of a path in a rule: nginx reads words up to 4 KB, Apache lines up to 8 KB."""

_W3ID = "w3id.org"
_UNSET = "https://example.org/yuqiao"
"""The placeholder for the URL of the site in the redirects for w3id.org."""

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


_READ_ME = """\
# Serving this site

This is a folder of static files. Its IRIs begin with <{base}>; its links are relative, so it can be
opened from disk and hosted at any URL. To make the IRIs dereferenceable, with content negotiation
by the Accept header, use one of these.

- **nginx**: `serving/nginx.conf`.
- **Apache**: `.htaccess` at the root of the site, if AllowOverride permits it. It is written for
  the path `{path}`.
{w3id}- **GitHub Pages** ignores the Accept header. An IRI returns its page, because Pages adds
  `.html`; programs request `.ttl`, `.jsonld`, `.nt` or `.rdf`. `.nojekyll` prevents it from
  changing files.
{missing}- **Others**, such as `python -m http.server`: add `.html` or `.ttl` to an IRI.

After copying the site, `sha256sum --check {manifest}` reports damaged and missing files.
"""
_AT_W3ID = """\
- **w3id.org**: `serving/w3id/.htaccess` redirects from there to the site. Set the URL of the site
  in it.
"""
_MISSING = """\
  Without rules, {entities} whose documents cannot have the path of the IRI can be reached by links
  only.
"""


_TOO_LONG = """\
- The IRIs of {entities} are longer than {most:,} bytes; no rule leads from them to their documents.
"""


def write_serving(
    folder: Path,
    dataset: Dataset,
    pages: Iterable[str],
    site: str | None = None,
    elsewhere: Mapping[str, str] | None = None,
    languages: Sequence[str] = BOTH,
) -> None:
    """Write the files for servers and search engines.

    :param folder: the root of the site
    :param dataset: the dataset that is published
    :param pages: the path of each page, relative to the root and without its extension
    :param site: the URL of the site, if it is not its base IRI, as for IRIs at w3id.org
    :param elsewhere: the paths of documents that are not at the path of their IRI, by IRI
    :param languages: the tags of the languages of the pages
    :raises yuqiao.graph.errors.OutputError: if a file cannot be written
    """
    address = site or dataset.base
    files = server_files(dataset, site, elsewhere, languages)
    files |= search_engine_files(address, pages, dataset.modified, languages)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)


def server_files(
    dataset: Dataset,
    site: str | None = None,
    elsewhere: Mapping[str, str] | None = None,
    languages: Sequence[str] = BOTH,
) -> dict[str, str]:
    """Return the files for servers, by their path in the site.

    :param site: as for :func:`write_serving`; so are ``elsewhere`` and ``languages``

    >>> import yuqiao
    >>> from yuqiao.exports.site.data.void_dcat import find_dataset
    >>> sorted(server_files(find_dataset(yuqiao.open(), "https://w3id.org/yuqiao/")))[:3]
    ['.htaccess', '.nojekyll', 'serving/README.md']
    """
    at = urlsplit(site or dataset.base)
    path = at.path.rstrip("/") + "/"
    name = urlsplit(dataset.base).path.strip("/")
    every = {
        _percent_encoded(entity.removeprefix(dataset.base)): place
        for entity, place in sorted((elsewhere or {}).items())
    }
    document = dataset.iri.value.partition("#")[0]
    if document.startswith(dataset.base):
        iri = path + quote(document.removeprefix(dataset.base), safe="/~%")
    else:
        found = SitePaths([dataset.iri], dataset.base, languages).path(dataset.iri)
        iri = f"{path}{quote(str(found))}.ttl"
    asked = {path: place for path, place in every.items() if len(path) <= _LONGEST_RULE}
    missing = _MISSING.format(entities=_entities(len(every))) if every else ""
    if len(asked) < len(every):
        missing += _TOO_LONG.format(entities=_entities(len(every) - len(asked)), most=_LONGEST_RULE)
    served = ServedSite(path, TYPES, asked, languages)
    redirects = {}
    if urlsplit(dataset.base).hostname == _W3ID:
        to = (site or _UNSET).rstrip("/")
        redirects["serving/w3id/.htaccess"] = apache.w3id_rules(name, to, asked, languages)
    return {
        ".htaccess": apache.site_rules(served),
        ".nojekyll": "",
        "serving/README.md": _READ_ME.format(
            base=dataset.base,
            path=path,
            manifest=MANIFEST,
            missing=missing,
            w3id=_AT_W3ID if redirects else "",
        ),
        "serving/nginx.conf": nginx.configuration(at.hostname or "", iri, served),
        **redirects,
    }


def _entities(number: int) -> str:
    return "1 entity" if number == 1 else f"{number:,} entities"


def _percent_encoded(address: str) -> str:
    """Write the end of an IRI as clients request it (RFC 3987, section 3.1)."""
    return quote(address, safe="!$%&'()*+,/:;=?@[]~")


def search_engine_files(
    address: str, pages: Iterable[str], modified: str = "", languages: Sequence[str] = BOTH
) -> dict[str, str]:
    """Return ``robots.txt`` and the sitemaps, by their path in the site.

    :param address: the URL of the site; it ends in ``/``
    :param pages: the path of each page, without its extension
    :param modified: the date of the last change, if known
    :param languages: the tags of the languages of the pages

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
        for extension in language_ranges(languages)
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

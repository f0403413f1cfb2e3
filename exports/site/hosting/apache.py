"""Rules for Apache, and for the redirects at w3id.org, which runs Apache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.exports.site.hosting.content_negotiation import CHINESE, CHINESE_PAGE, PAGE, preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

_SITE = """\
# Rules for Apache with mod_rewrite, mod_headers and mod_mime; this file belongs at the root of the
# site. The server must permit it: AllowOverride FileInfo Indexes Options.

Options -Indexes -MultiViews
DirectorySlash Off
FileETag MTime Size
AddDefaultCharset utf-8
{types}
ErrorDocument 404 {path}404.html
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept, Accept-Language" "expr=%{{REQUEST_STATUS}} == 303"

RewriteEngine On

# Documents are sent as they are, folders by their index.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
RewriteCond %{{REQUEST_FILENAME}}/index.html -f
RewriteRule ^(.*?)/?$ {path}$1/index.html [L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteRule /$ - [R=404,L]
{forms}{elsewhere}
# The IRI of an entity redirects to one of its documents.
RewriteCond %{{REQUEST_FILENAME}}.%{{ENV:FORM}} -f
RewriteRule ^(.*[^/])$ {path}$1.%{{ENV:FORM}} [R=303,L]
RewriteCond %{{REQUEST_FILENAME}}.ttl -f
RewriteRule ^(.*[^/])$ {path}$1.ttl [R=303,L]
RewriteCond %{{REQUEST_FILENAME}}.{page} -f
RewriteRule ^(.*[^/])$ {path}$1.{page} [R=303,L]
"""

_REDIRECTS = """\
# Redirects at w3id.org: put this file into the folder {name} of its repository
# (https://github.com/perma-id/w3id.org), with a README.md that names the maintainer.

Options -MultiViews
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept, Accept-Language"

RewriteEngine On

# The URL of the site, without a slash at the end.
RewriteRule ^ - [E=SITE:{site}]
{forms}{elsewhere}
# Files, folders and the start page keep their paths.
RewriteCond $1 !^(?:def|shapes)/[0-9.]+$
RewriteRule ^((?:.*/)?[^/]*\\.[a-z0-9]+|.*/|)$ %{{ENV:SITE}}/$1 [R=302,L]

# Parts of the graph are available as Turtle only. The vocabulary, the shapes and the dataset are
# also available as RDF/XML; every entity is available as Turtle.
RewriteRule ^(graph/.+)$ %{{ENV:SITE}}/$1.ttl [R=303,L]
RewriteCond %{{ENV:FORM}} =rdf
RewriteCond $1 !^(?:def|shapes|schemes|dataset/[^/]+)(?:/[0-9.]+)?$
RewriteRule ^(.+)$ %{{ENV:SITE}}/$1.ttl [R=303,L]
RewriteCond %{{ENV:FORM}} {page}$
RewriteRule ^(def|shapes)/[0-9.]+$ %{{ENV:SITE}}/$1.%{{ENV:FORM}} [R=303,L]
RewriteRule ^(.+)$ %{{ENV:SITE}}/$1.%{{ENV:FORM}} [R=303,L]
"""


_ELSEWHERE = """
# The documents of some entities are not at the path of their IRI.
{rules}
RewriteCond %{{ENV:PLACE}} .
RewriteCond %{{ENV:FORM}} =rdf
RewriteRule ^ - [E=FORM:ttl]
RewriteCond %{{ENV:PLACE}} .
RewriteRule ^ {to}%{{ENV:PLACE}}.%{{ENV:FORM}} [R=303,QSD,L]
"""


def site_rules(path: str, types: Mapping[str, str], elsewhere: Mapping[str, str]) -> str:
    """Write the rules for the server of the site.

    :param path: the path of the base IRI
    :param types: the media types by extension
    :param elsewhere: the paths of documents that are not at the path of their IRI, by that path
    """
    added = "\n".join(f"AddType {type_} .{name}" for name, type_ in types.items())
    rules = _elsewhere(path, path, elsewhere)
    return _SITE.format(path=path, page=PAGE, types=added, forms=_forms(), elsewhere=rules)


def w3id_rules(name: str, site: str, elsewhere: Mapping[str, str]) -> str:
    """Write the redirects from w3id.org to the site.

    :param name: the name of the folder at w3id.org
    :param site: the URL of the site, without a slash at the end
    :param elsewhere: as for :func:`site_rules`
    """
    rules = _elsewhere(f"/{name}/", "%{ENV:SITE}/", elsewhere)
    return _REDIRECTS.format(name=name, site=site, page=PAGE, forms=_forms(), elsewhere=rules)


def _elsewhere(path: str, to: str, elsewhere: Mapping[str, str]) -> str:
    """Write the rules for documents with different paths; they match the request as received."""
    if not elsewhere:
        return ""
    rules = [
        f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {re.escape(path + asked)} "\n'
        f"RewriteRule ^ - [E=PLACE:{place}]"
        for asked, place in elsewhere.items()
    ]
    return _ELSEWHERE.format(rules="\n".join(rules), to=to)


def _forms() -> str:
    """Set FORM to the preferred type of the Accept header: the last matching rule wins."""
    lines = [f"\n# The preferred type of the Accept header.\nRewriteRule ^ - [E=FORM:{PAGE}]"]
    for form, found in reversed(preferences()):
        lines.append(f'RewriteCond %{{HTTP:Accept}} "{found}" [NC]')
        lines.append(f"RewriteRule ^ - [E=FORM:{form}]")
    lines.append(f"RewriteCond %{{ENV:FORM}} ={PAGE}")
    lines.append(f'RewriteCond %{{HTTP:Accept-Language}} "{CHINESE}" [NC]')
    lines.append(f"RewriteRule ^ - [E=FORM:{CHINESE_PAGE}]")
    return "\n".join(lines) + "\n"

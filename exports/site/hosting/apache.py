"""The site behind Apache, and the redirects of w3id.org, which are Apache's too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.exports.site.hosting.content_negotiation import CHINESE, CHINESE_PAGE, PAGE, preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

_SITE = """\
# The site behind Apache, with mod_rewrite, mod_headers and mod_mime: this file stands at its top.
# The server must allow it: AllowOverride FileInfo Indexes Options.

Options -Indexes -MultiViews
DirectorySlash Off
FileETag MTime Size
AddDefaultCharset utf-8
{types}
ErrorDocument 404 {path}404.html
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept, Accept-Language" "expr=%{{REQUEST_STATUS}} == 303"

RewriteEngine On

# A document is sent as it is; a folder by its index.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
RewriteCond %{{REQUEST_FILENAME}}/index.html -f
RewriteRule ^(.*?)/?$ {path}$1/index.html [L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteRule /$ - [R=404,L]
{forms}{elsewhere}
# A thing has no document of its own, but several beside it.
RewriteCond %{{REQUEST_FILENAME}}.%{{ENV:FORM}} -f
RewriteRule ^(.*[^/])$ {path}$1.%{{ENV:FORM}} [R=303,L]
RewriteCond %{{REQUEST_FILENAME}}.ttl -f
RewriteRule ^(.*[^/])$ {path}$1.ttl [R=303,L]
RewriteCond %{{REQUEST_FILENAME}}.{page} -f
RewriteRule ^(.*[^/])$ {path}$1.{page} [R=303,L]
"""

_REDIRECTS = """\
# The redirects of w3id.org: this file goes into the folder {name} of its repository
# (https://github.com/perma-id/w3id.org), beside a README.md that names who maintains it.

Options -MultiViews
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept, Accept-Language"

RewriteEngine On

# Where the site is; it ends without a slash.
RewriteRule ^ - [E=SITE:{site}]
{forms}{elsewhere}
# A file is where it is; the start page and folders too.
RewriteCond $1 !^(?:def|shapes)/[0-9.]+$
RewriteRule ^((?:.*/)?[^/]*\\.[a-z0-9]+|.*/|)$ %{{ENV:SITE}}/$1 [R=302,L]

# A part of the graph is Turtle alone. The vocabulary, the shapes and the dataset have RDF/XML too;
# every thing has Turtle.
RewriteRule ^(graph/.+)$ %{{ENV:SITE}}/$1.ttl [R=303,L]
RewriteCond %{{ENV:FORM}} =rdf
RewriteCond $1 !^(?:def|shapes|schemes|dataset/[^/]+)(?:/[0-9.]+)?$
RewriteRule ^(.+)$ %{{ENV:SITE}}/$1.ttl [R=303,L]
RewriteCond %{{ENV:FORM}} {page}$
RewriteRule ^(def|shapes)/[0-9.]+$ %{{ENV:SITE}}/$1.%{{ENV:FORM}} [R=303,L]
RewriteRule ^(.+)$ %{{ENV:SITE}}/$1.%{{ENV:FORM}} [R=303,L]
"""


_ELSEWHERE = """
# The documents of some things stand elsewhere than beside their IRIs.
{rules}
RewriteCond %{{ENV:PLACE}} .
RewriteCond %{{ENV:FORM}} =rdf
RewriteRule ^ - [E=FORM:ttl]
RewriteCond %{{ENV:PLACE}} .
RewriteRule ^ {to}%{{ENV:PLACE}}.%{{ENV:FORM}} [R=303,QSD,L]
"""


def site_rules(path: str, types: Mapping[str, str], elsewhere: Mapping[str, str]) -> str:
    """Write the rules of a site on a server of its own.

    :param path: that of the base IRI
    :param types: the media types by extension
    :param elsewhere: where documents are that are not beside what is asked for, both after the path
    """
    added = "\n".join(f"AddType {type_} .{name}" for name, type_ in types.items())
    rules = _elsewhere(path, path, elsewhere)
    return _SITE.format(path=path, page=PAGE, types=added, forms=_forms(), elsewhere=rules)


def w3id_rules(name: str, site: str, elsewhere: Mapping[str, str]) -> str:
    """Write the redirects from w3id.org to where the site is.

    :param name: of the folder at w3id.org
    :param site: the address of the site, without a slash at its end
    :param elsewhere: as for :func:`site_rules`
    """
    rules = _elsewhere(f"/{name}/", "%{ENV:SITE}/", elsewhere)
    return _REDIRECTS.format(name=name, site=site, page=PAGE, forms=_forms(), elsewhere=rules)


def _elsewhere(path: str, to: str, elsewhere: Mapping[str, str]) -> str:
    """Send who asks for one of some things to its documents; a request as it came tells which."""
    if not elsewhere:
        return ""
    rules = [
        f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {re.escape(path + asked)} "\n'
        f"RewriteRule ^ - [E=PLACE:{place}]"
        for asked, place in elsewhere.items()
    ]
    return _ELSEWHERE.format(rules="\n".join(rules), to=to)


def _forms() -> str:
    """Set FORM to what the Accept header asks for first: the last rule that fits decides."""
    lines = [f"\n# What the Accept header asks for first.\nRewriteRule ^ - [E=FORM:{PAGE}]"]
    for form, found in reversed(preferences()):
        lines.append(f'RewriteCond %{{HTTP:Accept}} "{found}" [NC]')
        lines.append(f"RewriteRule ^ - [E=FORM:{form}]")
    lines.append(f"RewriteCond %{{ENV:FORM}} ={PAGE}")
    lines.append(f'RewriteCond %{{HTTP:Accept-Language}} "{CHINESE}" [NC]')
    lines.append(f"RewriteRule ^ - [E=FORM:{CHINESE_PAGE}]")
    return "\n".join(lines) + "\n"

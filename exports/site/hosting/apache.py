"""Rules for Apache, and for the redirects at w3id.org, which runs Apache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.exports.site.hosting.content_negotiation import (
    ANY_LANGUAGE,
    PAGE,
    RANGE_OF,
    RANGES,
    TYPES,
    first_listed,
    language_ranges,
    qualities,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yuqiao.exports.site.hosting.served_site import ServedSite

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
{forms}{top}
# Documents are sent as they are, folders by their index.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
RewriteCond %{{REQUEST_FILENAME}}/index.html -f
RewriteRule ^(.*?)/?$ {path}$1/index.html [L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteRule /$ - [R=404,L]
{elsewhere}
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

# Parts of the graph are available as Turtle only.
RewriteRule ^(graph/.+)$ %{{ENV:SITE}}/$1.ttl [R=303,L]
RewriteCond %{{ENV:FORM}} {page}$
RewriteRule ^(def|shapes)/[0-9.]+$ %{{ENV:SITE}}/$1.%{{ENV:FORM}} [R=303,L]
RewriteRule ^(.+)$ %{{ENV:SITE}}/$1.%{{ENV:FORM}} [R=303,L]
"""


_ELSEWHERE = """
# The documents of some entities are not at the path of their IRI.
{rules}
RewriteCond %{{ENV:PLACE}} .
RewriteRule ^ {to}%{{ENV:PLACE}}.%{{ENV:FORM}} [R=303,QSD,L]
"""


_TOP = """
# The root of the site is the IRI of an entity, too.
RewriteCond %{{ENV:FORM}} !{page}$
RewriteRule ^$ {path}{place}.%{{ENV:FORM}} [R=303,L]
"""


def site_rules(site: ServedSite) -> str:
    """Write the rules for the server of the site.

    :param site: what is served
    """
    path, place = site.path, site.elsewhere.get("")
    added = "\n".join(f"AddType {type_} .{name}" for name, type_ in site.types.items())
    rules = _elsewhere(path, path, {k: v for k, v in site.elsewhere.items() if k})
    top = "" if place is None else _TOP.format(path=path, page=PAGE, place=place)
    forms = _forms(site.languages)
    return _SITE.format(path=path, page=PAGE, types=added, forms=forms, elsewhere=rules, top=top)


def w3id_rules(name: str, site: str, elsewhere: Mapping[str, str], languages: Sequence[str]) -> str:
    """Write the redirects from w3id.org to the site.

    :param name: the name of the folder at w3id.org
    :param site: the URL of the site, without a slash at the end
    :param elsewhere: the paths of documents that are not at the path of their IRI, by that path
    :param languages: the tags of the languages of the pages
    """
    rules = _elsewhere(f"/{name}/", "%{ENV:SITE}/", {k: v for k, v in elsewhere.items() if k})
    forms = _forms(languages)
    return _REDIRECTS.format(name=name, site=site, page=PAGE, forms=forms, elsewhere=rules)


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


def _forms(languages: Sequence[str]) -> str:
    """Set FORM to the preferred document: the last rule that matches wins."""
    return "\n".join(_preferences(languages)) + "\n"


def _preferences(languages: Sequence[str]) -> Iterator[str]:
    spoken = language_ranges(languages)
    yield "\n# The page in the preferred language: by quality, or the first listed without one."
    yield from _weighed({"LANGUAGE": ANY_LANGUAGE}, "Accept-Language", "0000")
    own = {f"PAGE{number}": wanted for number, wanted in enumerate(spoken.values())}
    yield from _weighed(own, "Accept-Language", "%{ENV:Q_LANGUAGE}")
    yield from _best_of(dict(zip(spoken, own, strict=True)), "PAGE")
    yield from _first(spoken, "Accept-Language", "PAGE")
    yield "\n# The preferred type of the Accept header, likewise."
    yield from _weighed({"ANY": RANGES["any"]}, "Accept", "0000")
    groups = {group.upper(): wanted for group, wanted in RANGES.items() if group != "any"}
    yield from _weighed(groups, "Accept", "%{ENV:Q_ANY}")
    for form, wanted in TYPES.items():
        group = RANGE_OF[form].upper()
        yield from _weighed({form.upper(): wanted}, "Accept", f"%{{ENV:Q_{group}}}")
    yield from _best_of({form: form.upper() for form in TYPES}, "FORM")
    yield from _first(TYPES, "Accept", "FORM")
    yield f"RewriteCond %{{ENV:FORM}} ={PAGE}"
    yield "RewriteRule ^ - [E=FORM:%{ENV:PAGE}]"


def _weighed(ranges: Mapping[str, str], header: str, default: str) -> Iterator[str]:
    """Set the quality of each range in a header, in four digits."""
    for name, wanted in ranges.items():
        yield f"RewriteRule ^ - [E=Q_{name}:{default}]"
        for found, said in reversed(qualities(wanted)):
            yield f'RewriteCond %{{HTTP:{header}}} "{found}" [NC]'
            yield f"RewriteRule ^ - [E=Q_{name}:{said.replace('§', '%1')}]"


def _best_of(offered: Mapping[str, str], variable: str) -> Iterator[str]:
    """Set a variable to the value of the highest quality, by the names of their qualities."""
    (first, quality), *others = offered.items()
    yield f"RewriteRule ^ - [E={variable}:{first},E=MOST:%{{ENV:Q_{quality}}}]"
    for value, name in others:
        yield f'RewriteCond expr "%{{ENV:Q_{name}}} -gt %{{ENV:MOST}}"'
        yield f"RewriteRule ^ - [E={variable}:{value},E=MOST:%{{ENV:Q_{name}}}]"


def _first(ranges: Mapping[str, str], header: str, variable: str) -> Iterator[str]:
    """Set a variable to the value of the first range that a header lists without a quality."""
    for value, found in reversed(first_listed(ranges)):
        yield f'RewriteCond %{{HTTP:{header}}} "{found}" [NC]'
        yield f"RewriteRule ^ - [E={variable}:{value}]"

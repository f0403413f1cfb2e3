"""Rules for nginx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from yuqiao.exports.site.hosting.content_negotiation import (
    ANY_LANGUAGE,
    GREATER,
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

_CONFIGURATION = """\
# Configuration for nginx: put this file into /etc/nginx/conf.d/ and the site into "root".
# Adapt "listen", "server_name" and "root" to your server.

# The page in the preferred language, and the preferred type of the Accept header; a page, unless it
# names an RDF format. The first that is listed without a quality below 1 wins, or else the
# qualities decide, which are compared as numbers of four digits.
{negotiation}
# The requested path, percent-encoded, but never one that would name another host. The documents of
# some entities are not at the path of their IRI.
map $request_uri $yuqiao_path {{
    default $uri;
{addresses}    "~^(?<yuqiao_asked>/[^/?#][^?#]*)" $yuqiao_asked;
}}

# The same path decoded: the path of the file.
map $request_uri $yuqiao_file {{
    default $uri;
{places}}}

server {{
    listen 80;
    server_name {host};
    root /var/www/{host};

    types {{
{types}    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types text/html text/css text/plain text/turtle text/javascript image/svg+xml
        application/n-triples application/n-quads application/trig application/rdf+xml;
    etag on;
    absolute_redirect off;
    error_page 404 {path}404.html;

{top}    location {path} {{
        add_header Access-Control-Allow-Origin * always;
        try_files $uri $uri/index.html @thing;
    }}

    # The IRI of an entity redirects to one of its documents.
    location @thing {{
        add_header Access-Control-Allow-Origin * always;
        add_header Vary "Accept, Accept-Language" always;
        if (-f $document_root$yuqiao_file.$yuqiao_form) {{
            return 303 $yuqiao_path.$yuqiao_form;
        }}
        if (-f $document_root$yuqiao_file.ttl) {{
            return 303 $yuqiao_path.ttl;
        }}
        if (-f $document_root$yuqiao_file.{page}) {{
            return 303 $yuqiao_path.{page};
        }}
        return 404;
    }}

    location = /.well-known/void {{
        add_header Access-Control-Allow-Origin * always;
        return 303 {dataset};
    }}
}}
"""


_TOP = """\
    # The root of the site is the IRI of an entity, too.
    location = {path} {{
        add_header Access-Control-Allow-Origin * always;
        add_header Vary "Accept, Accept-Language" always;
        if ($yuqiao_form !~ "{page}$") {{
            return 303 {place}.$yuqiao_form;
        }}
        try_files {path}index.$yuqiao_form {path}index.{page} =404;
    }}

"""


def configuration(host: str, dataset: str, site: ServedSite) -> str:
    """Write the configuration of a server.

    :param host: the name of the server
    :param dataset: the path of the dataset's IRI
    """
    path = site.path
    rules = [
        (f'    "~^{re.escape(path + asked)}$"', place) for asked, place in site.elsewhere.items()
    ]
    top = site.elsewhere.get("")
    return _CONFIGURATION.format(
        page=PAGE,
        addresses="".join(f'{asked} "{path}{quote(place)}";\n' for asked, place in rules),
        places="".join(f'{asked} "{path}{place}";\n' for asked, place in rules),
        negotiation="".join(_negotiation(site.languages)),
        top="" if top is None else _TOP.format(path=path, page=PAGE, place=path + quote(top)),
        host=host,
        path=path,
        dataset=dataset,
        types="".join(f"        {type_} {name};\n" for name, type_ in site.types.items()),
    )


def _negotiation(languages: Sequence[str]) -> Iterator[str]:
    """Yield the maps that find the page and the form."""
    spoken = language_ranges(languages)
    yield from _quality_maps({"any_language": ANY_LANGUAGE}, "accept_language", "0000")
    own = {f"page{number}": wanted for number, wanted in enumerate(spoken.values())}
    yield from _quality_maps(own, "accept_language", "$yuqiao_q_any_language")
    yield from _best_of(dict(zip(spoken, own, strict=True)), "page", PAGE)
    listed = [(f"~*{found}", page) for page, found in first_listed(spoken)]
    yield _map("$http_accept_language", "$yuqiao_page", [("default", "$yuqiao_best_page"), *listed])
    yield from _quality_maps({"any": RANGES["any"]}, "accept", "0000")
    groups = {group: wanted for group, wanted in RANGES.items() if group != "any"}
    yield from _quality_maps(groups, "accept", "$yuqiao_q_any")
    for form, wanted in TYPES.items():
        yield from _quality_maps({form: wanted}, "accept", f"$yuqiao_q_{RANGE_OF[form]}")
    names = {"$yuqiao_page" if form == PAGE else form: form for form in TYPES}
    yield from _best_of(names, "form", "$yuqiao_page")
    forms = [
        (f"~*{found}", "$yuqiao_page" if form == PAGE else form)
        for form, found in first_listed(TYPES)
    ]
    yield _map("$http_accept", "$yuqiao_form", [("default", "$yuqiao_best_form"), *forms])


def _quality_maps(ranges: Mapping[str, str], header: str, default: str) -> Iterator[str]:
    """Yield maps from a header to the quality of each range, in four digits."""
    for name, wanted in ranges.items():
        rules = [
            (f"~*{found.replace('([', f'(?<yuqiao_{name}>[')}", f"${{yuqiao_{name}}}".join(parts))
            for found, said in qualities(wanted)
            for parts in [said.split("§")]
        ]
        yield _map(f"$http_{header}", f"$yuqiao_q_{name}", [("default", default), *rules])


def _best_of(offered: Mapping[str, str], kind: str, default: str) -> Iterator[str]:
    """Yield maps that find the value of the highest quality, by the names of their qualities."""
    (first, quality), *others = offered.items()
    best, most = first if first == default else default, f"$yuqiao_q_{quality}"
    for number, (value, name) in enumerate(others, 1):
        last = number == len(others)
        pair = f"{most}:$yuqiao_q_{name}"
        found = f"$yuqiao_best_{kind}" if last else f"$yuqiao_{kind}_of_{number}"
        yield _map(pair, found, [("default", best), (f"~{GREATER}", value)])
        higher = f"$yuqiao_most_{kind}_{number}"
        if not last:
            yield _map(pair, higher, [("default", most), (f"~{GREATER}", f"$yuqiao_q_{name}")])
        best, most = found, higher
    if not others:
        yield _map(most, f"$yuqiao_best_{kind}", [("default", best)])


def _map(value: str, variable: str, rules: Sequence[tuple[str, str]]) -> str:
    lines = [
        f'    {found if found == "default" else chr(34) + found + chr(34)} "{said}";\n'
        for found, said in rules
    ]
    return f'map "{value}" {variable} {{\n{"".join(lines)}}}\n\n'

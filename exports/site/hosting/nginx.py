"""Rules for nginx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from yuqiao.exports.site.hosting.content_negotiation import CHINESE, CHINESE_PAGE, PAGE, preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONFIGURATION = """\
# Configuration for nginx: put this file into /etc/nginx/conf.d/ and the site into "root".
# Adapt "listen", "server_name" and "root" to your server.

# The page, in Chinese if that is the preferred language.
map $http_accept_language $yuqiao_page {{
    default {page};
    "~*{chinese}" {chinese_page};
}}

# The preferred type of the Accept header; a page, unless it names an RDF format.
map $http_accept $yuqiao_form {{
    default $yuqiao_page;
{forms}}}

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

    location {path} {{
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


def configuration(
    host: str, path: str, dataset: str, types: Mapping[str, str], elsewhere: Mapping[str, str]
) -> str:
    """Write the configuration of a server.

    :param host: the name of the server
    :param path: the path of the site on it; it begins and ends with ``/``
    :param dataset: the path of the dataset's IRI
    :param types: the media types by extension
    :param elsewhere: the paths of documents that are not at the path of their IRI, by that path
    """
    rules = [(f'    "~^{re.escape(path + asked)}$"', place) for asked, place in elsewhere.items()]
    forms = "".join(
        f'    "~*{found}" {"$yuqiao_page" if form == PAGE else form};\n'
        for form, found in preferences()
    )
    return _CONFIGURATION.format(
        page=PAGE,
        addresses="".join(f'{asked} "{path}{quote(place)}";\n' for asked, place in rules),
        places="".join(f'{asked} "{path}{place}";\n' for asked, place in rules),
        chinese=CHINESE,
        chinese_page=CHINESE_PAGE,
        forms=forms,
        host=host,
        path=path,
        dataset=dataset,
        types="".join(f"        {type_} {name};\n" for name, type_ in types.items()),
    )

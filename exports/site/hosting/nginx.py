"""The site behind nginx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from yuqiao.exports.site.hosting.content_negotiation import CHINESE, CHINESE_PAGE, PAGE, preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONFIGURATION = """\
# The site behind nginx: put this file into /etc/nginx/conf.d/ and the site where "root" says.
# Set "listen", "server_name" and "root" to what is yours; the rest can stay.

# The page, in Chinese for who reads that first.
map $http_accept_language $yuqiao_page {{
    default {page};
    "~*{chinese}" {chinese_page};
}}

# What the Accept header asks for first; a page, unless it names a form of RDF.
map $http_accept $yuqiao_form {{
    default $yuqiao_page;
{forms}}}

# The path as it was asked for, percent signs and all; never one that would name another host. The
# documents of some things stand elsewhere than beside their IRIs.
map $request_uri $yuqiao_path {{
    default $uri;
{addresses}    "~^(?<yuqiao_asked>/[^/?#][^?#]*)" $yuqiao_asked;
}}

# The same, without percent signs: where files are.
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

    # A thing has no document of its own, but several beside it.
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

    :param host: the server's name
    :param path: that of the site on it; it begins and ends with ``/``
    :param dataset: that of the dataset's IRI
    :param types: the media types by extension
    :param elsewhere: where documents are that are not beside what is asked for, both after the path
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

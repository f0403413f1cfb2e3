"""Where things stand in the site: nothing in an IRI decides what file is written outside its place."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from pyoxigraph import NamedNode

from yuqiao.exports.site.entity_paths import FILE_ENDINGS, SitePaths, check_base
from yuqiao.graph.errors import InputError

BASE = "https://example.org/kg/"
DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}


def path_of(path: str, *others: str) -> str:
    """Return the place of a thing by the path of its IRI, in a site with some others."""
    thing = NamedNode(BASE + path)
    found = SitePaths([thing, *(NamedNode(BASE + other) for other in others)], BASE).path(thing)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("id/organisation/swu", "id/organisation/swu"),
        ("def", "def"),
        ("def#JointProgramme", "def/JointProgramme"),
        ("scheme/level/", "scheme/level"),
        ("id/place/%E9%87%8D%E5%BA%86", "id/place/重庆"),
        ("id/place/重庆", "id/place/重庆"),
        ("id/a.b~c_d-e", "id/a.b~c_d-e"),
    ],
)
def test_an_entity_has_the_path_of_its_iri(path: str, place: str) -> None:
    assert path_of(path) == place


def test_entities_outside_the_base_are_filed_under_their_host() -> None:
    russia = NamedNode("http://publications.europa.eu/resource/authority/country/RUS")
    urn = NamedNode("urn:isbn:123")
    places = SitePaths([russia, urn], BASE)

    assert places.path(russia) == "elsewhere/publications.europa.eu/resource/authority/country/RUS"
    assert re.fullmatch(r"elsewhere/urn/isbn-123-\w{16}", places.path(urn) or "")


HOSTILE = [
    "../../etc/passwd",
    "id/../../x",
    "id/%2e%2e/%2e%2e/x",
    "id/%2E%2E%2Fx",
    "id/..%5C..%5Cx",
    "id/%00",
    "id/a%00.html",
    "id/%ff%fe",
    "id/" + "n" * 300,
    "id/" + "/".join("n" * 100 for _ in range(5)),
    "id/" + "重" * 100,
    "id/CON",
    "id/aux.txt",
    "id/Com1",
    "id/trailing.",
    "id/.htaccess",
    ".htaccess",
    "id/a:b",
    "id/a*b",
    "id/a%20b",
    "id/a?q=1",
    "id/a//b",
    "id/-rf",
    "id/%E2%80%AEgnp",
    "index",
    "def#0.1.0",
    "shapes/0.1.0",
    "INDEX",
    "search",
    "style",
    "SHA256SUMS",
    "browse/school",
    "Browse/x",
    "dumps/x",
    "questions/gaps",
    "serving/nginx",
    "id/swu.html",
    "id/swu.zh",
    "id/swu.ttl/x",
    "",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_name_that_a_system_cannot_hold_is_replaced(path: str) -> None:
    place = path_of(path)
    parts = place.split("/")

    assert place != path
    assert re.search(r"-[0-9a-f]{16}$", place), "a digest of the IRI makes it unique"
    assert all(re.fullmatch(r"[\w~-](?:[\w.~-]*[\w~-])?", part) for part in parts)
    assert DEVICES.isdisjoint(part.partition(".")[0].casefold() for part in parts)
    assert not PurePosixPath(place).is_absolute()
    assert len(place.encode()) < 300
    assert not place.casefold().startswith(("browse/", "dumps/", "questions/", "serving/"))


def test_two_names_never_share_a_file() -> None:
    alike = ["id/SWU", "id/swu", "id/Swu", "id/s%77u", "id/swu/", "id#swu", "id/caf%C3%A9",
             "id/cafe%CC%81", "id/ﬁx", "id/fix", "elsewhere/x", *HOSTILE]  # fmt: skip
    places = SitePaths([NamedNode(BASE + path) for path in alike], BASE)
    found = [places.path(NamedNode(BASE + path)) or "" for path in alike]
    files = [(place + end).casefold() for place in found for end in FILE_ENDINGS]

    assert len(set(files)) == len(files)
    folders = {
        parent.as_posix().casefold() for place in found for parent in PurePosixPath(place).parents
    }
    assert folders.isdisjoint(files)


def test_a_path_does_not_depend_on_the_order_of_entities() -> None:
    things = [NamedNode(BASE + path) for path in HOSTILE]
    one, other = SitePaths(things, BASE), SitePaths(reversed(things), BASE)

    assert [one.path(thing) for thing in things] == [other.path(thing) for thing in things]


def test_paths_that_differ_from_the_iri_are_listed_for_the_server() -> None:
    odd = ("id/swu", "id/SWU", "id/CON", "id/a?b=1", "id/folder/", "id/%20", "me#now")
    plain = ("id/tu", "id/重庆", "id/%E6%B8%9D", "id/a%2Db", "def#a", "def#A", "two#a", "two#b")
    things = [NamedNode(BASE + path) for path in (*odd, *plain, "three", "three#a")]
    places = SitePaths(things, BASE)

    asked = {path.partition("#")[0]: places.path(NamedNode(BASE + path)) for path in odd}
    del asked["id/SWU"]  # which stands where it is asked for
    assert places.exceptions == {BASE + path: place for path, place in asked.items()}
    assert places.exceptions[BASE + "id/folder/"] == "id/folder"


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("register", "is not an IRI"),
        ("", "is not an IRI"),
        ("https://example.org/a b/", "is not an IRI"),
        ("ftp://example.org/", "must begin with http(s)://, name a host, and end with /"),
        ("https://example.org/kg", "must begin with http(s)://, name a host, and end with /"),
        ("https:///kg/", "must begin with http(s)://, name a host, and end with /"),
        ("https://example.org/?a=/", "must have no ? and no #"),
        ("https://example.org/#/", "must have no ? and no #"),
        ("https://example.org/a;internal;b/", "a part that server rules cannot contain"),
        ("https://example.org/$arg_u/", "a part that server rules cannot contain"),
        ("https://example.org/%24arg_u/", "a part that server rules cannot contain"),
        ("https://example.org//evil.example/", "a part that server rules cannot contain"),
        ("https://example.org/a/%2E%2E/", "a part that server rules cannot contain"),
        ("https://a;internal;b/", "a part that server rules cannot contain"),
        ("https://user@example.org/", "a part that server rules cannot contain"),
    ],
)
def test_a_base_that_cannot_host_a_site_is_rejected(base: str, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        check_base(base, "base")


@pytest.mark.parametrize(
    "base",
    ["https://example.org:8443/kg/", "http://[::1]/kg/", "https://example.org/重庆/~li/a.b-c_d/",
     "https://example.org/%E9%87%8D%E5%BA%86/"],
)  # fmt: skip
def test_a_base_of_plain_folders_is_accepted(base: str) -> None:
    assert check_base(base, "base") == base

"""The network of a site in the languages of its pages: its title, and the names in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.pages.page_layout import terms_of_use
from yuqiao.exports.site.scope import licence_name
from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.labels import LANGUAGES, Label, label_of
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yuqiao.exports.site.pages.localization import Locale
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.stores.store import Store


def display_locales(page: Locale, locales: Sequence[Locale]) -> list[Locale]:
    """Return what the two display languages of a network's page show, English first.

    :param page: that of the page; a language that the site does not have is in its words
    :param locales: those of the site
    """
    by_language = {each.network_language: each for each in locales}
    return [by_language.get(lang, page) if page.lang in LANGUAGES else page for lang in LANGUAGES]


def named_network(
    network: Network, locales: Sequence[Locale], classes: Mapping[str, NamedNode]
) -> Network:
    """Return a network with title, licence and edition of a site, and with its names.

    :param locales: what the two display languages of the network's page are to show
    :param classes: those of its kinds of node
    """
    english, chinese = locales
    known = english.known

    def named(thing: NamedNode) -> Label:
        return Label(english.name(thing), chinese.name(thing))

    graph = network.graph.copy()
    for thing in known.things:
        if thing.value in graph and known.all_names(thing):
            own = graph.nodes[thing.value]
            own["label_en"], own["label_zh"] = named(thing)
    for node, own in graph.nodes(data=True):
        if licence := licence_name(str(node)):
            own["label_en"] = own["label_zh"] = licence
    return replace(
        network,
        graph=graph,
        title=Label(*(each.scope.title(each.lang)[0] for each in locales)),
        note=with_terms_of_use(network.note, locales),
        kinds=_told_apart(
            {
                kind: named(classes[kind]) if kind in classes else label
                for kind, label in network.kinds.items()
            }
        ),
        relations={
            name: named(known.iri(name)) if name.partition(":")[0] in known.prefixes else label
            for name, label in network.relations.items()
        },
    )


def with_terms_of_use(note: Label, locales: Sequence[Locale]) -> Label:
    """Return the note of a network with the licence and the edition of its graph after it.

    :param locales: what the two display languages of the network's page are to show
    """
    english, chinese = (
        [text.rstrip(".。"), terms_of_use(locale)]
        for text, locale in zip(note, locales, strict=True)
    )
    return Label(". ".join(filter(None, english)), "。".join(filter(None, chinese)))


def _told_apart(kinds: Mapping[str, Label]) -> dict[str, Label]:
    """Add the prefixed name to those of classes with the same name in two vocabularies."""
    counts = Counter(label.en for label in kinds.values())
    return {
        kind: label if counts[label.en] == 1 else Label(*(f"{name} ({kind})" for name in label))
        for kind, label in kinds.items()
    }


def classes_by_kind(store: Store) -> dict[str, NamedNode]:
    """Return the classes of a graph by what a network calls them as kinds of node.

    That is their English label, and where two share one, their prefixed name.
    """
    found = (class_ for (class_,) in store.select("SELECT DISTINCT ?class { ?s a ?class }"))
    classes = sorted((each.value for each in found if isinstance(each, NamedNode)), reverse=True)
    labels = {**{iri: label_of(iri, {}) for iri in classes}, **labels_of(store, classes)}
    short = PrefixMap(store.prefixes)
    kinds = {labels[iri].en: NamedNode(iri) for iri in classes}
    return kinds | {short.compress(iri) or iri: NamedNode(iri) for iri in classes}

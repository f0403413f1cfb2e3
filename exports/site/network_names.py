"""The network of a site in the languages of its pages: its title, and the names in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yuqiao.exports.site.scope import licence_name
from yuqiao.graph.labels import Label, local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import Locale
    from yuqiao.graph.network.model import Network


def named_network(network: Network, locales: Sequence[Locale]) -> Network:
    """Return a network with the title of a site, and with its names of entities, kinds and links.

    :param locales: what the two display languages of the network's page are to show
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
    classes = {
        local_name(each.value): each for thing in known.things for each in known.classes(thing)
    }
    return replace(
        network,
        graph=graph,
        title=Label(*(each.scope.title(each.lang)[0] for each in locales)),
        kinds={
            kind: named(classes[kind]) if kind in classes else label
            for kind, label in network.kinds.items()
        },
        relations={
            name: named(known.iri(name)) if name.partition(":")[0] in known.prefixes else label
            for name, label in network.relations.items()
        },
    )

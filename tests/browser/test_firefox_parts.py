"""Charts, map, comparison and the surroundings of a node of the network page in Firefox."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from .test_firefox import PATIENCE, firefox

COUNTRY = "http://publications.europa.eu/resource/authority/country/RUS"
RUSSIA = "21 of 134 nodes, 25 of 193 edges, 8 of 85 partnerships"


async def filtered_in_firefox(path: Path, home: Path) -> dict[str, Any]:
    """Choose a bar and a country on the map in Firefox, and tell what remains."""
    async with asyncio.timeout(PATIENCE), firefox(home) as browser:
        await browser.ask(
            "session.subscribe", events=["log.entryAdded"], contexts=[browser.context]
        )
        to = {"context": browser.context, "url": f"{path.as_uri()}#show=charts", "wait": "complete"}
        await browser.ask("browsingContext.navigate", **to)
        click = "document.getElementById('{}').dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"
        remains = "document.getElementById('remains').textContent"
        await browser.evaluate(click.format("chart-countries-RUS"))
        found = {"bars": await browser.evaluate(remains)}
        await browser.evaluate("document.getElementById('show-map').click()")
        await browser.evaluate(click.format("map-RUS"))
        found["map"] = await browser.evaluate(remains)
        found["drawn"] = await browser.evaluate("document.querySelectorAll('#map circle').length")
        await browser.evaluate("document.getElementById('show-compare').click()")
        found["compared"] = await browser.evaluate(
            "document.getElementById('compare-sentence').textContent.slice(0, 27)"
        )
        to["url"] = f"{path.as_uri()}#node={COUNTRY}"
        await browser.ask("browsingContext.navigate", **to)
        await browser.evaluate("document.getElementById('ego-centre').click()")
        found["around"] = await browser.evaluate(remains)
        await browser.evaluate("document.getElementById('select-more').click()")
        found["selected"] = await browser.evaluate(
            "document.getElementById('panel-title').textContent"
        )
        found["said"] = [event["params"].get("text") for event in browser.events]
        return found


def test_charts_and_map_work_in_firefox(bundled_page: Path, tmp_path: Path) -> None:
    found = asyncio.run(filtered_in_firefox(bundled_page, tmp_path))

    assert found == {
        "bars": RUSSIA,
        "map": "134 nodes, 193 edges, 85 partnerships",
        "drawn": 13,
        "compared": "Australia: 15 partnerships ",
        "around": "Shown: around Russia; 9 of 134 nodes, 8 of 193 edges, 8 of 85 partnerships",
        "selected": "1 node",
        "said": [],
    }

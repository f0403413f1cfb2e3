/* A page inside a notebook: the widget around it (exports/network/page/widget.js) hands it a port, over which the
   selection goes both ways, as IRIs. A page that was opened from an address talks to nobody. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});

  /** page: { selected() -> IRIs, select(IRIs), view() -> the fragment that holds the state } */
  yuqiao.embeddingOf = (page) => {
    let port = null;
    let said = "";

    /** Says what is selected, if that is new. */
    function tell() {
      const message = { selected: page.selected(), view: page.view() };
      if (!port || JSON.stringify(message) === said) return;
      said = JSON.stringify(message);
      port.postMessage(message);
    }

    function heard({ data }) {
      if (!Array.isArray(data?.selected)) return;
      const names = data.selected.filter((name) => typeof name === "string");
      if (JSON.stringify(names) !== JSON.stringify(page.selected())) page.select(names);
    }

    if (location.protocol === "about:") {
      window.addEventListener("message", (event) => {
        if (event.source !== window.parent || event.data !== "yuqiao" || !event.ports[0]) return;
        [port, said] = [event.ports[0], ""];
        port.onmessage = heard;
        tell();
      });
    }
    return { tell };
  };
})();

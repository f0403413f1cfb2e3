/* Shows the page of a network in a frame of its own, and passes its selection to Python and back. */
function render({ model, el }) {
  const frame = document.createElement("iframe");
  let port = null;
  frame.setAttribute("sandbox", model.get("_sandbox"));
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.title = model.get("_title");
  Object.assign(frame.style, { border: "0", width: "100%", height: `${model.get("_height")}px` });

  function heard({ data }) {
    model.set("view", data.view);
    model.set("selected", data.selected);
    model.save_changes();
  }

  const tell = () => port?.postMessage({ selected: model.get("selected") });

  // A notebook that moves the frame loads it anew.
  frame.addEventListener("load", () => {
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    const wanted = model.get("selected");
    let isFirst = true;
    port.onmessage = (event) => {
      if (isFirst && wanted.length) tell();
      else heard(event);
      isFirst = false;
    };
    frame.contentWindow.postMessage("yuqiao", "*", [channel.port2]);
  });
  model.on("change:selected", tell);
  frame.srcdoc = model.get("_page");
  el.append(frame);
  return () => {
    model.off("change:selected", tell);
    port?.close();
  };
}

export default { render };

// The text of the query: highlighting, completion from the graph, remarks underlined.

import * as cm from "../vendor/codemirror.js";
import { Failure, post } from "./api.js";
import { say } from "./dom.js";

const PAUSE = 350; // ms after the last key before the query is checked
const { tags } = cm;

const colours = cm.HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--code-number)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.namespace, tags.typeName, tags.propertyName, tags.url, tags.link], color: "var(--code-name)" },
  { tag: [tags.function(tags.variableName), tags.standard(tags.variableName)], color: "var(--code-function)" },
]);

function afterComments(text) {
  return /^(?:[ \t]*#[^\n]*\n|[ \t]*\n)*/.exec(text)[0].length;
}

export function declare(view, lines) {
  const place = afterComments(view.state.doc.toString());
  view.dispatch({ changes: { from: place, insert: lines }, userEvent: "input.complete" });
}

async function completions(context) {
  const before = context.state.sliceDoc(0, context.pos);
  const typed = /[^\s{}()[\];,.<>|/^*+=!&]+$/.test(before);
  if (!typed && !context.explicit) return null;
  const asking = new AbortController();
  context.addEventListener("abort", () => asking.abort());
  let menu;
  try {
    menu = await post("/editor/complete", { before, after: context.state.sliceDoc(context.pos) }, asking.signal);
  } catch {
    return null; // no menu is better than a message at each key
  }
  const word = Array.from(before).slice(Array.from(before).length - menu.word).join("");
  const options = menu.entries.map(([label, detail, declaration], rank) => ({
    label,
    detail,
    boost: -rank / 10,
    type: label.startsWith("?") ? "variable" : label.includes(":") ? "property" : "keyword",
    apply(view, _completion, from, to) {
      const changes = [{ from, to, insert: label }];
      if (declaration) changes.push({ from: afterComments(view.state.doc.toString()), insert: declaration });
      const set = view.state.changes(changes);
      view.dispatch({ changes: set, selection: { anchor: set.mapPos(to, 1) }, userEvent: "input.complete" });
    },
  }));
  return { from: context.pos - word.length, options, filter: false };
}

export function apply(view, edits) {
  view.dispatch({ changes: edits, userEvent: "input.complete", scrollIntoView: true });
  view.focus();
}

// Chromium joins lines with style attributes when it types over several; the policy refuses them.
const typedOverLines = {
  beforeinput(event, view) {
    const { from, to } = view.state.selection.main;
    const several = view.state.sliceDoc(from, to).includes("\n");
    if (event.inputType !== "insertText" || event.data === null || event.isComposing || !several) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
};

export function codeEditor({ parent, doc, nonce, label, onRun, onChange, onRemarks }) {
  let timer = 0;
  let asking = null;

  async function check(view) {
    asking?.abort();
    asking = new AbortController();
    const query = view.state.doc.toString();
    let found;
    try {
      found = await post("/editor/check", { query }, asking.signal);
    } catch (error) {
      if (error instanceof Failure) onRemarks([], {});
      return;
    }
    if (view.state.doc.toString() !== query) return;
    const diagnostics = found.remarks.map((one) => ({
      ...one,
      to: Math.max(one.to, one.from),
      actions: one.edits.length ? [{ name: say("apply"), apply: () => apply(view, one.edits) }] : [],
    }));
    view.dispatch(cm.setDiagnostics(view.state, diagnostics));
    onRemarks(found.remarks, found.prefixes);
  }

  const view = new cm.EditorView({
    parent,
    state: cm.EditorState.create({
      doc,
      extensions: [
        cm.EditorView.cspNonce.of(nonce),
        cm.lineNumbers(),
        cm.highlightActiveLineGutter(),
        cm.highlightSpecialChars(),
        cm.history(),
        cm.drawSelection(),
        cm.indentOnInput(),
        cm.syntaxHighlighting(colours),
        cm.bracketMatching(),
        cm.closeBrackets(),
        cm.autocompletion({ override: [completions], icons: false, activateOnTypingDelay: 60 }),
        cm.highlightActiveLine(),
        cm.highlightSelectionMatches(),
        cm.lintGutter(),
        cm.sparql(),
        cm.EditorView.domEventHandlers(typedOverLines),
        cm.EditorView.lineWrapping,
        cm.EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        cm.Prec.highest(cm.keymap.of([
          { key: "Mod-Enter", run: () => (onRun(), true) },
          { key: "Tab", run: cm.acceptCompletion }, // where no menu is open, Tab leaves the editor
        ])),
        cm.keymap.of([
          ...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.searchKeymap, ...cm.historyKeymap,
          ...cm.completionKeymap, ...cm.lintKeymap,
        ]),
        cm.EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          onChange(update.state.doc.toString());
          clearTimeout(timer);
          timer = setTimeout(() => check(update.view), PAUSE);
        }),
      ],
    }),
  });
  check(view);
  return view;
}

export function replaceAll(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

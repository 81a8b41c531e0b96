// The query page: an editor that knows our words, and its results as table, chart or network.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import { chart, csv, network, table } from "./results.js";
import { ask, download, make, sentence, t } from "./shared.js";

const form = document.getElementById("editor"), place = document.getElementById("results"), area = document.getElementById("query");
const headings = JSON.parse(place.dataset.headings);
const VIEWS = { table: "表格", chart: "图表", network: "网络" };
const DOWNLOADS = { csv: ["CSV", "text/csv"], json: ["JSON", "application/sparql-results+json"] };
const TRIPLES = { ttl: ["Turtle", "text/turtle"], jsonld: ["JSON-LD", "application/ld+json"] };
const ANY = "application/sparql-results+json, application/n-triples;q=0.9";

let view = "table", result = null, running = null;
const given = new URLSearchParams(location.hash.slice(1));
const answered = place.querySelector("table") !== null;
const { prefixes, terms } = await ask("/api/vocabulary");
const compact = (iri) => Object.entries(prefixes).map(([prefix, start]) => (iri.startsWith(start) ? `${prefix}:${iri.slice(start.length)}` : "")).find(Boolean) ?? `<${iri}>`;
const words = terms.map((one) => ({ ...one, name: compact(one.iri) }));
const labels = new Map(words.map((one) => [one.name, `${one.name}  ${one.zh}${one.en && one.en !== one.zh ? ` · ${one.en}` : ""}`]));

Yasqe.registerAutocompleter({
  name: "words", bulk: false, autoShow: true, persistenceId: null,
  isValidCompletionPosition: (yasqe) => /^[A-Za-z][\w-]*:?[\w-]*$/.test(yasqe.getCompleteToken().string),
  get: (yasqe, token) => {
    const typed = token.string.toLowerCase();
    const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string;
    const fitting = words.filter((one) => (before === "a" ? one.kind === "class" : true) && (one.name.toLowerCase().startsWith(typed) || (typed.length > 1 && one.name.split(":").at(-1).toLowerCase().startsWith(typed))));
    const all = [...fitting.map((one) => one.name), ...Object.keys(prefixes).map((one) => `${one}:`).filter((one) => one.startsWith(typed) && one !== typed)];
    return all.length === 1 && all[0] === token.string ? [] : all;
  },
  postprocessHints: (_yasqe, hints) => hints.map((hint) => ({ ...hint, displayText: labels.get(hint.text) ?? hint.text })),
}, false);

form.querySelector("label").htmlFor = "";
area.hidden = true;
const box = make("div", { id: "yasqe" });
area.after(box);
const editor = new Yasqe(box, {
  value: given.get("query") ?? area.value, autocompleters: ["words", "variables"], persistenceId: null, prefixCcApi: null, createShareableLink: null,
  consumeShareLink: null, showQueryButton: false, resizeable: false, editorHeight: "300px", lineWrapping: true,
  extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), Esc: () => form.querySelector("button").focus() },
});
editor.getInputField().setAttribute("aria-label", t("SPARQL 查询；Ctrl+Enter 执行，Esc 离开编辑器"));
form.addEventListener("submit", (event) => { event.preventDefault(); run(); });

const post = (accept, signal) => fetch("/sparql", { method: "POST", body: editor.getValue(), signal, headers: { "Content-Type": "application/sparql-query", Accept: accept } });

async function run() {
  running?.abort();
  const mine = running = new AbortController();
  const began = performance.now();
  place.replaceChildren(make("p", { className: "soft", role: "status" }, t("正在查询……"), " ", make("button", { type: "button", onclick: () => mine.abort() }, t("停止"))));
  remember();
  try {
    const response = await post(ANY, mine.signal);
    if (!response.ok) throw new Error(await sentence(response));
    const cut = response.headers.get("Fangzhi-Truncated");
    const isJson = response.headers.get("Content-Type").includes("json");
    result = isJson ? fromJson(await response.json()) : fromTriples(await response.text());
    result.note = `${t("{n} 行", { n: result.rows.length })}${cut ? t("（没有全部列出）") : ""} · ${Math.round(performance.now() - began)} ms`;
    show();
  } catch (error) {
    if (mine === running) place.replaceChildren(make("p", { className: "notice", role: "alert" }, mine.signal.aborted ? t("已停止。") : error.message));
  }
}

function fromJson(found) {
  if ("boolean" in found) return { vars: ["answer"], rows: [{ answer: { type: "literal", value: found.boolean ? t("是") : t("否") } }] };
  return { vars: found.head.vars, rows: found.results.bindings };
}

/** Rows of subject, predicate and object from N-Triples. */
function fromTriples(lines) {
  const TERM = /<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^<([^>]*)>)?/g;
  const triples = lines.split("\n").filter(Boolean).map((line) => [...line.matchAll(TERM)].slice(0, 3).map(([, iri, blank, literal, datatype]) => (
    iri !== undefined ? { type: "uri", value: unescape(iri) } : blank ? { type: "bnode", value: blank.slice(2) } : { type: "literal", value: unescape(literal), datatype })));
  return { vars: ["s", "p", "o"], rows: triples.map(([s, p, o]) => ({ s, p, o })), triples };
}

const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
function unescape(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_all, four, eight, one) => (one ? ESCAPES[one] ?? one : String.fromCodePoint(parseInt(four ?? eight, 16))));
}

function show() {
  const tabs = Object.entries(VIEWS).map(([name, label]) => make("button", { type: "button", "aria-pressed": String(view === name), onclick: () => { view = name; remember(); show(); } }, t(label)));
  const saves = Object.entries(result.triples ? TRIPLES : DOWNLOADS).map(([ending, [label, media]]) => make("button", {
    type: "button", className: "save", "data-as": ending,
    onclick: async () => {
      const response = ending === "csv" ? new Response(csv(result)) : await post(media);
      if (response.ok) download(await response.blob(), `result.${ending}`);
    },
  }, `${t("下载")} ${label}`));
  const inside = make("div", { className: "view" });
  place.replaceChildren(make("div", { className: "tabs" }, ...tabs, ...saves, make("a", { href: location.href }, t("固定链接")), make("span", { className: "soft", role: "status" }, result.note)), inside);
  if (!result.rows.length) inside.append(make("p", {}, t("没有结果。")));
  else if (view === "chart") chart(inside, result, headings, prefixes);
  else if (view === "network") network(inside, result, prefixes);
  else inside.append(table(result, headings, prefixes));
}

function remember() {
  const state = new URLSearchParams({ query: editor.getValue() });
  if (view !== "table") state.set("view", view);
  history.replaceState(null, "", `${location.pathname}${location.search}#${state}`);
}

if (given.get("view") in VIEWS) view = given.get("view");
if (given.has("query") || answered) run();

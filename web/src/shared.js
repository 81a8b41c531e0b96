// What the parts of the workbench have in common: the language, small elements, downloads, addresses.

import english from "../../kg/assets/serve/english.json";
import types from "../../kg/assets/types.json";

const inEnglish = document.documentElement.lang === "en";

/** A text of the interface in the reader's language, with {name} replaced. */
export function t(text, values = {}) {
  const said = inEnglish ? english[text] ?? text : text;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const colour = (type) => types[type]?.color ?? "#64727f";
/** The classes, in the order of the graph contract. */
export const order = Object.keys(types);
export const kindOf = (one) => (inEnglish ? one.type : one.typeLabel);

/** An element with properties and children; texts become text, never markup. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The graph's base IRI, and where one of its own IRIs leads on this site; another web address leads there. */
export const base = document.documentElement.dataset.base ?? "";
export function where(iri) {
  if (base && iri.startsWith(base)) return `/id/${encodeURI(iri.slice(base.length)).replaceAll("%25", "%")}`;
  return /^https?:\/\//.test(iri) ? iri : "";
}

/** The words of an article's source from `start` to `end`, marked in its page. */
export function quoted(article, start, end) {
  const [path, position] = where(article).split("#");
  return `${path}?mark=${position}.${start}-${end}#quote`;
}

/** JSON from this server. Throws an Error with the server's sentence when it refuses. */
export async function ask(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { Accept: "application/json", ...options.headers } });
  if (!response.ok) throw new Error(await sentence(response));
  return response.json();
}

export async function sentence(response) {
  const text = await response.text();
  try {
    return JSON.parse(text).detail ?? text;
  } catch {
    return text.trim() || `${response.status} ${response.statusText}`;
  }
}

export function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

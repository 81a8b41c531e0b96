// What makes up the picture, as the fragment of an address, and back.
//
// An address says how the picture came about, step by step, and not what is in it: it stays short, and because every
// step places what it adds in the same way each time, the same address gives the same picture.
//
//   around=IRI            where it began; without it, on the most central entities
//   x=KIND.WAY.TYPE.IRI   neighbours of that kind were added      h=IRI  it was hidden      p=IRI IRI  a way between them
//   at=IRI  what is chosen   path=IRI…  what is lit   colour, hide (a type), since, until, view=X,Y,RATIO

import { base } from "./shared.js";

const short = (iri) => (iri.startsWith(base) ? iri.slice(base.length) : iri);
const long = (text) => (/^[a-z]+:/.test(text) ? text : base + text);
const EXPANSION = /^(\w+)\.(in|out)\.(\w+)\.(.+)$/;

const STEPS = {
  x: (text) => {
    const [, kind, direction, type, iri] = EXPANSION.exec(text) ?? [];
    return iri && { kind, direction, type, iri: long(iri) };
  },
  h: (text) => ({ iri: long(text) }),
  p: (text) => {
    const [from, to] = text.split(" ").map(long);
    return to && { from, to };
  },
};

const written = {
  x: ({ kind, direction, type, iri }) => [kind, direction, type, short(iri)].join("."),
  h: ({ iri }) => short(iri),
  p: ({ from, to }) => `${short(from)} ${short(to)}`,
};

export function format({ origin, steps, selected, path, by, hiddenTypes, since, until, view }) {
  const state = new URLSearchParams();
  if (origin) state.set("around", short(origin));
  for (const step of steps) state.append(step.do, written[step.do](step));
  if (selected) state.set("at", short(selected));
  for (const iri of path) state.append("path", short(iri));
  if (by !== "type") state.set("colour", by);
  for (const type of hiddenTypes) state.append("hide", type);
  if (since) state.set("since", since);
  if (until) state.set("until", until);
  if (view) state.set("view", view.map((number) => Number(number.toFixed(4))).join(","));
  return `#${state}`;
}

export function parse(hash) {
  const state = new URLSearchParams(hash.slice(1));
  const one = (name) => (state.get(name) ? long(state.get(name)) : "");
  const view = (state.get("view") ?? "").split(",").map(Number);
  return {
    origin: one("around"), selected: one("at"), path: state.getAll("path").map(long),
    steps: [...state].filter(([name]) => name in STEPS).map(([name, text]) => ({ ...STEPS[name](text), do: name })).filter((step) => step.iri || step.to),
    by: state.get("colour") === "community" ? "community" : "type", hiddenTypes: new Set(state.getAll("hide")),
    since: state.get("since") ?? "", until: state.get("until") ?? "",
    view: view.length === 3 && view.every(Number.isFinite) && view[2] > 0 ? view : null,
  };
}

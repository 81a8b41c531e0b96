// The panel beside the network: what was clicked, with counts of what could be added; or what is on the screen.

import { kindOf, make, t, where } from "./shared.js";
import { isLocal, source } from "./source.js";

const LISTED = 40;

export class Panel {
  constructor(element, web, acts) {
    this.element = element;
    this.web = web;
    this.acts = acts;
    this.turn = 0;
  }

  say(text) {
    this.element.querySelector(".notice")?.remove();
    this.element.prepend(make("p", { className: "notice", role: "alert" }, text));
  }

  async show(iri) {
    const turn = ++this.turn;
    if (!iri) return this.element.replaceChildren(...this.overview());
    const { entity } = this.web.graph.getNodeAttributes(iri);
    const { start } = this.acts.state();
    const head = [
      make("h2", {}, entity.label),
      make("p", { className: "soft" }, isLocal ? t("{type}，与 {m} 个实体相连", { type: kindOf(entity), m: entity.neighbours })
        : t("{type}，见于 {n} 篇，与 {m} 个实体相连", { type: kindOf(entity), n: entity.articles, m: entity.neighbours })),
      isLocal ? null : make("p", {}, make("a", { href: where(iri) }, t("全部事实与原文"))),
      make("div", { className: "acts" },
        make("button", { type: "button", onclick: () => this.acts.around(iri) }, t("只看它周围")),
        make("button", { type: "button", onclick: () => this.acts.path(iri) }, t("找到别处的路径")),
        make("button", { type: "button", onclick: () => this.acts.hide(iri) }, t("隐藏"))),
      start ? make("p", { className: "notice", role: "status" }, t("再点一个实体（或在上面查找），显示从这里到它的路径。")) : null,
    ].filter(Boolean);
    this.element.replaceChildren(...head, ...this.ties(iri), ...this.facts(entity));
    const found = await source.neighbours({ iri, limit: 0 });
    if (turn === this.turn) head.at(-1).after(...this.groups(iri, found));
    return undefined;
  }

  groups(iri, { groups }) {
    return [make("h3", {}, t("展开")), make("ul", { className: "groups" }, ...groups.map((group) => make("li", { className: `t-${group.type}` },
      make("button", { type: "button", className: "plain", onclick: () => this.acts.expand(iri, group) },
        `${group.direction === "in" ? "←" : "→"} ${t(group.label)} ${kindOf(group)}`),
      make("small", {}, this.told(iri, group)))))];
  }

  /** How many neighbours a group has, how many of them are in the picture, and how many a click adds. */
  told(iri, group) {
    const here = this.web.graph.filterNeighbors(iri, (_other, { entity }) => entity.type === group.type).filter((other) => (
      this.web.graph.getEdgeAttribute(this.web.graph.edge(iri, other), "ties")
        .some((tie) => tie.kind === group.kind && (tie.source === iri ? "out" : "in") === group.direction))).length;
    const texts = [t("{n} 个", { n: group.count }), ...(here ? [t("图中 {n}", { n: here })] : [])];
    return [...texts, ...(group.count - here > this.acts.most ? [t("每次加 {n}", { n: this.acts.most })] : [])].join(t("，"));
  }

  ties(iri) {
    const rows = this.web.graph.mapEdges(iri, (edge, { ties }) => [this.web.graph.opposite(iri, edge), ties.filter((tie) => this.web.inTime(tie))]).filter(([, ties]) => ties.length);
    rows.sort(([a], [b]) => this.name(a).localeCompare(this.name(b), "zh"));
    return [make("h3", {}, t("图中的联系 {n}", { n: rows.length })), make("ul", {}, ...rows.slice(0, LISTED * 3).map(([other, ties]) => make("li", {},
      this.button(other), make("small", {}, [...new Set(ties.map((tie) => `${tie.label}${tie.last ? ` ${tie.last}` : ""}`))].join("、")),
      ...this.words(ties.flatMap((tie) => tie.quotes ?? [])))))];
  }

  /** Facts with one end, which a page without a server has nowhere else. */
  facts({ facts = [] }) {
    return facts.length ? [make("h3", {}, t("事实")), make("ul", {}, ...facts.slice(0, LISTED).map(({ text, quotes }) => make("li", {}, make("span", {}, text), ...this.words(quotes))))] : [];
  }

  words(quotes) {
    return quotes.length ? [make("details", {}, make("summary", {}, t("原文 {n}", { n: quotes.length })),
      ...quotes.map((one) => make("blockquote", {}, one.words, make("footer", {}, one.where))))] : [];
  }

  overview() {
    const { path, total } = this.acts.state();
    const ranked = this.web.iris.filter((iri) => this.web.nodeVisible(iri));
    ranked.sort((a, b) => this.web.graph.getNodeAttribute(b, "entity").neighbours - this.web.graph.getNodeAttribute(a, "entity").neighbours);
    return [
      ...(path.length ? [make("h2", {}, t("路径")), make("ol", {}, ...path.map((iri) => make("li", {}, this.button(iri))))] : []),
      make("h2", {}, t("图中的实体")),
      make("p", { className: "soft" }, t("点一个实体，看它的联系并展开；图谱里有联系的实体共 {n} 个。", { n: total })),
      make("ul", {}, ...ranked.slice(0, LISTED).map((iri) => make("li", {}, this.button(iri), make("small", {}, String(this.web.graph.getNodeAttribute(iri, "entity").neighbours))))),
    ];
  }

  button(iri) {
    return make("button", { type: "button", className: "plain", onclick: () => this.acts.select(iri) }, this.name(iri));
  }

  name(iri) { return this.web.graph.getNodeAttribute(iri, "label"); }
}

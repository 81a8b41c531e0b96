"use strict";
// The panel beside the picture: an overview, one entity, or the relations between two, each with the words of the paper.
(function () {
  const { el } = FZ;
  const panel = document.getElementById("panel");
  const AT_ONCE = 30; // relations of one kind shown before the reader asks for more
  const OPEN = 12; // with more relations than this, quotes wait behind a click

  const name = (text) => el("span", { class: "name" }, text);
  const link = (id) =>
    el("button", { type: "button", class: "link", "data-node": id, onclick: () => FZ.showNode(id, true) },
      FZ.swatch(FZ.nodes[id].type), name(FZ.nodes[id].label));
  const heading = (text, count) => el("h3", null, text, el("span", { class: "count" }, FZ.number(count)));
  const typeLabel = (type) => (FZ.types[type] ? FZ.types[type].label : type);

  // A text whose dates do not break at the end of a line.
  const dated = (text) =>
    text.split(/(\d{4}-\d\d(?:-\d\d)?)/).map((piece, index) => (index % 2 ? el("span", { class: "where" }, piece) : piece));

  // The quote, with the names of the entities it is about marked.
  function marked(text, ids) {
    const names = ids.flatMap((id) => [FZ.nodes[id].label, ...FZ.nodes[id].alts]).filter((found) => found.length > 1);
    names.sort((a, b) => b.length - a.length);
    const pieces = [];
    let plain = "";
    for (let at = 0; at < text.length; ) {
      const found = names.find((candidate) => text.startsWith(candidate, at));
      if (found) {
        pieces.push(plain, el("mark", null, found));
        plain = "";
        at += found.length;
      } else plain += text[at++];
    }
    return [...pieces, plain].filter((piece) => piece !== "");
  }

  function quotation([text, article], ids) {
    const [headline, newspaper, date, source] = FZ.articles[article];
    const title = headline ? `《${headline}》` : source;
    const where = [newspaper, date].filter(Boolean).join(" · ");
    return el("blockquote", null, ...marked(text, ids),
      el("cite", { title: source }, title, " ", el("span", { class: "where" }, where)));
  }

  function quotations(fact, ids, open) {
    if (!fact.quotes.length) return el("p", { class: "detail" }, "据行政区划等参考资料");
    const quotes = fact.quotes.map((quote) => quotation(quote, ids));
    if (open) return el("div", null, ...quotes);
    return el("details", null, el("summary", null, `原文（${quotes.length}）`), ...quotes);
  }

  // What a fact says beyond the bare relation: "区长（在任，截至 2024-12-26）" beside the relation "区长" says "在任，截至 2024-12-26".
  function beyond(label, plain) {
    if (!label.startsWith(plain)) return label;
    return label.slice(plain.length).replace(/^（(.*)）$/u, "$1");
  }

  function facts(list, plain, ids, open) {
    return list.map((fact) => {
      const more = beyond(fact.label, plain);
      return el("div", { class: "fact" }, more ? el("span", { class: "detail" }, ...dated(more)) : null,
        quotations(fact, ids, open));
    });
  }

  function listed(items) {
    const list = el("ul", null, ...items.slice(0, AT_ONCE).map((item) => item()));
    const rest = items.slice(AT_ONCE);
    if (!rest.length) return [list];
    const more = el("button", { type: "button", class: "link more", onclick: () => {
      list.append(...rest.map((item) => item()));
      more.remove();
    } }, `再显示 ${FZ.number(rest.length)} 条`);
    return [list, more];
  }

  function show(...children) {
    const refocus = panel.contains(document.activeElement); // the link that led here goes away
    panel.replaceChildren(...children.filter(Boolean));
    panel.scrollTop = 0;
    if (refocus) panel.focus({ preventScroll: true });
    if (panel.getBoundingClientRect().top < 0) panel.scrollIntoView(); // on a narrow screen it lies below the picture
  }

  FZ.panelOverview = function () {
    const relations = FZ.edges.reduce((sum, edge) => sum + edge.relations.length, 0);
    const less = FZ.nodes.length < FZ.total
      ? el("p", { id: "restricted" }, `图谱中共有 ${FZ.number(FZ.total)} 个实体，这里只显示联系最多的 ${FZ.number(FZ.nodes.length)} 个。`)
      : null;
    const lonely = FZ.lonely.length && FZ.lonely.length < FZ.nodes.length
      ? el("p", null, `另有 ${FZ.number(FZ.lonely.length)} 个实体在报道中没有与其他实体的联系。`,
          el("button", { type: "button", class: "link", id: "isolated", onclick: FZ.toggleIsolated },
            FZ.state.isolated ? "隐藏它们" : "显示它们"))
      : null;
    const first = FZ.byDegree.filter((node) => FZ.visible(node) && node.degree > 0).slice(0, 15);
    show(
      el("h2", null, "概览"),
      el("p", null, `${FZ.number(FZ.nodes.length)} 个实体，${FZ.number(relations)} 条关系，引自 ${FZ.number(FZ.articles.length)} 篇报道。`),
      less,
      lonely,
      el("p", { class: "hint" }, "点击图中的点或线，查看事实与原文。"),
      first.length ? el("h3", null, "联系最多") : null,
      el("ul", null, ...first.map((node) =>
        el("li", { class: "rank" }, link(node.id), el("span", { class: "count" }, FZ.number(node.degree))))),
    );
  };

  FZ.panelNode = function (id) {
    const node = FZ.nodes[id];
    const groups = new Map();
    let count = 0;
    for (const edge of FZ.edgesOf[id]) {
      for (const relation of edge.relations) {
        const out = relation.from === id;
        const key = `${out} ${relation.kind}`;
        if (!groups.has(key)) groups.set(key, { out, relation, items: [] });
        groups.get(key).items.push(relation);
        count++;
      }
    }
    const open = count + node.facts.length <= OPEN;
    const section = ({ out, relation, items }) => {
      const label = relation.kind === "tenure" ? "任职" : relation.label;
      const title = out ? `${label} →` : `← ${label}`;
      items.sort((a, b) => FZ.nodes[FZ.otherEnd(b, id)].degree - FZ.nodes[FZ.otherEnd(a, id)].degree);
      return [
        heading(title, items.length),
        ...listed(items.map((item) => () => {
          const far = FZ.otherEnd(item, id);
          const post = item.kind === "tenure" ? el("span", { class: "relation" }, item.label) : null;
          return el("li", null, link(far), post, ...facts(item.facts, item.label, [id, far], open));
        })),
      ];
    };
    const sorted = [...groups.values()].sort((a, b) => b.out - a.out || (a.relation.label < b.relation.label ? -1 : 1));
    const posts = sorted.filter((group) => group.relation.kind === "tenure");
    const others = sorted.filter((group) => group.relation.kind !== "tenure");
    const own = node.facts.length
      ? [heading("事实", node.facts.length),
         ...listed(node.facts.map((fact) => () => el("li", null, ...dated(fact.label), quotations(fact, [id], open))))]
      : [];
    show(
      el("span", { class: "kind" }, FZ.swatch(node.type), typeLabel(node.type)),
      el("h2", null, name(node.label)),
      node.alts.length ? el("p", { class: "also" }, "又作：", name(node.alts.join("、"))) : null,
      el("p", { class: "also" }, node.degree ? `与 ${FZ.number(node.degree)} 个实体有联系` : "报道中没有与其他实体的联系"),
      ...posts.flatMap(section),
      ...own,
      ...others.flatMap(section),
    );
  };

  FZ.panelEdge = function (id) {
    const edge = FZ.edges[id];
    const ends = [edge.from, edge.to];
    show(
      el("span", { class: "kind" }, `关系（${edge.relations.length}）`),
      el("h2", null, name(FZ.nodes[edge.from].label), " — ", name(FZ.nodes[edge.to].label)),
      el("ul", null, ...edge.relations.map((relation) =>
        el("li", null, link(relation.from), el("span", { class: "relation" }, `${relation.label} →`), link(relation.to),
          ...facts(relation.facts, relation.label, ends, true)))),
    );
  };
})();

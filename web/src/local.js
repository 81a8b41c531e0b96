// A network that lies in the page itself: answers as the server does, from the data block of `kg view`.
//
// {articles: [[headline, newspaper, date, source]…], types, kinds: {name: label}, focus: [n…],
//  entities: [[iri, type, label, [other name…], [[fact, [[words, article]…]]…]]…],
//  ties: [[from, to, kind, label, first, last, [[words, article]…]]…]}    numbers count in entities and articles

/** Text without what does not tell names apart: width, case, spaces. */
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

export class Local {
  constructor({ articles, types, kinds, focus, entities, ties }) {
    const quoted = (quotes) => quotes.map(([words, article]) => ({ words, where: articles[article].filter(Boolean).join(" ") }));
    this.kinds = kinds;
    this.near = entities.map(() => new Map());
    for (const [from, to, kind, label, first, last, quotes] of ties) {
      if (from === to) continue;
      const tie = { source: entities[from][0], target: entities[to][0], kind, label, first, last, quotes: quoted(quotes) };
      for (const [a, b] of [[from, to], [to, from]]) this.near[a].set(b, [...(this.near[a].get(b) ?? []), tie]);
    }
    this.entities = entities.map(([iri, type, label, _names, facts], number) => ({
      iri, label, type, typeLabel: types[type] ?? type, neighbours: this.near[number].size,
      facts: facts.map(([text, quotes]) => ({ text, quotes: quoted(quotes) })),
    }));
    this.names = entities.flatMap(([, , label, others], number) => [label, ...others].map((name) => [plain(name), name, number]));
    this.place = new Map(entities.map(([iri], number) => [iri, number]));
    this.ranked = this.entities.map((_one, number) => number).filter((number) => this.near[number].size)
      .sort((a, b) => this.near[b].size - this.near[a].size || a - b);
    this.rank = new Map(this.ranked.map((number, rank) => [number, rank]));
    this.focus = focus;
  }

  at(iris) { return iris.map((iri) => this.place.get(iri)).filter((number) => number !== undefined); }

  async network({ iri = "", limit }) {
    const centres = iri ? this.at([iri]) : this.focus;
    if (!centres.length) return this.part(this.ranked.slice(0, limit));
    const seen = new Set(centres);
    for (let border = centres; border.length && seen.size < limit;) {
      const found = new Set(border.flatMap((number) => [...this.near[number].keys()]).filter((number) => !seen.has(number)));
      border = [...found].sort((a, b) => this.rank.get(a) - this.rank.get(b)).slice(0, limit - seen.size);
      for (const number of border) seen.add(number);
    }
    return this.part([...seen]);
  }

  async among(iris) { return this.part(this.at(iris)); }

  async neighbours({ iri, kind = "", direction = "", type = "", limit }) {
    const [here] = this.at([iri]), groups = new Map(), found = new Set();
    for (const [far, ties] of this.near[here] ?? []) for (const tie of ties) {
      const way = tie.source === iri ? "out" : "in", one = this.entities[far], key = [tie.kind, way, one.type].join();
      if (!groups.has(key)) groups.set(key, { kind: tie.kind, label: this.kinds[tie.kind] ?? tie.label, direction: way, type: one.type, typeLabel: one.typeLabel, far: new Set() });
      groups.get(key).far.add(far);
      if ((!kind || kind === tie.kind) && (!direction || direction === way) && (!type || type === one.type)) found.add(far);
    }
    const order = Object.keys(this.kinds);
    return {
      groups: [...groups.values()].map(({ far, ...group }) => ({ ...group, count: far.size }))
        .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.direction + a.type < b.direction + b.type ? -1 : 1)),
      neighbours: [...found].sort((a, b) => this.rank.get(a) - this.rank.get(b)).slice(0, limit).map((number) => this.entities[number]),
    };
  }

  async path(from, to) {
    const [start, end] = this.at([from, to]), came = new Map([[start, -1]]), waiting = [start];
    for (let next = 0; next < waiting.length && !came.has(end); next += 1) {
      for (const far of [...this.near[waiting[next]].keys()].sort((a, b) => this.rank.get(a) - this.rank.get(b)))
        if (!came.has(far)) { came.set(far, waiting[next]); waiting.push(far); }
    }
    const steps = [];
    for (let here = came.has(end) ? end : -1; here >= 0; here = came.get(here)) steps.unshift(here);
    return this.part(steps);
  }

  async search(text, limit) {
    const wanted = plain(text), best = new Map();
    for (const [held, name, number] of this.names) {
      if (!held.includes(wanted)) continue;
      const way = held === wanted ? 0 : held.startsWith(wanted) ? 1 : 2;
      if (!best.has(number) || way < best.get(number).way) best.set(number, { way, name });
    }
    return [...best].sort(([a, one], [b, other]) => one.way - other.way || this.near[b].size - this.near[a].size || a - b)
      .slice(0, limit).map(([number, { name }]) => ({ ...this.entities[number], name }));
  }

  /** These entities (by number) and all ties among them. */
  part(numbers) {
    const wanted = new Set(numbers);
    return {
      total: this.ranked.length, entities: [...wanted].map((number) => this.entities[number]),
      ties: [...wanted].flatMap((a) => [...this.near[a]].filter(([b]) => wanted.has(b) && a < b).flatMap(([, ties]) => ties)),
    };
  }
}

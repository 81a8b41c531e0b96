// The part of the network that is on the screen: which entities, where they lie, which ties among them are visible.

import { UndirectedGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import louvain from "graphology-communities-louvain";
import { colour } from "./shared.js";

const GOLDEN = 2.399963229728653; // radians; turns by it never come to lie on one another
const PALETTE = ["#2c5f8a", "#d98a1f", "#2f8f6b", "#c0392b", "#6f5aa8", "#8c6239", "#c25f95", "#4a7c86", "#7fb069", "#d4ac1c", "#7fa8c9", "#8a939e"];

export class Web {
  constructor() {
    this.graph = new UndirectedGraph();
    this.hiddenTypes = new Set();
    this.since = "";
    this.until = "";
    this.by = "type";
  }

  get iris() { return this.graph.nodes(); }

  /** All days on which a tie was first or last reported, in order. */
  get days() {
    const found = new Set();
    this.graph.forEachEdge((_edge, { ties }) => ties.forEach((tie) => { if (tie.first) found.add(tie.first).add(tie.last); }));
    return [...found].sort();
  }

  /** Show exactly what the server gave, `{entities, ties}`; what was there keeps its place, the new lies near `from`. */
  show({ entities, ties }, from = "") {
    const wanted = new Set(entities.map((one) => one.iri));
    this.graph.filterNodes((iri) => !wanted.has(iri)).forEach((iri) => this.graph.dropNode(iri));
    const start = this.graph.order;
    const middle = this.graph.hasNode(from) ? this.graph.getNodeAttributes(from) : { x: 0, y: 0 };
    let fresh = 0;
    for (const one of entities) {
      if (this.graph.hasNode(one.iri)) continue;
      const far = (start ? 1 : 3) * Math.sqrt(fresh + 1), turn = fresh * GOLDEN;
      this.graph.addNode(one.iri, {
        entity: one, label: one.label, x: middle.x + far * Math.cos(turn), y: middle.y + far * Math.sin(turn),
        size: Math.min(3 + 1.3 * Math.sqrt(one.neighbours), 16),
      });
      fresh += 1;
    }
    this.graph.clearEdges();
    for (const tie of ties) {
      const edge = this.graph.edge(tie.source, tie.target);
      if (edge) this.graph.getEdgeAttribute(edge, "ties").push(tie);
      else this.graph.addEdge(tie.source, tie.target, { ties: [tie], size: 1 });
    }
    if (fresh || !start) this.lay(start ? 80 : 300);
    this.paint();
  }

  /** Let the entities find their places: first by their ties alone, then so that none covers another. */
  lay(iterations) {
    if (this.graph.order < 2) return;
    const most = this.graph.order > 800 ? Math.min(iterations, 60) : iterations;
    const settings = {
      ...forceAtlas2.inferSettings(this.graph), strongGravityMode: true, gravity: 0.08, scalingRatio: 12, outboundAttractionDistribution: true,
      barnesHutOptimize: this.graph.order > 300,
    };
    forceAtlas2.assign(this.graph, { iterations: most, settings });
    forceAtlas2.assign(this.graph, { iterations: Math.ceil(most / 3), settings: { ...settings, adjustSizes: true, slowDown: 8 } });
  }

  /** Colour by type, or by the groups of entities that are joined among themselves more than to others. */
  paint() {
    if (this.by === "community" && this.graph.size) {
      const groups = louvain(this.graph, { randomWalk: false, rng: () => 0.5 });
      this.graph.updateEachNodeAttributes((iri, node) => ({ ...node, color: PALETTE[groups[iri] % PALETTE.length] }));
    } else this.graph.updateEachNodeAttributes((_iri, node) => ({ ...node, color: colour(node.entity.type) }));
  }

  /** Whether a tie is visible in the chosen time; what only reference data say is at any time. */
  inTime(tie) {
    return !tie.first || ((!this.since || tie.last >= this.since) && (!this.until || tie.first <= this.until));
  }

  edgeVisible(edge) {
    return this.graph.extremities(edge).every((iri) => !this.hiddenTypes.has(this.graph.getNodeAttribute(iri, "entity").type))
      && this.graph.getEdgeAttribute(edge, "ties").some((tie) => this.inTime(tie));
  }

  /** An entity goes with its type; with time only when all its ties do. */
  nodeVisible(iri) {
    if (this.hiddenTypes.has(this.graph.getNodeAttribute(iri, "entity").type)) return false;
    if (!this.since && !this.until) return true;
    const edges = this.graph.edges(iri);
    return !edges.length || edges.some((edge) => this.graph.getEdgeAttribute(edge, "ties").some((tie) => this.inTime(tie)));
  }

  counts() {
    return {
      entities: this.iris.filter((iri) => this.nodeVisible(iri)).length,
      ties: this.graph.filterEdges((edge) => this.edgeVisible(edge)).length,
    };
  }
}

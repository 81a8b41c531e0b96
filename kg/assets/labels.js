"use strict";
// The names in the picture. vis-network would let them cover each other and shrink them with the zoom; here they
// keep their size on the screen, and each is drawn only where no name of more weight lies already.
(function () {
  const FONT = '"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei","Source Han Sans SC",sans-serif';
  const LONGEST = 14; // characters
  const SHARE = 11000; // square pixels of the picture for each name: more would hide the network
  const CELL = 64; // screen pixels, for finding overlaps
  const widths = new Map();

  const shorten = (text) => {
    const plain = Array.from(text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim());
    return plain.length > LONGEST ? plain.slice(0, LONGEST - 1).join("") + "…" : plain.join("");
  };
  for (const node of FZ.nodes) node.short = shorten(node.label);

  const most = Math.max(1, ...FZ.nodes.map((node) => node.degree));
  const sizeOf = (node) => 11.5 + 5.5 * Math.sqrt(node.degree / most);

  function width(context, text, bold) {
    const key = bold + text;
    if (!widths.has(key)) {
      context.font = `${bold ? 600 : 400} 100px ${FONT}`;
      widths.set(key, context.measureText(text).width / 100);
    }
    return widths.get(key);
  }

  // Boxes already taken, in screen pixels.
  class Boxes {
    constructor() {
      this.cells = new Map();
    }

    *keys([left, top, right, bottom]) {
      for (let i = Math.floor(left / CELL); i <= Math.floor(right / CELL); i++) {
        for (let j = Math.floor(top / CELL); j <= Math.floor(bottom / CELL); j++) yield i * 4096 + j;
      }
    }

    free(box) {
      for (const key of this.keys(box)) {
        for (const other of this.cells.get(key) || []) {
          if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
        }
      }
      return true;
    }

    take(box) {
      for (const key of this.keys(box)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
      }
    }
  }

  // Possible places of a name about its node: below, above, right, left.
  function* places(x, y, radius, w, h) {
    yield [x - w / 2, y + radius + 2, x + w / 2, y + radius + 2 + h];
    yield [x - w / 2, y - radius - 2 - h, x + w / 2, y - radius - 2];
    yield [x + radius + 4, y - h / 2, x + radius + 4 + w, y + h / 2];
    yield [x - radius - 4 - w, y - h / 2, x - radius - 4, y + h / 2];
  }

  function write(context, text, box, size, bold, color) {
    context.font = `${bold ? 600 : 400} ${size}px ${FONT}`;
    context.lineWidth = 3.5;
    context.strokeStyle = "rgba(245,247,248,0.92)";
    context.strokeText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
    context.fillStyle = color;
    context.fillText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
  }

  // Draw the names of `nodes` (heaviest first) and of `edges`; `toScreen` maps a place in the network to the
  // screen; nothing is written outside `view` or on `covered`, the box of the legend.
  FZ.drawLabels = function (context, nodes, edges, toScreen, scale, view, covered) {
    const names = new Boxes();
    const signs = new Boxes();
    names.take(covered);
    const inside = (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= view.width && box[3] <= view.height;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const seen = [];
    for (const node of nodes) {
      const at = toScreen(node);
      const r = node.size * scale;
      if (at.x < -r || at.y < -r || at.x > view.width + r || at.y > view.height + r) continue;
      seen.push([node, at, r]);
      signs.take([at.x - r * 0.7, at.y - r * 0.7, at.x + r * 0.7, at.y + r * 0.7]);
    }
    const chosen = FZ.state.node;
    let rest = Math.max(12, Math.round((view.width * view.height) / SHARE));
    for (const [node, at, r] of seen) {
      const bold = node.id === chosen || node.degree >= most / 4;
      const size = sizeOf(node);
      const w = width(context, node.short, bold) * size + 6;
      const must = node.id === chosen || node.id === FZ.state.hover;
      const free = [...places(at.x, at.y, r, w, size * 1.25)].filter((place) => inside(place) && names.free(place));
      // A name of weight may hide signs when it must; others give way to them.
      const weighty = must || node.degree >= most / 8;
      const box = free.find((place) => signs.free(place)) || (weighty ? free[0] : undefined);
      if (box === undefined) continue;
      if (rest-- === 0) break;
      names.take(box);
      write(context, node.short, box, size, bold, "#22303c");
    }
    for (const edge of edges) {
      const a = toScreen(FZ.nodes[edge.from]);
      const b = toScreen(FZ.nodes[edge.to]);
      const text = shorten([...new Set(edge.relations.map((relation) => relation.label))].join("、"));
      const w = width(context, text, false) * 11 + 4;
      const x = (a.x + b.x) / 2;
      const y = (a.y + b.y) / 2;
      const box = [x - w / 2, y - 7, x + w / 2, y + 7];
      const room = Math.hypot(a.x - b.x, a.y - b.y) - (FZ.nodes[edge.from].size + FZ.nodes[edge.to].size) * scale;
      if (room < w + 24 || !names.free(box) || !signs.free(box)) continue;
      names.take(box);
      write(context, text, box, 11, false, "#64727f");
    }
  };
})();

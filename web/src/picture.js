// The network as it is seen, as a picture: SVG text, and PNG made of it.

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.codePointAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");

/** The visible part as SVG: edges, nodes, and the names of those that show one. */
export function svg(sigma, named) {
  const graph = sigma.getGraph();
  const { width, height } = sigma.getDimensions();
  const at = (node) => sigma.graphToViewport(graph.getNodeAttributes(node));
  const lines = [], dots = [], names = [];
  graph.forEachEdge((edge, _attributes, source, target) => {
    const shown = sigma.getEdgeDisplayData(edge);
    if (shown.hidden || sigma.getNodeDisplayData(source).hidden || sigma.getNodeDisplayData(target).hidden) return;
    const a = at(source), b = at(target);
    lines.push(`<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="${shown.color}" stroke-width="${shown.size}"/>`);
  });
  graph.forEachNode((node) => {
    const shown = sigma.getNodeDisplayData(node);
    if (shown.hidden) return;
    const { x, y } = at(node), size = sigma.scaleSize(shown.size);
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
    dots.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size.toFixed(1)}" fill="${shown.color}"/>`);
    if (named.has(node) && shown.label) names.push(`<text x="${(x + size + 3).toFixed(1)}" y="${(y + 4).toFixed(1)}">${escape(shown.label)}</text>`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" font-size="12" fill="#22303c">
<rect width="100%" height="100%" fill="#f5f7f8"/>
${[...lines, ...dots, ...names].join("\n")}
</svg>
`;
}

/** That picture as PNG, twice as fine. */
export async function png(text) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

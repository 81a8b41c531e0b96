// Bundles the parts of the workbench that are made of libraries into ../kg/assets/web, with a NOTICE of their licences.
//
// The bundle is never committed. It depends on this folder and on the lock alone, so the same input gives the same bytes.

import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const place = resolve(here, "../kg/assets/web");
const out = `${place}.new`; // takes the other's place when it is whole
const ALLOWED = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|Unlicense)$/;

rmSync(out, { recursive: true, force: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/network.js", "src/queries.js", "src/indicators.js"],
  bundle: true, minify: true, splitting: true, format: "esm", target: "es2022", legalComments: "none", metafile: true,
  outdir: out, chunkNames: "part-[hash]", logLevel: "warning", define: { "process.env.NODE_ENV": '"production"' },
});

/** The folders of the packages whose files are in the bundle. */
function packages(inputs) {
  const found = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) found.add(match[1]);
  }
  return [...found].sort();
}

const notices = [];
for (const folder of packages(Object.keys(result.metafile.inputs))) {
  const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
  const licence = about.license ?? "";
  if (!ALLOWED.test(licence) && !/\b(MIT|Apache-2\.0)\b.*\bOR\b|\bOR\b.*\b(MIT|Apache-2\.0)\b/.test(licence)) throw new Error(`${about.name}: licence ${licence || "unknown"} is not allowed`);
  const files = readdirSync(join(here, folder), { withFileTypes: true }).filter((file) => file.isFile()).map((file) => file.name);
  const texts = files.filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  const said = texts.map((name) => readFileSync(join(here, folder, name), "utf8").trim()).join("\n\n");
  notices.push(`${about.name} ${about.version} (${licence})\n\n${said || `Licence: ${licence}. ${about.author?.name ?? about.author ?? ""}`}`);
}
writeFileSync(join(out, "NOTICE.txt"), `The workbench contains these libraries.\n\n${notices.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);

const sizes = readdirSync(out).sort().map((name) => `${name} ${Math.round(readFileSync(join(out, name)).length / 1024)} kB`);
if (!existsSync(join(out, "network.js"))) throw new Error("nothing was bundled");
rmSync(place, { recursive: true, force: true });
renameSync(out, place);
console.log(sizes.join("  "));

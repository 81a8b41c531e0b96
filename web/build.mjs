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
await build({
  absWorkingDir: here,
  entryPoints: ["src/network.js", "src/queries.js", "src/indicators.js"],
  bundle: true, minify: true, splitting: true, format: "esm", target: "es2022", legalComments: "none",
  outdir: out, chunkNames: "part-[hash]", logLevel: "warning", define: { "process.env.NODE_ENV": '"production"' },
});

await build({ // the network once more, in one piece, to stand inside a page
  absWorkingDir: here, entryPoints: ["src/network.js"], bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none",
  outfile: join(out, "standalone.js"), logLevel: "warning", define: { "process.env.NODE_ENV": '"production"' },
});

/** The packages that can be in the bundle: all that are not tools; some come with others already bundled into them. */
const { packages } = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
const notices = [];
for (const folder of Object.keys(packages).filter((name) => name && !packages[name].dev).sort()) {
  const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
  const licences = String(about.license ?? "unknown").replace(/[()]/g, "").split(" OR ");
  if (!licences.some((one) => ALLOWED.test(one))) throw new Error(`${about.name}: its licence, ${about.license}, is not allowed`);
  const files = readdirSync(join(here, folder), { withFileTypes: true }).filter((file) => file.isFile()).map((file) => file.name);
  const texts = files.filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort().map((name) => readFileSync(join(here, folder, name), "utf8").trim());
  const author = typeof about.author === "string" ? about.author : about.author?.name ?? "";
  notices.push(`${about.name} ${about.version} (${about.license})\n\n${texts.join("\n\n") || author}`);
}
writeFileSync(join(out, "NOTICE.txt"), `The workbench contains these libraries.\n\n${notices.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);

const sizes = readdirSync(out).sort().map((name) => `${name} ${Math.round(readFileSync(join(out, name)).length / 1024)} kB`);
if (!existsSync(join(out, "network.js"))) throw new Error("nothing was bundled");
rmSync(place, { recursive: true, force: true });
renameSync(out, place);
console.log(sizes.join("  "));

// Where the network comes from: the server, or a block of data in the page.

import { Local } from "./local.js";
import { ask } from "./shared.js";

const server = {
  network: ({ iri, limit }) => ask(`/api/network?${new URLSearchParams({ ...(iri ? { iri } : {}), limit })}`),
  among: (iris) => ask("/api/network", { method: "POST", body: JSON.stringify(iris), headers: { "Content-Type": "application/json" } }),
  neighbours: (wanted) => ask(`/api/neighbours?${new URLSearchParams(wanted)}`),
  path: (from, to) => ask(`/api/path?${new URLSearchParams({ from, to })}`),
};

const block = document.getElementById("network-data");
export const isLocal = block !== null;
export const source = isLocal ? new Local(JSON.parse(block.textContent)) : server;
if (isLocal) globalThis.fangzhiSearch = (text, limit) => source.search(text, limit); // what suggest.js asks instead of the server

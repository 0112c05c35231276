// Lighthouse over every page of a filled installation: performance and accessibility as on a slow
// phone (its own simulated throttling). The pages are those the program lists (../browser/pages.js): one
// without an address fails. What only leads to another page is measured there. Not part of the tests: timings depend on the machine.
//
//   npm ci && npm ci --prefix ../browser && node lighthouse.js [part of a page's name …]
//
// LUISTER_BINARY says which program is measured.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { FLAGS, screenshots } from "../browser/browser.js";
import { pages } from "../browser/pages.js";
import { World } from "../browser/world.js";
import { launch } from "chrome-launcher";

const chosen = process.argv.slice(2);
const world = await World.make();
await world.fill();
const all = pages(world).filter((page) => !page.to)
  .filter(({ name }) => !chosen.length || chosen.some((part) => name.includes(part)));
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: FLAGS, ignoreDefaultFlags: false, logLevel: "silent",
});

/** The session of somebody, as the header that each request of the measurement has. */
async function cookie(as) {
  if (!as) return {};
  if (as === "halfway") await world.halfway();
  const kept = await world.pages[as].context().cookies(world.url);
  return { Cookie: kept.map(({ name, value }) => `${name}=${value}`).join("; ") };
}

/** A measurement; again when the browser recorded nothing, which happens on a busy machine. */
async function measured(url, flags) {
  for (let left = 3; ; left -= 1) {
    const { lhr } = await lighthouse(url, flags);
    if (!lhr.runtimeError || left === 0) return lhr;
  }
}

const rows = [];
for (const page of all) {
  const flags = { port: chrome.port, onlyCategories: ["performance", "accessibility"], extraHeaders: await cookie(page.as), logLevel: "silent", output: "json" };
  const lhr = await measured(page.url, flags);
  const shown = new URL(lhr.finalDisplayedUrl).pathname;
  if (shown !== page.path.split("?")[0]) throw new Error(`${page.path} led to ${shown}`);
  const of = (category) => Math.round((lhr.categories[category].score ?? 0) * 100);
  const ms = (audit) => Math.round(lhr.audits[audit].numericValue ?? 0);
  const html = lhr.audits["network-requests"].details?.items?.find((item) => item.resourceType === "Document");
  const failing = Object.values(lhr.audits).filter((audit) => lhr.categories.accessibility.auditRefs.some(({ id, weight }) => id === audit.id && weight > 0) && audit.score === 0).map(({ id }) => id);
  const row = {
    page: page.name, performance: of("performance"), accessibility: of("accessibility"), lcp: ms("largest-contentful-paint"), tbt: ms("total-blocking-time"),
    cls: lhr.audits["cumulative-layout-shift"].numericValue ?? 0, kb: Math.round((html?.resourceSize ?? 0) / 1000), failing, error: lhr.runtimeError?.message,
  };
  rows.push(row);
  console.log(`${String(row.performance).padStart(4)} ${String(row.accessibility).padStart(4)}  LCP ${row.lcp} ms, blocked ${row.tbt} ms, shift ${row.cls.toFixed(3)}, HTML ${row.kb} kB  ${row.page}${failing.length ? `  ${failing.join(", ")}` : ""}${row.error ? `  ${row.error}` : ""}`);
}
writeFileSync(join(screenshots, "lighthouse.json"), JSON.stringify(rows, null, 1));
const lowest = (name) => rows.reduce((low, row) => (row[name] < low[name] ? row : low), rows[0]);
for (const name of ["performance", "accessibility"]) console.log(`Lowest ${name}: ${lowest(name)[name]} (${lowest(name).page})`);
console.log(`Largest page: ${Math.max(...rows.map(({ kb }) => kb))} kB`);
await chrome.kill();
await world.stop();
process.exit(rows.some((row) => row.performance < 95 || row.accessibility < 95) ? 1 : 0);

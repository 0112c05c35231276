// Every mark of every block leads somewhere, by mouse, by keyboard and without scripts; and the wall
// can be read from far, be paused, and is itself again when the server is.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

const KINDS = ["figure", "trend", "distribution", "kss", "drivers", "comments", "themes", "phases", "cases", "targets", "text"];
/** Of each kind a mark, and where it leads. */
const MARKS = [
  ["figure", ".kind-figure .figure a", /\/responses(\?|$)/],
  ["trend", ".kind-trend svg a", /\/responses\?/],
  ["distribution", ".kind-distribution svg a", /\/responses\?.*score/],
  ["kss", ".kind-kss tbody th a", /\/responses\?.*driver/],
  ["drivers", ".kind-drivers svg a", /\/responses\?.*driver/],
  ["comments", ".kind-comments .comment a", /\/responses\/[a-z0-9]+/],
  ["themes", ".kind-themes svg a", /theme=/],
  ["phases, a row", ".kind-phases tbody th a", /attribute=phase/],
  ["phases, a number", ".kind-phases tbody td a", /\/responses\?.*phase/],
  ["cases", ".kind-cases .figure a", /\/cases\?.*state=open/],
  ["targets", ".kind-targets tbody th a", /\/targets\//],
];
/** The same of a comparison. */
const BESIDE = [
  ["figure, the other side", ".kind-figure .figure:nth-child(2) a", /\/responses\?.*bank/],
  ["themes, a row", ".kind-themes tbody th a", /theme=.*|care.*/],
  ["themes, the other side", ".kind-themes tbody td:nth-child(3) a", /bank/],
  ["comments, a word", ".kind-comments .more-said a", /term=/],
  ["drivers", ".kind-drivers svg a", /\/responses\?.*driver/],
];
/** Smallest text on a wall, as part of the screen's height: 22 px of 1080. */
const SMALLEST = 22 / 1080;
let server, browser, page, key, survey, board;

async function call(of, method, to, body) {
  const headers = { Authorization: `Bearer ${of.key ?? key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${of.url}/api/v1${to}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${to}: ${reply.status} ${await reply.clone().text()}`);
  return reply.status === 204 ? null : reply.json();
}

async function fill(of) {
  const drivers = ["speed", "software", "price", "people", "advice", "clarity"].map((name) => ({ key: name, text: { en: `About ${name} we keep what we promise you` } }));
  const made = await call(of, "POST", "/surveys", { template: "relational-nps", title: "How are we doing?", drivers });
  await call(of, "POST", `/surveys/${made.id}/publish`);
  const responses = [];
  for (let at = 0; at < 360; at += 1) {
    const care = at % 2 === 0;
    const mood = Math.min(10, (at * 7) % 11 + (care ? 0 : 3));
    const level = (add) => 1 + Math.min(4, Math.floor((mood + ((at * add) % 5)) / 3));
    const answers = { recommend: mood };
    drivers.forEach((driver, place) => { answers[driver.key] = level(place + 2); });
    if (at % 3 === 0) answers.why = care ? `the waiting annoys everybody number${at}` : `the invoice puzzles everybody number${at}`;
    responses.push({
      answers,
      attributes: { industry: care ? "care" : "bank", phase: ["sales", "launch", "support"][at % 3] },
      answered_at: new Date(Date.now() - (at % 200) * 86_400_000).toISOString(),
    });
  }
  await call(of, "POST", `/surveys/${made.id}/responses/bulk`, { responses });
  for (const [name, rules] of [["Waiting", "waiting"], ["Invoices", "invoice"]]) await call(of, "POST", `/surveys/${made.id}/themes`, { name, rules });
  await call(of, "POST", "/cases", { title: "Call them" });
  const today = new Date().toISOString().slice(0, 10);
  const ends = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10);
  await call(of, "POST", "/targets", { survey_id: made.id, metric: "nps", scope: "company", from: today, to: ends, start: 0, aim: 40 });
  const blocks = KINDS.map((kind) => {
    if (["cases", "targets"].includes(kind)) return { kind };
    if (kind === "text") return { kind, text: "What we agreed." };
    return { kind, survey_id: made.id, ...(kind === "phases" ? { attribute: "phase" } : {}) };
  });
  const own = await call(of, "POST", "/dashboards", { title: "All marks", blocks, seconds: 5, shares: [{ with: "everybody", may: "edit" }] });
  return { survey: made.id, board: `/dashboards/${own.id}` };
}

before(async () => {
  server = await start();
  browser = await launch();
  page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(page, server);
  key = server.run("api-key", "create", "--scope", "write");
  ({ survey, board } = await fill(server));
});

after(async () => {
  await browser?.close();
  server?.stop();
});

const visible = (where, selector) => where.locator(selector).locator("visible=true").first();

async function leads(where, query, marks, how) {
  for (const [name, selector, to] of marks) {
    await where.goto(`${server.url}${board}?${query}`);
    const mark = visible(where, selector);
    assert.ok(await mark.count(), `${name}: there is no mark`);
    await mark.scrollIntoViewIfNeeded();
    const from = where.url();
    await how(mark, where);
    await where.waitForURL((url) => url.href !== from, { timeout: 10_000 }).catch(() => assert.fail(`${name} leads nowhere`));
    assert.match(decodeURIComponent(where.url()), to, name);
    assert.ok(!(await where.content()).includes("⟨"), `${name}: a word is missing`);
  }
}

test("a click on any mark filters or leads to what is behind it", async () => {
  await leads(page, "all=1", MARKS, (mark) => mark.click());
});

test("so does the keyboard", async () => {
  await leads(page, "all=1", MARKS, async (mark, where) => {
    await mark.focus();
    assert.ok(await mark.evaluate((own) => own === document.activeElement), "it takes the focus");
    await where.keyboard.press("Enter");
  });
});

test("so it does without scripts", async () => {
  const plain = await open(browser, { javaScriptEnabled: false, storageState: await page.context().storageState(), viewport: { width: 1280, height: 900 } });
  await leads(plain, "all=1", MARKS, (mark) => mark.click());
  await plain.done();
});

test("the marks of a comparison lead to their own side", async () => {
  const query = "attribute=industry:care&compare=industry:bank";
  await leads(page, query, BESIDE, (mark) => mark.click());
  await page.goto(`${server.url}${board}?${query}`);
  await isAccessible(page, "everything compared");
  await picture(page, "board-compare-all");
  const storageState = await page.context().storageState();
  for (const [name, options] of [["phone", { viewport: { width: 320, height: 640 } }], ["dark", { colorScheme: "dark", viewport: { width: 1280, height: 900 } }]]) {
    const other = await open(browser, { storageState, ...options });
    await other.goto(`${server.url}${board}?${query}`);
    await isAccessible(other, `everything compared, ${name}`);
    await picture(other, `board-compare-all-${name}`);
    await other.done();
  }
});

test("two who change one block are told, and lose nothing", async () => {
  const other = await open(browser, { storageState: await page.context().storageState(), viewport: { width: 1280, height: 900 } });
  const name = async (where, title) => {
    const block = where.locator("#arrange > .block").first();
    if (!(await block.locator("details").evaluate((own) => own.open))) await block.locator("summary").click();
    await block.locator("input[name=title]").fill(title);
    await block.locator("form.stack button[type=submit]").click();
    await where.waitForLoadState();
  };
  for (const where of [page, other]) await where.goto(`${server.url}${board}/edit`);
  await name(page, "Of the first");
  assert.match(page.url(), /said=saved/);
  await name(other, "Of the second");
  const told = await other.locator("main").innerText();
  assert.match(told, /Somebody else changed this block/);
  assert.match(told, /Of the first/);
  assert.equal(await other.locator("#arrange > .block").first().locator("input[name=title]").inputValue(), "Of the second");
  await isAccessible(other, "conflict");
  await picture(other, "board-conflict");
  await name(other, "Of the second");
  assert.match(other.url(), /said=saved/);
  await other.done();
});

/** Sizes of all text one can see, as parts of the screen's height, with the text. */
const sizes = (where) => where.evaluate(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement;
    if (!node.data.trim() || own.closest("title, desc, script, noscript, .visually-hidden, [hidden]")) continue;
    if (!own.checkVisibility?.() || !own.getClientRects().length) continue;
    const box = own.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight || !box.width) continue;
    const size = parseFloat(getComputedStyle(own).fontSize);
    const scale = own instanceof SVGElement ? own.getScreenCTM().a : 1;
    found.push([(size * scale) / innerHeight, node.data.trim().slice(0, 40)]);
  }
  return found;
});

test("everything on the wall can be read from four metres, on any screen, light and dark", async () => {
  const storageState = await page.context().storageState();
  for (const viewport of [{ width: 1920, height: 1080 }, { width: 3840, height: 2160 }]) {
    for (const colorScheme of ["light", "dark"]) {
      const wall = await open(browser, { storageState, viewport, colorScheme });
      for (const query of ["all=1&comments=1", "attribute=industry:care&compare=industry:bank&comments=1"]) {
        await wall.goto(`${server.url}${board}/wall?seconds=600&${query}`);
        const count = await wall.locator(".wall-block").count();
        const small = [];
        for (let at = 0; at < count; at += 1) {
          const name = await wall.locator(".wall-block:not([hidden]) .card").getAttribute("class");
          for (const [size, text] of await sizes(wall)) if (size < SMALLEST) small.push(`${name}: ${text} (${(size * 1080).toFixed(1)} of 1080)`);
          const fits = await wall.evaluate(() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth);
          assert.ok(fits, `${name} scrolls`);
          const part = query.includes("compare") ? "compare-" : "";
          if (viewport.width === 1920) await wall.screenshot({ path: join(dirname(fileURLToPath(import.meta.url)), `../../target/screenshots/board-far-${colorScheme}-${part}${at}.png`) });
          await wall.keyboard.press("ArrowRight");
        }
        assert.deepEqual([...new Set(small)], [], `${viewport.width}, ${colorScheme}, ${query}`);
      }
      await wall.done();
    }
  }
});

test("the wall is paused by keyboard and goes on when told to", async () => {
  const wall = await open(browser, { storageState: await page.context().storageState(), viewport: { width: 1920, height: 1080 } });
  await wall.goto(`${server.url}${board}/wall?seconds=5`);
  const place = () => wall.locator("#place").innerText();
  const first = await place();
  await wall.keyboard.press("Space");
  assert.equal(await wall.locator("#pause").getAttribute("aria-pressed"), "true");
  await wall.waitForTimeout(6_000);
  assert.equal(await place(), first, "it stays");
  await isAccessible(wall, "wall, paused");
  await wall.keyboard.press("Space");
  await wall.waitForFunction((old) => document.getElementById("place").innerText !== old, first, { timeout: 8_000 });
  await wall.done();
});

test("an open wall holds no more after a hundred changes than before", async () => {
  const wall = await open(browser, { storageState: await page.context().storageState(), viewport: { width: 1920, height: 1080 } });
  const watch = await wall.context().newCDPSession(wall);
  await watch.send("Performance.enable");
  const held = async () => {
    await watch.send("HeapProfiler.collectGarbage");
    const { metrics } = await watch.send("Performance.getMetrics");
    const of = (name) => metrics.find((one) => one.name === name).value;
    return { listeners: of("JSEventListeners"), nodes: of("Nodes") };
  };
  await wall.goto(`${server.url}${board}/wall?all=1&seconds=600`);
  const change = async (times) => {
    for (let at = 0; at < times; at += 1) {
      await call(server, "POST", `/surveys/${survey}/responses`, { answers: { recommend: at % 11 } });
      await wall.waitForTimeout(30);
    }
    await wall.waitForTimeout(1_500);
  };
  await change(10);
  const before = await held();
  await change(100);
  const later = await held();
  assert.ok(later.listeners <= before.listeners + 5, `${before.listeners} listeners, then ${later.listeners}`);
  assert.ok(later.nodes <= before.nodes * 1.5 + 500, `${before.nodes} nodes, then ${later.nodes}`);
  await wall.done();
});

/** A server that can be ended and started again where it was. */
async function serve(data, port) {
  const binary = process.env.LUISTER_BINARY ?? join(dirname(fileURLToPath(import.meta.url)), "../../target/debug/luister");
  const child = spawn(binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "inherit"] });
  let code;
  for await (const line of createInterface({ input: child.stdout })) {
    code ??= line.match(/with the code (\S+)/)?.[1];
    const url = line.match(/^Luister is ready at (\S+)/)?.[1];
    if (url) return { url, code, child };
  }
  throw new Error("the server ended before it was ready");
}

test("a wall is itself again by itself after the server was away", async () => {
  const data = mkdtempSync(join(tmpdir(), "luister-wall-"));
  let own = await serve(data, 0);
  try {
    const where = await open(browser, { viewport: { width: 1920, height: 1080 } });
    await setUp(where, own);
    const { spawnSync } = await import("node:child_process");
    const binary = process.env.LUISTER_BINARY ?? join(dirname(fileURLToPath(import.meta.url)), "../../target/debug/luister");
    own.key = spawnSync(binary, ["api-key", "create", "--scope", "write", "--data", data], { encoding: "utf8" }).stdout.trim();
    const filled = await fill(own);
    await where.goto(`${own.url}${filled.board}/wall?all=1&seconds=600`);
    await where.evaluate(() => { window.same = true; });
    const n = await where.locator(".kind-figure .n").innerText();
    const port = new URL(own.url).port;
    own.child.kill("SIGKILL");
    await where.locator("#lost").waitFor({ state: "visible", timeout: 25_000 });
    const again = await serve(data, port);
    own = { ...again, key: own.key };
    await where.locator("#lost").waitFor({ state: "hidden", timeout: 30_000 });
    await call(own, "POST", `/surveys/${filled.survey}/responses`, { answers: { recommend: 10 } });
    await where.waitForFunction((old) => document.querySelector(".kind-figure .n").innerText !== old, n, { timeout: 15_000 });
    assert.ok(await where.evaluate(() => window.same), "nobody had to load it again");
    await where.done();
  } finally {
    own.child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  }
});

test("nothing went wrong on the way", async () => {
  await page.done();
});

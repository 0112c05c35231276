// The real binary and a real Chromium for the browser tests.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.LUISTER_BINARY ?? join(root, "target/debug/luister");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const screenshots = join(root, "target/screenshots");
mkdirSync(screenshots, { recursive: true });

/** Starts `luister serve|demo` on an empty folder; resolves with its address and setup code. */
export async function start(command = "serve") {
  const data = mkdtempSync(join(tmpdir(), "luister-browser-"));
  const child = spawn(binary, [command, "--data", data, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let code;
  for await (const line of createInterface({ input: child.stdout })) {
    code ??= line.match(/with the code (\S+)/)?.[1];
    const url = line.match(/^Luister is ready at (\S+)/)?.[1];
    if (url) {
      const stop = () => {
        child.kill("SIGKILL");
        rmSync(data, { recursive: true, force: true });
      };
      const run = (...args) => {
        const options = typeof args.at(-1) === "object" ? args.pop() : {};
        const result = spawnSync(binary, [...args, "--data", data], { encoding: "utf8", ...options });
        assert.equal(result.status, 0, result.stderr);
        return result.stdout.trim();
      };
      return { url, code, data, stop, run };
    }
  }
  throw new Error("the server ended before it was ready");
}

/** Every address as the program lists them: method, path, who may use it. */
export function routes() {
  const result = spawnSync(binary, ["routes"], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout.trim().split("\n").map((line) => {
    const [method, path, access] = line.split(" ");
    return { method, path, access };
  });
}

/** The name of every kind of mail that the program can send. */
export function mails() {
  const result = spawnSync(binary, ["mails"], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout.trim().split("\n");
}

/** What `luister analyze` writes, run at the root of the sources. */
export function analyze(...args) {
  const result = spawnSync(binary, ["analyze", ...args], { cwd: root, encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
}

/** What keeps a Chromium without a screen from looking outside. */
export const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** A headless Chromium that never looks outside. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A page whose console errors, failed scripts and dialogs make the test fail at `done()`. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => {
    if (dialog.type() !== "beforeunload") faults.push(`dialog: ${dialog.message()}`);
    dialog.accept().catch(() => {});
  });
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text())) {
      faults.push(`policy: ${message.text()}`);
    }
  });
  page.done = async () => {
    await context.close();
    assert.deepEqual(faults, []);
  };
  return page;
}

/** Nothing that axe-core finds wrong, and no sideways scrolling; with `rules`, of those only. */
export async function isAccessible(page, what, rules) {
  await page.evaluate(axeSource);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await page.evaluate((runOnly) => axe.run(document, { runOnly }), rules ? { type: "rule", values: rules } : tags);
  const found = result.violations.map(
    (v) => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => n.html).join("\n    ")}`,
  );
  assert.deepEqual(found, [], `${what} (${page.url()})`);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(sideways <= 0, `${what} scrolls sideways by ${sideways} px`);
}

/** Keeps a picture of the page for people to look at; the whole of it, unless that is too long. */
export async function picture(page, name, fullPage = true) {
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage });
}

/** Goes through the first-run page; the page is then logged in as administrator. */
export async function setUp(page, server) {
  await page.goto(`${server.url}/`);
  await page.fill("#code", server.code);
  await page.click("main button[type=submit]");
  await page.fill("#workspace", "Acme");
  await page.fill("#email", "admin@example.com");
  await page.fill("#password", "correct horse battery");
  await page.click("main button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
}

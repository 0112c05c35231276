// The first README command: the demo shows a working dashboard on real data, without login.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, start } from "./browser.js";

let server, browser;

before(async () => {
  server = await start("demo");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

test("the printed address shows the figures of the sample", async () => {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(server.url);
  const text = await page.locator("#results").innerText();
  // Reference values: NPS 43.5 of 623 answers, lowest KSS 67.5 (professional recognition).
  for (const part of ["NPS is 43, between 38 and 49", "n = 623", "67.5", "632"]) {
    assert.ok(text.replaceAll("\u00a0", " ").includes(part), part);
  }
  await isAccessible(page, "demo");
  await picture(page, "demo-light");
  await page.done();
});

test("in the dark, in Dutch, on a phone", async () => {
  const page = await open(browser, {
    viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "nl-NL",
  });
  for (const [name, path] of [["results", "/"], ["understand", "/understand"], ["surveys", "/surveys"]]) {
    await page.goto(`${server.url}${path}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "nl");
    assert.ok(!(await page.content()).includes("⟨"), `a word is missing on ${path}`);
    await isAccessible(page, `demo ${name}`);
    await picture(page, `demo-dark-phone-${name}`);
  }
  await page.done();
});

test("filtering and splitting keep their state in the address", async () => {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(server.url);
  const results = new URL(page.url()).pathname;
  await page.goto(`${server.url}${results}?attribute=wave:2020-03&by=country`);
  const text = (await page.locator("#results").innerText()).replaceAll("\u00a0", " ");
  assert.ok(text.includes("n = 134"), text.slice(0, 400));
  await isAccessible(page, "demo split");
  await picture(page, "demo-split");
  const wrong = await page.goto(`${server.url}${results}?colour=red`);
  assert.equal(wrong.status(), 400);
  assert.ok((await page.locator("main").innerText()).includes("colour"));
  const nothing = await page.goto(`${server.url}${results}?attribute=wave:1999`);
  assert.equal(nothing.status(), 200);
  assert.ok(!(await page.locator("#results").innerText()).includes("NPS is"), "nothing matches, nothing shown");
  await isAccessible(page, "demo nothing");
  await page.done();
});

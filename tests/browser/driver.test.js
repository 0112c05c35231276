// What drives the score: findings, sliders that answer at once, several together by the server, and
// the same without scripts; on a wide screen, on a phone and in the dark, in both languages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, start } from "./browser.js";

let server, browser, page, path;

before(async () => {
  server = await start("demo");
  browser = await launch();
  page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(`${server.url}/`);
  path = `${new URL(page.url()).pathname.replace(/\/results$/, "")}/drivers`;
});

after(async () => {
  await page?.done();
  await browser?.close();
  server?.stop();
});

const text = async (where, selector) => (await where.locator(selector).innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
const complete = (where) => where.waitForFunction(() => document.getElementById("finding") && !document.getElementById("waiting"));
const openAll = (where) => where.evaluate(() => {
  for (const details of document.querySelectorAll("#results details")) details.open = true;
});

test("the results lead here, and the page is complete by itself", async () => {
  await page.goto(server.url + path.replace("/drivers", "/results?attribute=wave:2020-03"));
  await page.getByRole("link", { name: /all about drivers/ }).click();
  await page.waitForURL(/drivers\?attribute=/);
  await page.goto(server.url + path);
  // Figures at once; the intervals follow without anybody doing anything.
  assert.match(await text(page, "#results"), /Three questions per driver/);
  await complete(page);
  const told = await text(page, "#results");
  for (const part of [
    /Act on “My research productivity .*the NPS would be 9\.6 points higher \(between 3 and 1\d\)/,
    /these 2 can’t be told apart/, /2[01] % of what the drivers explain/, /Where to act/, /2,000 resamples/, /seed 1/,
  ]) assert.match(told, part);
  assert.ok(!/significan/i.test(told));
  await isAccessible(page, "drivers");
  await picture(page, "drivers-1280");
  await openAll(page);
  await isAccessible(page, "drivers with everything open");
  await picture(page, "drivers-open");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#picture-importance").getByRole("link", { name: "CSV" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "importance.csv");
});

test("a slider moves the NPS at once, several are computed together", async () => {
  await page.goto(server.url + path);
  await complete(page);
  const slider = (name) => page.locator(`input[type=range][data-driver=${name}]`);
  assert.match(await text(page, "#lift-result"), /The NPS is 42\.3 by the model/);
  await slider("research_productivity").fill("100");
  assert.match(await text(page, "#lift-result"), /NPS from 42\.3 to 51\.9: \+9\.6, between 3\.\d and 1\d\.\d\./);
  await slider("research_productivity").fill("50");
  assert.match(await text(page, "#lift-result"), /NPS from 42\.3 to 47\.1: \+4\.8/);
  await slider("increase_confidence").fill("100");
  await page.waitForFunction(() => /Together: NPS from/.test(document.getElementById("lift-result").innerText));
  assert.match(await text(page, "#lift-result"), /gains don’t add up/);
  await page.waitForURL(/lift=research_productivity%3A50&lift=increase_confidence%3A100/);
  await page.locator("section[aria-labelledby=what-if]").scrollIntoViewIfNeeded();
  await picture(page, "drivers-lift");
  // The address keeps it.
  const together = await text(page, "#lift-result .finding");
  await page.reload();
  await complete(page);
  assert.equal(await text(page, "#lift-result .finding"), together);
  assert.equal(await slider("increase_confidence").inputValue(), "100");
  await page.getByRole("button", { name: "All back to 0" }).click();
  assert.match(await text(page, "#lift-result"), /Move a driver/);
  assert.ok(!page.url().includes("lift="));
  // By keyboard.
  await slider("increase_confidence").focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await text(page, "#lift-result"), /NPS from 42\.3 to 42\.5/);
});

test("attributes join, filters narrow, without a new page for the sliders", async () => {
  await page.goto(server.url + path);
  await page.getByLabel("wave", { exact: true }).check();
  await page.getByRole("button", { name: "Analyse with these" }).click();
  await page.waitForURL(/with=wave/);
  await complete(page);
  assert.match(await text(page, "section[aria-labelledby=attributes]"), /wave has \d+ % of the importance/);
  await isAccessible(page, "drivers with an attribute");
  await picture(page, "drivers-attribute");
  await page.locator("section[aria-labelledby=attributes]").getByRole("link", { name: "2020-12" }).click();
  await page.waitForURL(/attribute=wave/);
  await complete(page);
  assert.match(await text(page, "#results"), /order of importance is uncertain/);
  // A soft filter leaves sliders that work.
  await page.getByRole("link", { name: "Show everything" }).first().click();
  await page.waitForURL((url) => !url.search.includes("attribute"));
  await complete(page);
  await page.locator("input[type=range]").first().fill("20");
  assert.match(await text(page, "#lift-result"), /NPS from 4\d\.\d to 4\d\.\d/);
  await page.getByRole("link", { name: "only complete answers" }).click();
  await page.waitForURL(/method=listwise/);
  await complete(page);
  assert.match(await text(page, "section[aria-labelledby=method]"), /the 611 people who answered everything/);
});

test("without scripts: number fields, a button, and a link to show again", async () => {
  const bare = await open(browser, { javaScriptEnabled: false, colorScheme: "dark", viewport: { width: 1280, height: 900 } });
  await bare.goto(`${server.url}${path}?attribute=country:United States`);
  await bare.goto(server.url + path);
  await bare.locator("input[data-driver=research_productivity]").fill("100");
  await bare.locator("input[data-driver=increase_confidence]").fill("50");
  await bare.getByRole("button", { name: "Show what happens" }).click();
  await bare.waitForURL(/lift-research_productivity=100/);
  assert.match(await text(bare, "#lift-result"), /Together: NPS from 42\.3 to 5\d\.\d/);
  assert.equal(await bare.locator("input[data-driver=increase_confidence]").inputValue(), "50");
  await picture(bare, "drivers-dark");
  await bare.done();
});

test("on a phone, in the dark, in Dutch", async () => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "nl-NL" });
  await phone.goto(`${server.url}${path}?with=wave&with=workshops`);
  await complete(phone);
  assert.ok(!(await phone.content()).includes("⟨"), "a word is missing");
  assert.match(await text(phone, "#results"), /Waar iets te doen valt/);
  await isAccessible(phone, "drivers on a phone");
  await picture(phone, "drivers-phone");
  await openAll(phone);
  await isAccessible(phone, "drivers on a phone, all open");
  await picture(phone, "drivers-phone-open");
  await phone.done();
});

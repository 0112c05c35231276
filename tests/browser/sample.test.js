// Who answered: the page of weights, accounts, customers, late answers and the planner.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, survey;

/** 240 people of 19 accounts, with weights, over ninety days; the last ones score lower. */
function people() {
  const lines = ["id;recommend;account;gewicht;answered_on"];
  for (let i = 0; i < 240; i += 1) {
    const account = (i * i * 7 + i) % 37;
    let score = [10, 9, 9, 8, 7, 6, 9, 10, 8, 9][account % 10];
    if (i % 5 === 0) score = i % 11;
    if (i >= 160 && i % 3 === 0) score = Math.max(0, score - 4);
    const day = new Date(Date.UTC(2026, 0, 5 + Math.floor((i * 90) / 240))).toISOString().slice(0, 10);
    lines.push(`${i};${score};A${account};${["0,5", "1", "1,5", "2", ""][i % 5]};${day}`);
  }
  return `${lines.join("\n")}\n`;
}

before(async () => {
  server = await start();
  browser = await launch();
  const page = await open(browser);
  await setUp(page, server);
  await page.done();
  const file = join(server.data, "people.csv");
  writeFileSync(file, people());
  const told = server.run(
    "import", file, "--new", "Business customers", "--score", "recommend",
    "--attributes", "account,gewicht", "--answered-at", "answered_on", "--external-id", "id",
  );
  survey = told.match(/Survey (\S+)/)[1];
});

after(async () => {
  await browser?.close();
  server?.stop();
});

async function logIn(page) {
  await page.goto(`${server.url}/login`);
  await page.fill("#email", "admin@example.com");
  await page.fill("#password", "correct horse battery");
  await page.click("main button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

const words = async (page) => (await page.locator("#results").innerText()).replaceAll("\u00a0", " ");

test("the figure in several ways, and settings that change it", async () => {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await logIn(page);
  await page.goto(`${server.url}/surveys/${survey}/sample`);
  let text = await words(page);
  for (const part of ["Weighted by “gewicht”", "These 192 people are of", "How many do I need", "(guess)"]) {
    assert.ok(text.includes(part), `${part}: ${text}`);
  }
  assert.equal(await page.locator("#picture-ways .chart-wide svg").count(), 1);
  await isAccessible(page, "sample");
  await picture(page, "sample-light");

  await page.fill("#population_size", "300");
  await page.fill("#target_change", "5");
  await page.click("#settings ~ form button[type=submit]");
  await page.waitForURL(/said=saved/);
  text = await words(page);
  assert.ok(text.includes("240 of all 300 customers answered"), text);
  assert.ok(text.includes("The target of 5 points is smaller than can be seen"), text);
  await isAccessible(page, "sample with settings");
  await picture(page, "sample-settings");

  await page.fill("#population_size", "many");
  await page.click("#settings ~ form button[type=submit]");
  assert.ok((await page.locator("#population_size-error").innerText()).includes("whole number"));
  assert.equal(await page.inputValue("#population_size"), "many");
  await isAccessible(page, "sample with a mistake");

  await page.goto(`${server.url}/surveys/${survey}/sample`);
  await page.fill("#change", "15");
  await page.click("form:has(#change) button[type=submit]");
  await page.waitForURL(/change=15/);
  assert.ok((await words(page)).includes("To see a change of 15 points"));
  await page.done();
});

test("in the dark, in Dutch, on a phone, without scripts", async () => {
  const page = await open(browser, {
    viewport: { width: 320, height: 640 }, colorScheme: "dark", javaScriptEnabled: false,
  });
  await logIn(page);
  await page.goto(`${server.url}/settings`);
  await page.selectOption("[name=language]", "nl");
  await page.click("form[action='/settings/language'] button[type=submit]");
  await page.goto(`${server.url}/surveys/${survey}/sample?change=8`);
  assert.ok(!(await page.content()).includes("⟨"), "a word is missing");
  const text = await words(page);
  for (const part of ["Hoeveel heb ik er nodig", "Om een verandering van 8 punten te zien", "240 van alle 300 klanten"]) {
    assert.ok(text.includes(part), `${part}: ${text}`);
  }
  await page.locator("details.explain summary").first().click();
  await picture(page, "sample-dark-phone");
  await page.done();

  const reader = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark" });
  await logIn(reader);
  await reader.goto(`${server.url}/surveys/${survey}/sample`);
  await isAccessible(reader, "sample on a phone");
  await reader.done();
});

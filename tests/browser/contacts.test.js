// The list of contacts: found, ordered, kept as a view, changed together, taken along as a file; on a
// desk, on a phone, in the dark, in both languages, with and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, page, key;
const turned = "Anna \u202Erednaam\u2066 Mulder";

async function call(method, to, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${to}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${to}: ${reply.status} ${await reply.clone().text()}`);
  return reply.json();
}

const main = async (where) => (await where.locator("main").innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
const names = (where) => where.locator("tbody th a").allInnerTexts();
const complete = async (where) => assert.ok(!(await where.content()).includes("⟨"), `a word is missing on ${where.url()}`);
const unfold = (where) => where.evaluate(() => document.querySelectorAll("main details").forEach((d) => { d.open = true; }));

before(async () => {
  server = await start();
  browser = await launch();
  page = await open(browser, { viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  await setUp(page, server);
  key = server.run("api-key", "create", "--scope", "write");
  await call("PUT", "/attributes/contact/budget", { kind: "money" });
  await call("PUT", "/attributes/contact/role", { kind: "choice", choices: ["buyer", "user"] });
  const contacts = Array.from({ length: 70 }, (_, at) => ({
    email: `person${at}@bakery${at % 7}.example`, name: at ? `Person ${String(at).padStart(2, "0")}` : turned,
    language: at % 3 ? "nl" : "en", account: { name: `Bakery ${at % 7}` },
    attributes: at % 2 ? { budget: at * 100, role: "buyer" } : { role: "user" },
  }));
  await call("POST", "/contacts/bulk", { contacts });
});

after(async () => {
  await browser?.close();
  server?.stop();
});

test("a list is filtered, ordered and kept as a view", async () => {
  await page.goto(`${server.url}/contacts`);
  await isAccessible(page, "contacts");
  await picture(page, "contacts");
  assert.equal((await names(page))[0], "Anna rednaam Mulder", "a name turns nothing");
  await page.locator("summary", { hasText: "More filters" }).click();
  await page.locator("select[name='attribute.role']").selectOption("buyer");
  await page.locator("summary", { hasText: "Columns" }).click();
  for (const column of ["email", "attribute.budget", "created_at"]) {
    await page.locator(`input[name=column][value='${column}']`).check();
  }
  await page.locator("form[role=search] button[type=submit]").click();
  assert.equal((await names(page)).length, 35);
  await page.locator("thead a", { hasText: "budget" }).click();
  assert.equal((await names(page))[0], "Person 69");
  assert.equal(await page.locator("th[aria-sort=descending]").innerText(), "budget ↓");
  await isAccessible(page, "ordered");
  await picture(page, "contacts-ordered");
  await page.locator("thead a", { hasText: "budget" }).click();
  assert.equal((await names(page))[0], "Person 01");
  await page.locator("summary", { hasText: "Saved views" }).click();
  await page.fill("#view-name", "Buyers by budget");
  await page.locator("form[action='/contacts/views'] button").click();
  assert.ok((await main(page)).includes("The view is kept."));
  await page.goto(`${server.url}/contacts`);
  await page.locator("a.chip", { hasText: "Buyers by budget" }).click();
  assert.equal((await names(page))[0], "Person 01");
  assert.equal(await page.locator("a.chip[aria-current=page]").innerText(), "Buyers by budget");
});

test("a page goes on with the same list", async () => {
  await page.goto(`${server.url}/contacts?sort=name&order=desc`);
  assert.equal((await names(page)).length, 50);
  await page.locator("a[rel=next]").click();
  const rest = await names(page);
  assert.equal(rest.length, 20);
  assert.equal(rest.at(-1), "Anna rednaam Mulder");
});

test("many are changed at once, after a look", async () => {
  await page.goto(`${server.url}/contacts?attribute.role=buyer`);
  await page.locator("tbody input[type=checkbox]").nth(0).check();
  await page.locator("tbody input[type=checkbox]").nth(1).check();
  await page.locator("summary", { hasText: "Change several contacts" }).click();
  await isAccessible(page, "change several");
  await picture(page, "contacts-edit");
  await page.locator("input[name=what][value=zone]").check();
  await page.fill("#edit-zone", "Europe/Amsterdam");
  await page.locator("button[value=preview]").click();
  assert.ok((await main(page)).includes("2 of 2 will change."));
  await isAccessible(page, "preview");
  await picture(page, "contacts-preview");
  await page.locator("button[value=apply]").click();
  assert.ok((await main(page)).includes("2 of 2 are changed."));
});

test("consent of many needs where it can be shown", async () => {
  await page.goto(`${server.url}/contacts?attribute.role=buyer`);
  await page.locator("summary", { hasText: "Change several contacts" }).click();
  await page.locator("input[name=all]").check();
  await page.locator("input[name=what][value=consent]").check();
  await page.selectOption("#edit-consent", "given");
  await page.locator("button[value=preview]").click();
  assert.ok((await main(page)).includes("Say where it can be shown"));
  await isAccessible(page, "no source");
  await picture(page, "contacts-no-source");
});

test("a list is a file to keep", async () => {
  await page.goto(`${server.url}/contacts?attribute.role=buyer`);
  for (const [word, name] of [["CSV", "contacts.csv"], ["Excel", "contacts.xlsx"]]) {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".page-title a", { hasText: word }).click(),
    ]);
    assert.equal(file.suggestedFilename(), name);
  }
});

test("without scripts everything is there", async () => {
  const plain = await open(browser, { javaScriptEnabled: false, storageState: await page.context().storageState() });
  await plain.goto(`${server.url}/contacts?q=person%2001`);
  await plain.locator("tbody input[type=checkbox]").check();
  await plain.locator("summary", { hasText: "Change several contacts" }).click();
  await plain.fill("#edit-language", "fr");
  await plain.locator("button[value=preview]").click();
  await plain.locator("button[value=apply]").click();
  assert.ok((await main(plain)).includes("1 of 1 are changed."));
  await plain.done();
});

test("on a phone, in the dark, in Dutch", async () => {
  await page.goto(`${server.url}/settings`);
  await page.selectOption("#language", "nl");
  await page.locator("form[action='/settings/language'] button").click();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  for (const [place, name] of [
    ["/contacts", "contacts-phone"],
    ["/contacts?sort=attribute.budget&order=desc&column=attribute.budget&column=consent&from.budget=100", "contacts-phone-ordered"],
    ["/contacts?q=niemand", "contacts-phone-none"],
    ["/accounts", "accounts-phone"],
  ]) {
    await page.goto(`${server.url}${place}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "nl", place);
    await complete(page);
    await unfold(page);
    await isAccessible(page, `${place} on a phone`);
    await picture(page, name);
  }
  await page.done();
});

// From an answer to a case that is worked on: rules, my work, one case by the keyboard, causes,
// accounts, actions, settings; each page on a phone, in the dark, in both languages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, page, key, survey, cases;
const hostile = `<script>alert(1)</script> "quoted" & *bold*`;

async function call(method, to, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${to}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${to}: ${reply.status} ${await reply.clone().text()}`);
  return reply.status === 204 ? null : reply.json();
}

async function until(what, check) {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await check();
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  return assert.fail(`${what} did not happen`);
}

const main = async (where) => (await where.locator("main").innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
const complete = async (where) => assert.ok(!(await where.content()).includes("⟨"), `a word is missing on ${where.url()}`);

before(async () => {
  server = await start();
  browser = await launch();
  page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(page, server);
  key = server.run("api-key", "create", "--scope", "write");
  const people = (await call("GET", "/people")).people;
  for (let at = 0; at < 6; at += 1) {
    await call("POST", "/contacts", {
      external_id: `c${at}`, email: `person${at}@bakery${at}.example`,
      name: at ? `Person ${at}` : hostile,
      account: { external_id: `a${at}`, name: `Bakery ${at}` },
    });
  }
  const accounts = (await call("GET", "/accounts")).accounts;
  for (const account of accounts.slice(0, 3)) {
    const id = account.account_id ?? account.id;
    await call("PUT", "/responsibilities", { account_id: id, responsibilities: { success_manager: people[0].email } });
  }
  const rule = await call("POST", "/rules/templates/detractor-callback");
  await call("PATCH", `/rules/${rule.id}`, { state: "on" });
  survey = (await call("POST", "/surveys", { template: "relational-nps", title: "How are we doing?" })).id;
  await call("POST", `/surveys/${survey}/publish`);
  for (let at = 0; at < 6; at += 1) {
    await call("POST", `/surveys/${survey}/responses`, {
      answers: { recommend: at }, attributes: { contact: `c${at}` },
    });
  }
  cases = await until("six cases", async () => {
    const found = (await call("GET", "/cases")).cases;
    return found.length === 6 && found;
  });
});

after(async () => {
  await browser?.close();
  server?.stop();
});

test("who is responsible finds the case in their work, and what is nobody's stands there too", async () => {
  await page.goto(`${server.url}/work`);
  const told = await main(page);
  assert.ok(told.includes("Call Person 1 back: score 1"), told);
  assert.ok(told.includes("3 cases have no owner"), told);
  await isAccessible(page, "work");
  await picture(page, "act-work");
  await page.click("main a[href='/cases/unowned']");
  assert.equal(await page.locator(".case-lines > li").count(), 3);
  await isAccessible(page, "unowned");
});

test("a case is worked on by the keyboard alone", async () => {
  await page.goto(`${server.url}/cases/unowned`);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cases\/[a-z0-9]{26}$/);
  const path = new URL(page.url()).pathname;
  await isAccessible(page, "case");
  await picture(page, "act-case");
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog.keys").isVisible());
  await isAccessible(page, "keys");
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("dialog.keys").isVisible()));
  await page.keyboard.press("t");
  await page.waitForURL(/said=saved/);
  await page.keyboard.press("c");
  const text = page.locator("#text");
  await text.focus();
  await page.keyboard.type("xst: she waited three weeks");
  assert.ok(new URL(page.url()).pathname === path, "keys mean nothing while one types");
  await page.locator("form[action$='/converse'] button[type=submit]").press("Enter");
  await page.waitForURL(/said=saved/);
  assert.ok((await main(page)).includes("xst: she waited three weeks"));
  await page.keyboard.press("x");
  await page.locator("input[name=result][value=resolved]").check();
  await page.locator("#close-text").fill("A new oven");
  await page.locator("form[action$='/close'] button[type=submit]").click();
  await page.waitForURL(/said=saved/);
  const told = await main(page);
  for (const part of ["Put right", "A new oven", "Closed by"]) assert.ok(told.includes(part), told);
  await isAccessible(page, "closed case");
});

test("what customers write does nothing", async () => {
  const own = cases.find((one) => one.title.includes("script"));
  await page.goto(`${server.url}/cases/${own.case_id}`);
  assert.ok((await page.locator("h1").innerText()).includes("<script>alert(1)</script>"));
  await page.goto(`${server.url}/accounts/${own.account_id}`);
  assert.equal(await page.locator("main script").count(), 0);
});

test("without scripts everything is there", async () => {
  const plain = await open(browser, { javaScriptEnabled: false, storageState: await page.context().storageState() });
  const waiting = (await call("GET", "/cases?state=open")).cases[0];
  await plain.goto(`${server.url}/cases/${waiting.case_id}`);
  await plain.locator("summary", { hasText: "Snooze" }).click();
  await plain.locator("form[action$='/snooze'] button", { hasText: "Tomorrow" }).click();
  assert.ok((await main(plain)).includes("snoozed until"));
  await plain.done();
});

const places = () => [
  "/work", "/cases", "/cases/new", "/cases/causes", "/cases/settings", `/cases/${cases[2].case_id}`, "/effect",
  "/rules", "/rules/new", "/actions", "/improvements", "/accounts", `/accounts/${cases[2].account_id}`,
  "/settings", "/settings/people", "/settings/audit", "/settings/webhooks", "/settings/connectors", "/heard",
];

async function speak(language) {
  await page.goto(`${server.url}/settings`);
  await page.selectOption("#language", language);
  await page.locator("form[action='/settings/language'] button").click();
}

test("every page is accessible, in English", async () => {
  await page.goto(`${server.url}/cases/causes`);
  await page.locator("form[action='/cases/causes/usual'] button").click();
  for (const place of places()) {
    const reply = await page.goto(`${server.url}${place}`);
    assert.equal(reply.status(), 200, place);
    await complete(page);
    await isAccessible(page, place);
    await picture(page, `act${place.replaceAll(/[^a-z]+/g, "-").slice(0, 24)}`);
  }
});

test("every page fits a phone, in the dark, in Dutch", async () => {
  await speak("nl");
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  for (const place of places()) {
    await page.goto(`${server.url}${place}`);
    // The public page speaks the language of whoever reads it.
    if (place !== "/heard") assert.equal(await page.locator("html").getAttribute("lang"), "nl", place);
    await complete(page);
    await isAccessible(page, `${place} on a phone`);
    await picture(page, `act-phone${place.replaceAll(/[^a-z]+/g, "-").slice(0, 24)}`);
  }
  await page.done();
});

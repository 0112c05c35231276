// What a company does on its first day, in a real browser: set up, make a survey, answer it, see
// the dashboard move. Every page is looked at by axe-core and kept as a picture.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, survey;

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
});

async function look(page, name) {
  await isAccessible(page, name);
  await picture(page, name);
}

test("the first run needs the code on the console", async () => {
  await admin.goto(`${server.url}/`);
  assert.equal(new URL(admin.url()).pathname, "/setup");
  await look(admin, "setup-code");
  await admin.fill("#code", "aaaa-aaaa");
  await admin.click("main button[type=submit]");
  await admin.getByText("That is not the code").waitFor();
  await setUp(admin, server);
  await admin.goto(`${server.url}/surveys`);
  await look(admin, "surveys-empty");
});

test("logging out and in again", async () => {
  await admin.click("text=Log out");
  await admin.waitForURL(/\/login/);
  await look(admin, "login");
  await admin.fill("#email", "admin@example.com");
  await admin.fill("#password", "not my password");
  await admin.click("main button[type=submit]");
  await admin.getByText("do not belong together").waitFor();
  await look(admin, "login-wrong");
  await admin.fill("#password", "correct horse battery");
  await admin.click("main button[type=submit]");
  await admin.waitForURL((url) => url.pathname !== "/login");
  await admin.goto(`${server.url}/settings`);
  await look(admin, "settings");
});

test("making a survey from a template, publishing and sharing it", async () => {
  await admin.goto(`${server.url}/surveys/new`);
  await look(admin, "survey-new");
  await admin.check("input[name=template][value=relational-nps]");
  const title = admin.locator("input[name=title]").first();
  if (await title.count()) await title.fill("How are we doing?");
  await admin.locator("main form button[type=submit]").first().click();
  await admin.waitForURL(/\/surveys\/[0-9a-z]{26}/);
  survey = new URL(admin.url()).pathname.split("/")[2];
  await look(admin, "survey-editor");
  await admin.goto(`${server.url}/surveys/${survey}/preview`);
  await look(admin, "survey-preview");
  await admin.goto(`${server.url}/surveys/${survey}`);
  await admin.getByRole("button", { name: /publish/i }).first().click();
  await admin.waitForLoadState();
  await admin.goto(`${server.url}/surveys/${survey}/share`);
  await look(admin, "survey-share");
  survey = { id: survey, url: (await admin.content()).match(/https?:\/\/[^"<\s]+\/r\/[0-9a-z]{26}/)[0] };
  await admin.goto(`${server.url}/surveys`);
  await look(admin, "surveys");
});

async function answer(page, score, { language } = {}) {
  await page.goto(survey.url);
  await page.check(`input[name=answer_recommend][value="${score}"]`);
  await page.fill("textarea[name=answer_why]", `Because of ${score}`);
  if (language) {
    await page.getByRole("button", { name: language }).click();
    await page.locator(`html[lang=${language === "Nederlands" ? "nl" : "en"}]`).waitFor();
    assert.ok(await page.isChecked(`input[name=answer_recommend][value="${score}"]`), "kept");
    assert.equal(await page.inputValue("textarea[name=answer_why]"), `Because of ${score}`);
  }
  await page.locator("button.next").click();
  await page.locator("input[type=radio][value='4']").first().waitFor();
  for (const statement of await page.locator("input[type=radio][value='4']").all()) {
    await statement.check();
  }
}

async function send(page) {
  await page.locator("button.next").click();
  await page.locator("input[type=radio]").first().waitFor({ state: "detached" });
}

test("answering on a phone, in the dark, in two languages", async () => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark" });
  await phone.goto(survey.url);
  await look(phone, "answer-phone");
  await answer(phone, 0, { language: "Nederlands" });
  await look(phone, "answer-phone-statements");
  await send(phone);
  await look(phone, "answer-phone-thanks");
  await phone.done();
});

test("answering without scripts", async () => {
  const plain = await open(browser, { javaScriptEnabled: false });
  await answer(plain, 10, { language: "Nederlands" });
  await send(plain);
  await plain.done();
});

test("answering with the keyboard alone", async () => {
  const page = await open(browser);
  await page.goto(survey.url);
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => document.activeElement?.getAttribute("name"));
    if (name === "answer_recommend") break;
  }
  await page.keyboard.press("Space");
  assert.ok(await page.isChecked("input[name=answer_recommend][value='0']"));
  for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
  assert.ok(await page.isChecked("input[name=answer_recommend][value='7']"));
  assert.ok(page.url().startsWith(survey.url), "moving through the scale sends nothing");
  await page.keyboard.press("Tab");
  await page.keyboard.type("By hand");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("input[type=radio][value='4']").first().waitFor();
  await page.done();
});

test("leaving out the score is told beside the question and nothing is lost", async () => {
  const page = await open(browser);
  await page.goto(survey.url);
  await page.fill("textarea[name=answer_why]", "No score yet");
  await page.locator("button.next").click();
  await page.locator("[role=alert]").first().waitFor();
  assert.equal(await page.inputValue("textarea[name=answer_why]"), "No score yet");
  await look(page, "answer-missing");
  await page.done();
});

test("the dashboard moves within a second, without a reload", async () => {
  await admin.goto(`${server.url}/surveys/${survey.id}/results`);
  await look(admin, "results-few");
  await admin.evaluate(() => { window.notReloaded = true; });
  const before = await admin.locator("#results").innerText();
  const customer = await open(browser);
  await answer(customer, 9);
  await send(customer);
  const started = Date.now();
  await admin.waitForFunction((text) => document.querySelector("#results").innerText !== text, before, { timeout: 5000 });
  assert.ok(Date.now() - started < 1500, `took ${Date.now() - started} ms`);
  assert.ok(await admin.evaluate(() => window.notReloaded), "no reload");
  await customer.done();
});

test("every page in Dutch, in the dark and on a phone", async () => {
  const phone = await open(browser, {
    viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "nl-NL",
    storageState: await admin.context().storageState(),
  });
  await phone.goto(`${server.url}/settings`);
  await phone.selectOption("#language", "nl");
  await phone.locator("form[action='/settings/language'] button").click();
  await phone.waitForLoadState();
  for (const [name, path] of [
    ["surveys", "/surveys"], ["new", "/surveys/new"], ["editor", `/surveys/${survey.id}`],
    ["share", `/surveys/${survey.id}/share`], ["invitations", `/surveys/${survey.id}/invitations`],
    ["import", `/surveys/${survey.id}/import`], ["results", `/surveys/${survey.id}/results`],
    ["responses", `/surveys/${survey.id}/responses`], ["understand", "/understand"],
    ["settings", "/settings"], ["api-docs", "/api/docs"], ["nothing", "/nothing"],
  ]) {
    await phone.goto(`${server.url}${path}`);
    assert.ok(!(await phone.content()).includes("⟨"), `a word is missing on ${path}`);
    await look(phone, `phone-${name}`);
  }
  await phone.goto(`${server.url}/surveys/${survey.id}/responses`);
  await phone.locator("main a[href*='/responses/']").first().click();
  await phone.waitForURL(/\/responses\/[0-9a-z]{26}/);
  await look(phone, "phone-response");
  await phone.done();
});

test("a viewer looks and finds nothing to change", async () => {
  server.run("user", "add", "--email", "viewer@example.com", "--password-stdin", {
    input: "correct horse battery\n",
  });
  const viewer = await open(browser, { viewport: { width: 1280, height: 900 } });
  await viewer.goto(`${server.url}/login`);
  await viewer.fill("#email", "viewer@example.com");
  await viewer.fill("#password", "correct horse battery");
  await viewer.click("main button[type=submit]");
  await viewer.waitForURL((url) => url.pathname !== "/login");
  for (const [name, path] of [
    ["survey", `/surveys/${survey.id}`], ["results", `/surveys/${survey.id}/results`],
    ["settings", "/settings"],
  ]) {
    await viewer.goto(`${server.url}${path}`);
    await look(viewer, `viewer-${name}`);
  }
  assert.equal(await viewer.locator("button:has-text('Publish'), button:has-text('Close')").count(), 0);
  await viewer.done();
});

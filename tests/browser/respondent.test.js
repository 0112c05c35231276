// The survey page under what really happens to respondents: a dead connection, the Back button,
// a personal link opened twice.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, survey, key;

const api = async (method, path, body) => {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
};
const responses = async () => (await api("GET", `/surveys/${survey.id}/responses`)).responses;

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  key = server.run("api-key", "create", "--scope", "write");
  survey = await api("POST", "/surveys", { template: "relational-nps", title: "How are we doing?" });
  await api("POST", `/surveys/${survey.id}/publish`);
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
});

test("a dead connection keeps the page and sends when it is back", async () => {
  const page = await open(browser);
  await page.goto(survey.public_url);
  await page.check("input[name=answer_recommend][value='3']");
  await page.context().setOffline(true);
  await page.locator("button.next").click();
  await page.getByText("Not sent yet").waitFor();
  await isAccessible(page, "offline");
  await picture(page, "answer-offline");
  assert.equal((await responses()).length, 0);
  await page.context().setOffline(false);
  await page.getByText("Page 2 of 2").waitFor({ timeout: 20000 });
  assert.equal((await responses()).length, 1);
  await page.done();
});

test("the browser's Back button keeps the answers and makes no second response", async () => {
  const before = (await responses()).length;
  const page = await open(browser);
  await page.goto(survey.public_url);
  await page.check("input[name=answer_recommend][value='6']");
  await page.fill("textarea[name=answer_why]", "First thought");
  await page.locator("button.next").click();
  await page.getByText("Page 2 of 2").waitFor();
  await page.locator("input[name=answer_support][value='2']").check();
  await page.goBack();
  await page.getByText("Page 1 of 2").waitFor();
  assert.ok(await page.isChecked("input[name=answer_recommend][value='6']"));
  assert.equal(await page.inputValue("textarea[name=answer_why]"), "First thought");
  await page.check("input[name=answer_recommend][value='7']");
  await page.locator("button.next").click();
  await page.getByText("Page 2 of 2").waitFor();
  await page.locator("button.next").click();
  await page.getByText("Thank you").first().waitFor();
  const all = await responses();
  assert.equal(all.length, before + 1);
  assert.equal(all.at(-1).answers.recommend, 7);
  await page.done();
});

test("a double click is one response", async () => {
  const before = (await responses()).length;
  const page = await open(browser);
  await page.goto(survey.public_url);
  await page.check("input[name=answer_recommend][value='9']");
  await page.locator("button.next").dblclick();
  await page.getByText("Page 2 of 2").waitFor();
  await page.locator("button.next").dblclick();
  await page.getByText("Thank you").first().waitFor();
  assert.equal((await responses()).length, before + 1);
  await page.done();
});

test("making personal links, and what a respondent sees the second time", async () => {
  await admin.goto(`${server.url}/surveys/${survey.id}/invitations`);
  await isAccessible(admin, "invitations-none");
  await admin.fill("#people", "external_id;team\nK1;North\nK2;South");
  await admin.locator("main form button.primary").click();
  await admin.getByText("2 links made").waitFor();
  await isAccessible(admin, "invitations-made");
  await picture(admin, "invitations-made");
  const [file] = await Promise.all([admin.waitForEvent("download"), admin.click("a[download]")]);
  assert.equal(file.suggestedFilename(), "links.csv");
  const link = await admin.locator("td code").first().innerText();
  const page = await open(browser, { viewport: { width: 320, height: 640 } });
  for (const score of [2, 8]) {
    await page.goto(link);
    if (score === 8) {
      await page.getByText("already answered").waitFor();
      await isAccessible(page, "answered");
      await picture(page, "answer-answered");
      await page.click("main a");
    }
    await page.check(`input[name=answer_recommend][value='${score}']`);
    await page.locator("button.next").click();
    await page.getByText("Page 2 of 2").waitFor();
    await page.locator("button.next").click();
    await page.getByText("Thank you").first().waitFor();
  }
  const mine = (await responses()).filter((r) => r.channel === "personal");
  assert.deepEqual(mine.map((r) => [r.answers.recommend, r.attributes.team]), [[8, "North"]]);
  await page.goto(`${server.url}/p/nothing`);
  await isAccessible(page, "nowhere");
  await page.done();
});

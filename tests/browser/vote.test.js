// One click in a mail, in a real browser: a mail scanner opens every link and runs its scripts, a
// person looks, moves the pointer and closes.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, key;

const call = (method, path, body) =>
  fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
const api = async (method, path, body) => {
  const reply = await call(method, path, body);
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
};
const counted = async (survey) => (await api("GET", `/surveys/${survey.id}/responses`)).responses;
const doubtful = async (survey) => (await api("GET", `/surveys/${survey.id}/responses?in_doubt=true`)).responses;

/** A survey of its own for each test, with one personal link. */
const asked = async () => {
  const survey = await api("POST", "/surveys", { template: "relational-nps", title: "How are we doing?" });
  await api("POST", `/surveys/${survey.id}/publish`);
  const { invitations } = await api("POST", `/surveys/${survey.id}/invitations`, { invitations: [{}] });
  return { survey, link: invitations[0].url };
};

const scores = Array.from({ length: 11 }, (_, score) => score);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  key = server.run("api-key", "create", "--scope", "write");
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
});

test("a scanner that opens every link and runs scripts counts nothing", async () => {
  const { survey, link } = await asked();
  const context = await browser.newContext();
  await Promise.all(
    scores.map(async (score) => {
      const page = await context.newPage();
      await page.goto(`${link}?s=${score}`);
      await wait(3000);
      await page.close();
    }),
  );
  await context.close();
  assert.deepEqual(await counted(survey), []);
  assert.equal((await doubtful(survey))[0].doubt, "suspect");
});

test("a scanner that presses the first button counts nothing, and a person later does", async () => {
  const { survey, link } = await asked();
  const context = await browser.newContext();
  const presses = [
    (page) => page.evaluate(() => document.querySelector("main button, body button").click()),
    (page) => page.evaluate(() => document.querySelector("form").submit()),
    (page) => page.locator("button.next").click(),
  ];
  await Promise.all(
    scores.map(async (score) => {
      const page = await context.newPage();
      await page.goto(`${link}?s=${score}`);
      await Promise.all([page.waitForNavigation().catch(() => {}), presses[score % 3](page)]);
      await wait(500);
      await page.close();
    }),
  );
  await context.close();
  assert.deepEqual(await counted(survey), []);
  assert.equal((await doubtful(survey)).length, 1, "nothing is lost");
  // Not within the seconds in which the scanner was busy.
  await wait(10500);
  const page = await open(browser);
  await page.goto(`${link}?s=4`);
  assert.ok(await page.isChecked("input[name=answer_recommend][value='4']"));
  await page.locator("button.next").click();
  await page.getByText("Page 2 of 2").waitFor();
  await page.locator("button.next").click();
  await page.getByText("Thank you").first().waitFor();
  await page.done();
  const all = await counted(survey);
  assert.equal(all.length, 1);
  assert.equal(all[0].answers.recommend, 4);
  assert.equal(all[0].state, "complete");
});

test("a person who clicks, looks and closes is counted", async () => {
  const { survey, link } = await asked();
  const page = await open(browser);
  await page.goto(`${link}?s=9`);
  await isAccessible(page, "a score chosen in the mail");
  await page.mouse.move(100, 100);
  await page.mouse.move(200, 240, { steps: 5 });
  assert.equal((await doubtful(survey))[0].doubt, "provisional");
  await wait(5300);
  await page.close({ runBeforeUnload: true });
  await page.context().close();
  for (let tries = 0; tries < 30 && (await counted(survey)).length === 0; tries += 1) await wait(100);
  const all = await counted(survey);
  assert.equal(all.length, 1);
  assert.equal(all[0].answers.recommend, 9);
  const votes = await api("GET", `/surveys/${survey.id}/votes`);
  assert.deepEqual(votes.latest[0].judged, { state: "confirmed", because: "sign" });
});

test("whoever looks away before is provisional, and so is who only looks", async () => {
  for (const moves of [true, false]) {
    const { survey, link } = await asked();
    const page = await open(browser);
    await page.goto(`${link}?s=2`);
    if (moves) await page.mouse.move(200, 240, { steps: 5 });
    await wait(moves ? 1500 : 6500);
    await page.context().close();
    await wait(500);
    assert.deepEqual(await counted(survey), []);
    assert.equal((await doubtful(survey))[0].doubt, "provisional");
  }
});

test("the rule and its evidence are on a page", async () => {
  const { survey, link } = await asked();
  const visitor = await open(browser);
  await visitor.goto(`${link}?s=7`);
  await visitor.done();
  await admin.goto(`${server.url}/surveys/${survey.id}/share`);
  await admin.getByRole("link", { name: "Which clicks count" }).click();
  await admin.getByText("link opened").waitFor();
  await isAccessible(admin, "which clicks count");
  await picture(admin, "votes");
  await admin.check("input[value=automatic]");
  await admin.click("main button[type=submit]");
  for (let tries = 0; tries < 50 && (await counted(survey)).length === 0; tries += 1) await wait(100);
  assert.equal((await counted(survey)).length, 1);
  await admin.fill("#burst_links", "1");
  await admin.click("main button[type=submit]");
  await admin.getByText("Not saved yet").waitFor();
  await isAccessible(admin, "a rule with a mistake");
});

// A survey on somebody's web page: under a strict policy, by keyboard, and refused elsewhere.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { launch, isAccessible, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, survey, key, allowed, stranger;

const api = async (method, path, body) => {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
};
const responses = async () => (await api("GET", `/surveys/${survey.id}/responses`)).responses;

/** A web page of somebody else, with a strict policy; its path says which mode it uses. */
const site = () =>
  new Promise((resolve) => {
    const http = createServer((request, reply) => {
      const token = survey.public_url.split("/").pop();
      const mode = request.url.slice(1) || "button";
      reply.writeHead(200, {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy":
          `default-src 'none'; script-src ${server.url}; frame-src ${server.url}; style-src 'none'`,
      });
      reply.end(`<!doctype html><html lang="en"><title>An article</title><main><h1>An article</h1>
        <p>Was this of use? <a href="#">Another link</a></p>
        <script src="${server.url}/widget.js" data-survey="${token}" data-mode="${mode}"
          data-attribute-article="a-42" defer></script></main></html>`);
    });
    http.listen(0, "127.0.0.1", () => {
      resolve({ url: `http://127.0.0.1:${http.address().port}`, stop: () => http.close() });
    });
  });

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  key = server.run("api-key", "create", "--scope", "write");
  survey = await api("POST", "/surveys", { template: "ces", title: "Was it easy?" });
  await api("POST", `/surveys/${survey.id}/publish`);
  [allowed, stranger] = [await site(), await site()];
  await api("PUT", `/surveys/${survey.id}/widget`, { origins: [allowed.url] });
});

after(async () => {
  allowed?.stop();
  stranger?.stop();
  await admin?.done();
  await browser?.close();
  server?.stop();
});

test("the button opens a dialog that a keyboard can use and leave", async () => {
  const page = await open(browser);
  await page.goto(`${allowed.url}/button`);
  const button = page.getByRole("button", { name: "Give feedback" });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const form = page.frameLocator("iframe");
  await form.locator("input[name=answer_effort]").first().waitFor();
  await isAccessible(page, "a page with the widget open");
  await picture(page, "widget");
  // The page behind is out of reach: the focus stays in the dialog and the browser's own controls.
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => document.activeElement.closest("dialog") || document.activeElement === document.body);
    assert.ok(where, "the focus left the dialog");
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Give feedback");
  // Escape works from within the form too.
  await page.keyboard.press("Enter");
  await form.locator("input[name=answer_effort]").first().focus();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.cookie + localStorage.length + sessionStorage.length), "00");
  assert.deepEqual(await page.context().cookies(), []);
  await page.done();
});

test("an answer by the widget says so, and carries what the page knows", async () => {
  const page = await open(browser);
  await page.goto(`${allowed.url}/popup`);
  await page.getByRole("button", { name: "Give feedback" }).click();
  const form = page.frameLocator("iframe");
  await form.locator("input[name=answer_effort][value='2']").check();
  await form.locator("button.next").click();
  await form.getByText("Thank you").first().waitFor();
  const [response] = (await responses()).slice(-1);
  assert.equal(response.channel, "widget");
  assert.deepEqual(response.attributes, { article: "a-42" });
  await page.getByRole("button", { name: "Close" }).click();
  assert.equal(await page.locator("dialog").count(), 0);
  await page.done();
});

test("the form in place is as high as it needs", async () => {
  const page = await open(browser);
  await page.goto(`${allowed.url}/inline`);
  const frame = page.locator("iframe");
  await page.frameLocator("iframe").locator("button.next").waitFor();
  assert.ok(await frame.getAttribute("title"));
  const inner = () => page.frames()[1].evaluate(() => document.documentElement.getBoundingClientRect().height);
  await page.waitForFunction(() => document.querySelector("iframe").style.height !== "26rem");
  const [outside, inside] = [(await frame.boundingBox()).height, await inner()];
  assert.ok(Math.abs(outside - inside) <= 2, `${outside} px for ${inside} px`);
  // What others say about the height is not heard.
  await page.evaluate(() => window.postMessage({ luister: { height: 3999 } }, "*"));
  await page.waitForTimeout(200);
  assert.ok((await frame.boundingBox()).height < 3000);
  await page.done();
});

test("a site that isn't named sees nothing", async () => {
  const before = (await responses()).length;
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  const refused = [];
  page.on("console", (message) => {
    if (/frame-ancestors/.test(message.text())) refused.push(message.text());
  });
  await page.goto(`${stranger.url}/inline`);
  await page.waitForTimeout(1500);
  assert.ok(refused.length > 0, "the browser refuses the frame");
  const frame = page.frames()[1];
  const text = await frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
  assert.ok(!text.includes("Was it easy?"), text);
  assert.equal(await frame.locator("form").count().catch(() => 0), 0);
  assert.equal((await responses()).length, before);
  await context.close();
});

test("sites are named on a page that is easy to reach", async () => {
  await admin.goto(`${server.url}/surveys/${survey.id}/share`);
  await admin.locator(`a[href="/surveys/${survey.id}/widget"]`).click();
  await isAccessible(admin, "the page about the widget");
  await picture(admin, "widget-sites");
  await admin.fill("#sites", "not a site");
  await admin.click("main button[type=submit]");
  await admin.getByText("Not saved yet").waitFor();
  await isAccessible(admin, "a mistake in a site");
  assert.deepEqual((await api("GET", `/surveys/${survey.id}/widget`)).origins, [allowed.url]);
});

// What comments are about: themes suggested, made, tried and corrected; words that set detractors
// and promoters apart; from every figure to the comments behind it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, survey;

const SAID = [
  [2, "Ik wacht al drie weken op een antwoord van de helpdesk. Niet goed bereikbaar.", 26],
  [4, "De prijs is te hoog voor wat je krijgt, en de factuur klopt niet.", 22],
  [6, "Waiting on the phone again. No answer, and the invoice is not right.", 18],
  [7, "Prima, maar de app is traag.", 24],
  [8, "Works well. The app could be faster.", 20],
  [9, "Vriendelijke medewerkers, snel geholpen!", 30],
  [10, "Friendly staff & quick answers. The price is fair.", 28],
  [10, "Alles werkt. Vriendelijk en duidelijk.", 16],
];

// Of those who wait one customer writes most; some never say what they are worth.
function customer(kind, i) {
  const number = kind === 0 && i < 20 ? 0 : (kind * 31 + i * 7) % 90;
  const worth = number % 10 ? { revenue: `${number}.250,50` } : {};
  return { account: `Account ${number}`, employees: `${number + 1}`, ...(number ? worth : { revenue: "99.000" }) };
}

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  const key = server.run("api-key", "create", "--scope", "write");
  const call = async (method, path, body) => {
    const reply = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${await reply.clone().text()}`);
    return reply.json();
  };
  const made = await call("POST", "/api/v1/surveys", { template: "relational-nps", title: "How are we doing?" });
  survey = `/surveys/${made.id}`;
  await call("POST", `/api/v1${survey}/publish`);
  const responses = SAID.flatMap(([recommend, why, n], kind) =>
    Array.from({ length: n }, (_, i) => ({
      answers: { recommend, why },
      attributes: { ...customer(kind, i), region: i % 3 ? "South" : "North" },
      answered_at: `2026-0${1 + (i % 4)}-${String(1 + (i % 28)).padStart(2, "0")}T09:00:00Z`,
    })),
  );
  await call("POST", `/api/v1${survey}/responses/bulk`, { responses });
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
});

async function look(page, name) {
  assert.ok(!(await page.content()).includes("⟨"), `a word is missing on ${name}`);
  await isAccessible(page, name);
  await picture(page, name);
}

test("suggestions become themes only when somebody makes them", async () => {
  await admin.goto(`${server.url}${survey}/themes`);
  await admin.getByText("There are no themes yet").waitFor();
  await look(admin, "themes-none");
  await admin.locator("#suggestions a.button").first().click();
  await admin.waitForURL(/themes\/new/);
  assert.match(await admin.locator("#rules").inputValue(), /~\w+/);
  await look(admin, "theme-suggested");
});

async function make(name, rules) {
  await admin.goto(`${server.url}${survey}/themes/new`);
  await admin.fill("#name", name);
  await admin.fill("#rules", rules);
  await admin.click("button[value=save]");
  await admin.getByText("The theme is saved.").waitFor();
}

test("a theme is tried, corrected and saved", async () => {
  await admin.goto(`${server.url}${survey}/themes/new`);
  await admin.fill("#name", "Waiting");
  await admin.fill("#rules", "~waiting\n~wachten\n24/7");
  await admin.click("button[value=save]");
  await admin.getByText("Line 3").first().waitFor();
  await look(admin, "theme-wrong");
  await admin.fill("#rules", "~waiting\n~wachten\n# who can't reach us\n\"niet .. bereikbaar\"");
  await admin.click("button[value=try]");
  await admin.getByText("44 comments of 184").waitFor();
  await look(admin, "theme-tried");
  await admin.click("button[value=save]");
  await admin.getByText("The theme is saved.").waitFor();
  await make("Price", "prij*\npric*\n~factuur\ninvoice\n!\"price is fair\"");
  await make("Friendly", "vriendelijk*\nfriendly");
  await make("App", "app");
});

test("figures lead to the comments behind them", async () => {
  await admin.goto(`${server.url}${survey}/themes`);
  const text = (await admin.locator("#results").innerText()).replaceAll("\u00a0", " ");
  assert.match(text, /“(Waiting|Price)” costs most/);
  assert.match(text, /“Friendly” lifts most/);
  await look(admin, "themes");
  await admin.locator("#words a").first().click();
  await admin.waitForURL(/term=/);
  assert.ok((await admin.locator("mark").count()) > 0);
  await look(admin, "theme-comments");
  await admin.locator(".comment .meta a").first().click();
  await admin.waitForURL(/\/responses\//);
  await admin.goto(`${server.url}${survey}/themes?attribute=region:North`);
  await admin.locator(".filters .chip").first().waitFor();
  assert.match(await admin.locator("#results").innerText(), /comments/);
});

test("one loud voice is told from quiet ones, and what is behind them", async () => {
  await admin.goto(`${server.url}${survey}/themes`);
  const table = admin.locator("table.themes");
  const text = async () => (await table.innerText()).replaceAll("\u00a0", " ");
  assert.match(await text(), /Behind it: revenue/i);
  assert.match(await text(), /one loud voice: Account 0 wrote 21 of 44/);
  assert.match(await text(), /customers? without a value/);
  await admin.selectOption("#value", "employees");
  await admin.locator("form:has(#value) button").click();
  await admin.waitForURL(/value=employees/);
  await admin.getByText("Behind it: employees").first().waitFor();
  await look(admin, "themes-worth");
  await table.getByRole("link", { name: /Account 0 wrote/ }).click();
  await admin.getByRole("heading", { name: "21 comments" }).waitFor();
});

test("comments are coded by hand", async () => {
  for (let round = 0; round < 4; round++) {
    await admin.goto(`${server.url}${survey}/themes/coding`);
    if (round === 0) await look(admin, "theme-coding");
    for (const sheet of await admin.locator("fieldset.coding").all()) {
      const said = await sheet.locator("legend").innerText();
      if (/wacht|waiting/i.test(said)) await sheet.getByLabel("Waiting").check();
      if (/prijs|price|factuur|invoice/i.test(said)) await sheet.getByLabel("Price").check();
      if (/vriendelijk|friendly/i.test(said)) await sheet.getByLabel("Friendly").check();
    }
    await admin.locator("form .actions button").click();
    await admin.getByText("Here are the next ones").waitFor();
  }
  await look(admin, "theme-agreement");
  await admin.goto(`${server.url}${survey}/themes`);
  await look(admin, "themes-coded");
});

test("in the dark, in Dutch, on a phone, without scripts", async () => {
  const state = await admin.context().storageState();
  const options = { viewport: { width: 320, height: 640 }, colorScheme: "dark", storageState: state };
  await admin.goto(`${server.url}/settings`);
  await admin.selectOption("#language", "nl");
  await admin.locator("form[action='/settings/language'] button").click();
  await admin.waitForLoadState();
  const phone = await open(browser, options);
  const at = `${server.url}${survey}/themes`;
  for (const [name, path] of [
    ["overview", ""], ["new", "/new?name=Prijs&rules=prij*"], ["coding", "/coding"], ["comments", "/comments?term=niet"],
  ]) {
    await phone.goto(`${at}${path}`);
    assert.equal(await phone.locator("html").getAttribute("lang"), "nl");
    await look(phone, `theme-dark-phone-${name}`);
  }
  await phone.done();
  const plain = await open(browser, { javaScriptEnabled: false, storageState: state });
  await plain.goto(`${at}/comments?class=low`);
  await plain.fill("#q", "helpdesk");
  await plain.locator("form[role=search] button").click();
  assert.equal(await plain.locator("mark").count(), 26);
  await plain.done();
});

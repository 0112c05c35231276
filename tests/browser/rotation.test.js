// Planned missingness as people meet it: the editor that says what it costs, and a form with some of
// the statements on a small phone without scripts.
import { after, before, test } from "node:test";
import { join } from "node:path";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, screenshots, setUp, start } from "./browser.js";

let server, browser, admin, key, survey;

const api = async (method, path, body) => {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
};

const drivers = [
  ["software", "The software does what I need.", "De software doet wat ik nodig heb."],
  ["support", "I get help when I need it.", "Ik krijg hulp als ik die nodig heb."],
  ["onboarding", "I could start quickly.", "Ik kon snel aan de slag."],
  ["value", "It is worth its price.", "Het is zijn prijs waard."],
  ["contact", "I know whom to turn to.", "Ik weet bij wie ik terechtkan."],
  ["updates", "New versions make my work better.", "Nieuwe versies maken mijn werk beter."],
  ["stability", "It always works.", "Het werkt altijd."],
  ["training", "I learned to use it well.", "Ik heb er goed mee leren werken."],
];

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  key = server.run("api-key", "create", "--scope", "write");
  const own = drivers.map(([k, en, nl]) => ({ key: k, text: { en, nl } }));
  const title = { en: "How are we doing?", nl: "Hoe doen we het?" };
  survey = await api("POST", "/surveys", { template: "relational-nps", title, drivers: own });
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
});

test("the editor says what some of the statements cost and save", async () => {
  const page = `${server.url}/surveys/${survey.id}`;
  await admin.goto(page);
  await admin.getByText("About 65 seconds").waitFor();
  await admin.getByRole("link", { name: "Or let each respondent answer some" }).click();
  await admin.fill("#statements_per_respondent", "8");
  await admin.locator("button.primary[name=action][value=save]").first().click();
  await admin.locator(".error-summary").waitFor();
  await isAccessible(admin, "rotation-wrong");
  await admin.fill("#statements_per_respondent", "3");
  await admin.getByRole("button", { name: "Show what it costs" }).click();
  await admin.getByText("its interval is about 1.6 times as wide").waitFor();
  await admin.getByText("What does each choice cost?").click();
  await isAccessible(admin, "rotation-editor");
  await picture(admin, "rotation-editor");
  await admin.locator("section:has(> #rotation)").screenshot({ path: join(screenshots, "rotation-card.png") });
  await admin.locator("button[name=action][value=publish]").first().click();
  await admin.getByText("Published.").waitFor();
  const stored = await api("GET", `/surveys/${survey.id}`);
  assert.equal(stored.definition.statements_per_respondent, 3);
  assert.equal(stored.expected_seconds, 40);
  await admin.goto(`${page}/preview`);
  await admin.getByText("Each respondent gets 3 of the 8 statements; this is one draw.").waitFor();
  await isAccessible(admin, "rotation-preview");
  await picture(admin, "rotation-preview");
});

test("the editor on a phone, in Dutch", async () => {
  const storageState = await admin.context().storageState();
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, locale: "nl-NL", storageState });
  await phone.goto(`${server.url}/settings`);
  await phone.selectOption("#language", "nl");
  await phone.locator("form[action='/settings/language'] button").click();
  await phone.locator("html[lang=nl]").waitFor();
  await phone.goto(`${server.url}/surveys/${survey.id}`);
  await phone.locator("#rotation").scrollIntoViewIfNeeded();
  await phone.getByText("het interval is ongeveer 1,6 keer zo breed").waitFor();
  await phone.locator("section:has(> #rotation) summary").click();
  await isAccessible(phone, "rotation-editor-phone");
  await phone.locator("section:has(> #rotation)").screenshot({ path: join(screenshots, "rotation-card-phone.png") });
  await phone.done();
});

test("a respondent with a small phone and no scripts gets three statements and keeps them", async () => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const shown = async () => {
    const names = await phone.locator("fieldset.question input[type=radio]").evaluateAll((all) => all.map((one) => one.name));
    return [...new Set(names)];
  };
  await phone.goto(survey.public_url);
  await phone.locator("label:has(input[name=answer_recommend][value='9'])").click();
  await phone.locator("button.next").click();
  await phone.getByText("Page 2 of 2").waitFor();
  const statements = await shown();
  assert.equal(statements.length, 3);
  await picture(phone, "rotation-form-phone");
  await phone.locator("button[value='language:nl']").click();
  await phone.getByText("Pagina 2 van 2").waitFor();
  assert.deepEqual(await shown(), statements);
  await phone.reload();
  assert.deepEqual(await shown(), statements, "the page again");
  for (const name of statements) await phone.locator(`label:has(input[name=${name}][value='4'])`).click();
  await phone.locator("button.next").click();
  await phone.getByText("Dank u wel").first().waitFor();
  const [response] = (await api("GET", `/surveys/${survey.id}/responses`)).responses;
  const values = drivers.map(([k]) => response.answers[k]);
  assert.equal(values.filter((value) => value === 4).length, 3);
  assert.equal(values.filter((value) => value === "not_asked").length, 5);
  await phone.done();
});

test("the form is accessible, and a personal link keeps its statements", async () => {
  const { invitations } = await api("POST", `/surveys/${survey.id}/invitations`, { invitations: [{ external_id: "c-1" }] });
  const page = await open(browser, { viewport: { width: 320, height: 640 } });
  const seen = [];
  for (let round = 0; round < 2; round += 1) {
    await page.goto(invitations[0].url);
    await page.check("input[name=answer_recommend][value='6']");
    await page.locator("button.next").click();
    await page.getByText("Page 2 of 2").waitFor();
    seen.push(await page.locator("legend").allInnerTexts());
  }
  await isAccessible(page, "rotation-form");
  assert.equal(seen[0].length, 3);
  assert.deepEqual(seen[0], seen[1]);
  await page.done();
});

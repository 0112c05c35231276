// Which moment mattered most and where else people looked: asked on a phone with the keyboard and
// without scripts, and shown beside the score.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, key, survey;

const api = async (method, path, body) => {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${await reply.clone().text()}`);
  return reply.json();
};

const answers = async () => {
  const { responses } = await api("GET", `/surveys/${survey.id}/responses`);
  return responses.map((response) => response.answers);
};

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

test("a survey is made that asks for both, and its touchpoints are moments", async () => {
  await admin.goto(`${server.url}/surveys/new`);
  await admin.check("#extras-moment");
  await admin.check("#extras-elsewhere");
  await isAccessible(admin, "moment-new");
  await picture(admin, "moment-new");
  await admin.getByRole("button", { name: "Make the survey" }).click();
  await admin.getByText("Your survey is made").waitFor();
  await admin.getByText("About 71 seconds").waitFor();
  await admin.getByRole("link", { name: "Or let each respondent answer some" }).waitFor();
  await admin.locator("#question-4 summary").click();
  await admin.fill("[id='questions/4/touchpoint']", "Support desk");
  await admin.fill("#statements_per_respondent", "3");
  await admin.locator("button.primary[name=action][value=save]").first().click();
  await admin.getByText("Saved.").waitFor();
  await admin.getByText('The touchpoint "Support desk"').waitFor();
  await isAccessible(admin, "moment-editor");
  await admin.locator("#question-8").scrollIntoViewIfNeeded();
  await picture(admin, "moment-editor");
  await admin.locator("button[name=action][value=publish]").first().click();
  await admin.getByText("Published.").waitFor();
  const [{ id }] = (await api("GET", "/surveys")).surveys;
  survey = await api("GET", `/surveys/${id}`);
  assert.ok(survey.expected_seconds <= 60, `${survey.expected_seconds} s`);
});

test("the editor on a phone", async () => {
  const storageState = await admin.context().storageState();
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, storageState });
  await phone.goto(`${server.url}/surveys/${survey.id}`);
  await isAccessible(phone, "moment-editor-phone");
  await phone.locator("#question-8").screenshot({ path: "../../target/screenshots/moment-card-phone.png" }).catch(() => {});
  await phone.done();
});

test("a respondent with a small phone and a keyboard names a moment in own words", async () => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 } });
  await phone.goto(survey.public_url);
  await phone.check("input[name=answer_recommend][value='9']");
  await phone.locator("button.next").click();
  await phone.locator("#q-moment-own").focus();
  await phone.keyboard.type("The day they called back");
  assert.ok(await phone.locator("#q-moment-own-option").isChecked(), "who writes a moment chooses it");
  await phone.keyboard.press("Tab");
  assert.equal(await phone.evaluate(() => document.activeElement.name), "answer_elsewhere", "in the order of the page");
  await phone.keyboard.press("Space");
  await phone.locator("#q-elsewhere-own").fill("the radio");
  await isAccessible(phone, "moment-form");
  await picture(phone, "moment-form-phone");
  await phone.keyboard.press("Enter");
  await phone.getByText("Thank you").first().waitFor();
  const [stored] = await answers();
  assert.equal(stored.moment, "other:The day they called back");
  assert.deepEqual(stored.elsewhere, ["competitors", "other:the radio"]);
  await phone.done();
});

test("without scripts, in Dutch, the choice made counts", async () => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled: false, locale: "nl-NL" });
  await phone.goto(survey.public_url);
  await phone.locator("label:has(input[name=answer_recommend][value='2'])").click();
  await phone.locator("button.next").click();
  await phone.locator("label:has(input[value='support_desk'])").click();
  await phone.locator("label:has(input[value='reviews'])").click();
  await phone.getByLabel("Ergens anders, namelijk").fill("bij de buren");
  await phone.locator("button[value='language:en']").click();
  assert.equal(await phone.getByLabel("Somewhere else, namely").inputValue(), "bij de buren");
  await phone.locator("button[value='language:nl']").click();
  await picture(phone, "moment-form-dutch");
  await phone.locator("button.next").click();
  await phone.getByText("Dank u wel").first().waitFor();
  const stored = (await answers()).find((one) => one.recommend === 2);
  assert.equal(stored.moment, "support_desk");
  assert.deepEqual(stored.elsewhere, ["reviews", "other:bij de buren"]);
  await phone.done();
});

test("the results show who named what, and lead to their answers", async () => {
  const times = (n, given) => Array.from({ length: n }, () => ({ answers: given }));
  const responses = [
    ...times(45, { recommend: 3, moment: "support_desk", elsewhere: ["reviews"] }),
    ...times(60, { recommend: 10, moment: "start", elsewhere: ["colleagues", "reviews"] }),
    ...times(25, { recommend: 8, moment: "use", elsewhere: ["nowhere"] }),
    ...times(6, { recommend: 9, moment: "other:The visit", elsewhere: ["other:a fair"] }),
  ];
  await api("POST", `/surveys/${survey.id}/responses/bulk`, { responses });
  await admin.goto(`${server.url}/surveys/${survey.id}/results`);
  await admin.getByRole("heading", { name: "Which moment with us mattered most to you?" }).waitFor();
  await admin.getByText("Who named “Support desk” has a lower NPS than the others.").waitFor();
  await isAccessible(admin, "moment-results");
  await picture(admin, "moment-results");
  const storageState = await admin.context().storageState();
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, storageState });
  await phone.goto(`${server.url}/surveys/${survey.id}/results`);
  await phone.locator("#moment").waitFor();
  await isAccessible(phone, "moment-results-phone");
  await picture(phone, "moment-results-phone");
  const row = phone.locator("section:has(> #moment) table.drivers tr", { hasText: "Support desk" });
  await row.getByRole("link").click();
  await phone.getByText("46 responses").waitFor();
  await phone.getByText("Named: Support desk").waitFor();
  await isAccessible(phone, "moment-answers-phone");
  await phone.done();
});

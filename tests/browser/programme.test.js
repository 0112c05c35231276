// A programme from a template to the calendar: make, edit, preview, start, look ahead; with the
// keyboard, on a phone, in the dark, in both languages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { isAccessible, launch, open, picture, screenshots, setUp, start } from "./browser.js";
import { sink } from "./smtp.js";

let server, browser, page, key, path;

async function call(method, to, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${to}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${to}: ${reply.status} ${await reply.clone().text()}`);
  return reply.status === 204 ? null : reply.json();
}

const main = async (where) => (await where.locator("main").innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
const complete = async (where) => assert.ok(!(await where.content()).includes("⟨"), `a word is missing on ${where.url()}`);

before(async () => {
  server = await start();
  browser = await launch();
  page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(page, server);
  key = server.run("api-key", "create", "--scope", "write");
  for (const [at, name] of ["Anna de Wit", "Bram <script>alert(1)</script>", "Chris"].entries()) {
    await call("POST", "/contacts", {
      email: `person${at}@bakery.example`, name, first_name: name.split(" ")[0],
      language: at === 2 ? "en" : "nl", attributes: { tier: at ? "gold" : "silver" },
    });
  }
});

after(async () => {
  await browser?.close();
  server?.stop();
});

test("the empty list offers templates, and one click makes a draft with its survey", async () => {
  await page.goto(`${server.url}/surveys`);
  await page.click("main nav a[href='/programmes']");
  assert.ok((await main(page)).includes("Half-yearly customer question"));
  await isAccessible(page, "no programmes");
  await picture(page, "programme-empty");
  await page.locator("form:has(input[value=relational-nps]) button").click();
  path = new URL(page.url()).pathname;
  const told = await main(page);
  assert.ok(told.includes("The draft is made"), told);
  assert.ok(told.includes("every 6 months, spread evenly over the working days"), told);
  assert.ok(told.includes("No mail server is set up yet"), told);
  await isAccessible(page, "draft");
  await picture(page, "programme-draft");
});

test("mistakes stand beside their fields and nothing typed is lost", async () => {
  await page.goto(`${server.url}${path}/edit`);
  await isAccessible(page, "edit");
  await picture(page, "programme-edit");
  await page.fill("#window_days", "0");
  await page.fill("[id='wording/en/subject']", "Hello {nobody}");
  await page.fill("#priority", "101");
  await page.locator(".actions button[value=save]").click();
  assert.equal(await page.locator("[id='wording/en/subject']").inputValue(), "Hello {nobody}");
  assert.equal(await page.locator("#window_days").getAttribute("aria-invalid"), "true");
  const summary = await page.locator(".error-summary").innerText();
  for (const part of ["{nobody}", "1 to 154 days", "0 to 100"]) assert.ok(summary.includes(part), summary);
  await complete(page);
  await isAccessible(page, "mistakes");
  await picture(page, "programme-mistakes");
  await page.fill("#window_days", "28");
  await page.fill("#priority", "80");
  await page.fill("[id='wording/en/subject']", "How are we doing, {first_name|you}?");
  await page.fill("[id='segment/0/name']", "tier");
  await page.fill("[id='segment/0/values']", "gold\nsilver");
  await page.fill("#settle_days", "0");
  // Enter in a field saves.
  await page.locator("#name").press("Enter");
  assert.ok((await main(page)).includes("Saved."));
  assert.equal(await page.locator("[id='segment/0/values']").inputValue(), "gold\nsilver");
  await page.goto(`${server.url}${path}`);
  assert.ok((await main(page)).includes("every contact with tier gold or silver"));
});

test("a second save over somebody else's asks first", async () => {
  await page.goto(`${server.url}${path}/edit`);
  await call("PATCH", path, { name: "Renamed meanwhile" });
  await page.fill("#name", "Half-yearly question");
  await page.locator(".actions button[value=save]").click();
  assert.ok((await main(page)).includes("Somebody else saved"), await main(page));
  await isAccessible(page, "conflict");
  await page.locator(".actions button[value=save]").click();
  assert.ok((await main(page)).includes("Saved."));
});

test("the preview shows the mail as a contact gets it", async () => {
  await page.goto(`${server.url}${path}/preview`);
  await complete(page);
  assert.equal(await page.locator("iframe").count(), 2);
  await page.fill("#contact", "person1@bakery.example");
  await page.selectOption("#language", "nl");
  await page.click("main form button[type=submit]");
  assert.ok((await page.locator("pre.letter").innerText()).includes("?s=10"));
  const frame = page.frameLocator("figure.phone iframe");
  assert.ok((await frame.locator("body").innerText()).includes("Beste Bram"));
  assert.equal(await frame.locator("a.point").count(), 11);
  assert.equal(await frame.locator("script, img").count(), 0);
  for (const box of await frame.locator("a.point").all()) {
    const { width, height } = await box.boundingBox();
    assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
  }
  await isAccessible(page, "preview");
  await picture(page, "programme-preview");
});

test("it starts with its survey, and its days appear", async () => {
  await page.goto(`${server.url}${path}`);
  await page.getByRole("button", { name: "Start", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/said=started/);
  const told = await main(page);
  assert.ok(told.includes("The programme runs."), told);
  assert.ok(told.includes("open"), "its survey was published");
  assert.ok(/\n3\t|\t3\t/.test(told) || told.includes("3"), told);
  await isAccessible(page, "running");
  await picture(page, "programme-running");
  for (const name of ["calendar", "budget", "sources"]) {
    await page.goto(`${server.url}/programmes/${name}`);
    await complete(page);
    await isAccessible(page, name);
    await picture(page, `programme-${name}`);
  }
  await page.goto(`${server.url}/programmes/calendar`);
  assert.ok((await main(page)).includes("6 mails go out, most on"), await main(page));
  for (const name of ["contacts", "report", "report?by=tier"]) {
    await page.goto(`${server.url}${path}/${name}`);
    await complete(page);
    await isAccessible(page, name);
    await picture(page, `programme-${name.replace("?", "-")}`);
  }
  await page.goto(`${server.url}/programmes`);
  assert.ok((await main(page)).includes("3 mails"), await main(page));
  await isAccessible(page, "list");
  await picture(page, "programme-list");
});

test("the budget is a form, with its mistakes and another rule", async () => {
  await page.goto(`${server.url}/programmes/budget`);
  await page.fill("[id='rule/0/max']", "2");
  await page.fill("#quiet_from", "25:00");
  await page.click(".actions button[value=save]");
  assert.ok((await page.locator(".error-summary").innerText()).includes("20:00"));
  assert.equal(await page.locator("[id='rule/0/max']").inputValue(), "2");
  await isAccessible(page, "budget mistakes");
  await page.fill("#quiet_from", "19:00");
  await page.fill("#own", "2026-12-24");
  await page.click("button[value=more]");
  assert.equal(await page.locator("fieldset:has([id='rule/3/max'])").count(), 1);
  await page.click(".actions button[value=save]");
  assert.ok((await main(page)).includes("Saved."));
  assert.equal(await page.locator("#quiet_from").inputValue(), "19:00");
});

test("a source shows its secret once", async () => {
  await page.goto(`${server.url}/programmes/sources`);
  await page.fill("#name", "Help desk");
  await page.click("main form .actions button");
  const secret = await page.locator("#made-secret").innerText();
  assert.ok(secret.startsWith("whsec_"));
  await isAccessible(page, "new source");
  await page.goto(`${server.url}/programmes/sources`);
  assert.ok(!(await page.content()).includes(secret));
  assert.ok((await main(page)).includes("Help desk"));
});

test("other templates are made, paused programmes rest, drafts go", async () => {
  for (const name of ["ticket-ces", "employee-enps", "article-csat", "onboarding-ces"]) {
    await page.goto(`${server.url}/programmes`);
    await page.locator(`form:has(input[value=${name}]) button`).click();
    const here = new URL(page.url()).pathname;
    await complete(page);
    await isAccessible(page, name);
    for (const part of ["edit", "preview", "contacts", "report"]) {
      await page.goto(`${server.url}${here}/${part}`);
      await complete(page);
      await isAccessible(page, `${name} ${part}`);
    }
    if (name === "employee-enps") {
      await page.goto(`${server.url}${here}/preview`);
      assert.ok(!(await page.content()).includes("?s="), "no scale in an anonymous mail");
      await picture(page, "programme-employee");
    }
    if (name === "article-csat") {
      await page.goto(`${server.url}${here}`);
      await page.click("summary");
      await page.getByRole("button", { name: "Remove" }).click();
      assert.equal(new URL(page.url()).pathname, "/programmes");
    }
  }
  await page.goto(`${server.url}${path}`);
  await page.getByRole("button", { name: "Pause" }).click();
  assert.ok((await main(page)).includes("Paused."));
  await page.getByRole("button", { name: "Resume" }).click();
  assert.ok((await main(page)).includes("runs again"));
});

test("what was decided is told with its reason", async () => {
  const settings = await call("GET", "/ask/settings");
  settings.calendar.working_days = Array(7).fill(true);
  settings.calendar.quiet = null;
  await call("PUT", "/ask/settings", settings);
  await call("POST", "/contacts", { email: "joris@acme.example", name: "Joris Bakker", employee: true });
  const programme = await call("POST", "/programmes/templates/ticket-ces", { language: "en" });
  const { definition, survey_id } = programme;
  definition.schedule.transactional.delay_minutes = 0;
  const here = `/programmes/${programme.id}`;
  await call("PATCH", here, { definition });
  await call("POST", `/surveys/${survey_id}/publish`);
  await call("POST", `${here}/start`);
  const at = new Date().toISOString();
  const closed = (id, email, solver) => ({
    id, type: "ticket.closed", subject: `T-${id}`, at, contact: { email },
    solver: solver && { email: solver }, attributes: { title: "printer" },
  });
  await call("POST", "/events", { events: [
    closed("1", "person0@bakery.example", "joris@acme.example"),
    closed("2", "joris@acme.example"),
  ] });
  await page.goto(`${server.url}${here}/contacts`);
  for (let tries = 0; tries < 40 && !(await main(page)).includes("invited (1)"); tries += 1) {
    await page.waitForTimeout(250);
    await page.reload();
  }
  assert.ok((await main(page)).includes("Anna de Wit"), await main(page));
  await isAccessible(page, "invited");
  await page.goto(`${server.url}${here}/contacts?state=left_out`);
  assert.ok((await main(page)).includes("is an employee"), await main(page));
  await complete(page);
  await isAccessible(page, "left out");
  await picture(page, "programme-left-out");
  await page.goto(`${server.url}${here}`);
  const told = await main(page);
  assert.ok(told.includes("Anna de Wit") && told.includes("an event"), told);
  await isAccessible(page, "decided");
  await picture(page, "programme-decided");
  await page.goto(`${server.url}/programmes/sources`);
  assert.ok((await main(page)).includes("ticket.closed"));
  await isAccessible(page, "events");
  await page.goto(`${server.url}${here}/report`);
  await isAccessible(page, "report with figures");
  assert.equal((await page.goto(`${server.url}${here}/contacts?state=asked`)).status(), 400);
});

test("the test mail goes to whoever asks for it", async () => {
  const post = await sink();
  process.env.LUISTER_SMTP_URL = post.url;
  process.env.LUISTER_MAIL_FROM = "Acme <feedback@acme.example>";
  const other = await start();
  delete process.env.LUISTER_SMTP_URL;
  delete process.env.LUISTER_MAIL_FROM;
  const own = await open(browser, { viewport: { width: 1280, height: 900 } });
  try {
    await setUp(own, other);
    await own.goto(`${other.url}/programmes`);
    await own.locator("form:has(input[value=relational-nps]) button").click();
    await own.click("main .tabs a[href$=preview]");
    assert.ok((await main(own)).includes("Acme <feedback@acme.example>"));
    await own.getByRole("button", { name: "Send me this mail" }).click();
    assert.ok((await main(own)).includes("on its way"), await main(own));
    for (let tries = 0; tries < 80 && !post.mails.length; tries += 1) await own.waitForTimeout(250);
    assert.equal(post.mails.length, 1);
    assert.match(post.mails[0].to, /admin@example\.com/);
    assert.match(post.mails[0].head["content-type"], /multipart\/alternative/);
    await own.done();
  } finally {
    other.stop();
    post.stop();
  }
});

test("in the dark, in Dutch, on a phone, and for a viewer", async () => {
  server.run("user", "add", "--email", "viewer@example.com", "--password-stdin", {
    input: "correct horse battery",
  });
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "nl-NL" });
  await phone.goto(`${server.url}/login`);
  await phone.fill("#email", "viewer@example.com");
  await phone.fill("#password", "correct horse battery");
  await phone.click("main button[type=submit]");
  await phone.waitForURL((url) => url.pathname !== "/login");
  await phone.goto(`${server.url}/settings`);
  await phone.selectOption("#language", "nl");
  await phone.locator("form[action='/settings/language'] button").click();
  for (const [name, to] of [
    ["list", "/programmes"], ["calendar", "/programmes/calendar"], ["budget", "/programmes/budget"],
    ["sources", "/programmes/sources"], ["overview", path], ["preview", `${path}/preview`],
    ["contacts", `${path}/contacts`], ["report", `${path}/report`],
  ]) {
    const reply = await phone.goto(`${server.url}${to}`);
    assert.equal(reply.status(), 200, to);
    assert.equal(await phone.locator("html").getAttribute("lang"), "nl");
    await complete(phone);
    await isAccessible(phone, `phone ${name}`);
    await picture(phone, `programme-phone-${name}`);
    if (name === "preview") {
      await phone.locator("figure.phone iframe").scrollIntoViewIfNeeded();
      await phone.waitForTimeout(300);
      await phone.screenshot({ path: join(screenshots, "programme-phone-mail.png") });
    }
  }
  assert.equal((await phone.goto(`${server.url}${path}/edit`)).status(), 403);
  await phone.done();
});

test("the editor fits a phone, in Dutch", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${server.url}/settings`);
  await page.selectOption("#language", "nl");
  await page.locator("form[action='/settings/language'] button").click();
  await page.goto(`${server.url}${path}/edit`);
  await isAccessible(page, "phone edit");
  await picture(page, "programme-phone-edit");
  await page.done();
});

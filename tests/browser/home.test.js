// The first page of each role, targets and coaching: what each person finds, with axe, on a phone,
// in the dark, in both languages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

const PASSWORD = "correct horse battery";
const EMPLOYEES = ["anna", "bert", "cees", "dora", "emma"];
let server, browser, key, survey, target, coachingPath;
const pages = {};

async function call(method, to, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const reply = await fetch(`${server.url}/api/v1${to}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${to}: ${reply.status} ${await reply.clone().text()}`);
  return reply.status === 204 ? null : reply.json();
}

async function until(what, check) {
  for (let tries = 0; tries < 80; tries += 1) {
    const found = await check();
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  return assert.fail(`${what} did not happen`);
}

const main = async (where) => (await where.locator("main").innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
const complete = async (where) => assert.ok(!(await where.content()).includes("⟨"), `a word is missing on ${where.url()}`);
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

function add(name, role) {
  server.run("user", "add", "--email", `${name}@example.com`, "--role", role, "--password-stdin", { input: `${PASSWORD}\n` });
}

async function personId(name) {
  return (await call("GET", `/people?q=${name}@example.com`)).people[0].user_id;
}

async function loggedIn(name, options = {}) {
  const page = await open(browser, { viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(`${server.url}/login`);
  await page.fill("#email", `${name}@example.com`);
  await page.fill("#password", PASSWORD);
  await page.click("main button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return page;
}

before(async () => {
  server = await start();
  browser = await launch();
  pages.admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(pages.admin, server);
  key = server.run("api-key", "create", "--scope", "write");
  const team = (await call("POST", "/teams", { name: "Service" })).team_id;
  add("dirk", "director");
  add("lena", "lead");
  for (const name of EMPLOYEES) add(name, "employee");
  for (const name of ["lena", ...EMPLOYEES]) await call("PATCH", `/people/${await personId(name)}`, { team_id: team });
  const drivers = [
    { key: "speed", text: { en: "Support answers soon enough", nl: "De support antwoordt snel genoeg" } },
    { key: "clear", text: { en: "The invoice is clear", nl: "De factuur is duidelijk" } },
  ];
  survey = (await call("POST", "/surveys", { template: "relational-nps", title: "How are we doing?", drivers })).id;
  await call("POST", `/surveys/${survey}/publish`);
});

test("empty first pages teach the next step", async () => {
  await pages.admin.goto(`${server.url}/`);
  const told = await main(pages.admin);
  for (const words of ["How we are doing", "Nothing is in trouble.", "No target yet", "No answers yet"]) {
    assert.ok(told.includes(words), told);
  }
  await complete(pages.admin);
  await isAccessible(pages.admin, "empty home");
  await picture(pages.admin, "home-empty");
  for (const path of ["/targets", "/coaching"]) {
    await pages.admin.goto(server.url + path);
    await complete(pages.admin);
    await isAccessible(pages.admin, path);
  }
});

test("answers come in", async () => {
  const words = ["Friendly and quick", "Had to call three times", "Clear answer at once", "The invoice was wrong again", ""];
  const responses = [];
  for (const [at, name] of EMPLOYEES.entries()) {
    for (let i = 0; i < 30; i += 1) {
      const low = (i * 7 + at * 3) % 10 < 3;
      const recommend = low ? 3 + (i % 4) : 8 + (i % 3);
      responses.push({
        answers: {
          recommend, why: words[(i + at) % words.length] || undefined,
          speed: low ? 2 : 5, clear: 3 + ((i + at) % 3),
        },
        answered_at: new Date(Date.now() - (i * 3 + at) * 86_400_000 / 2).toISOString(),
        attributes: { served_by: `${name}@example.com`, phase: i % 2 ? "Support" : "Implementation" },
      });
    }
  }
  for (const one of responses) if (!one.answers.why) delete one.answers.why;
  await call("POST", `/surveys/${survey}/responses/bulk`, { responses });
  for (const title of ["Call the bakery back", "Send the right invoice"]) {
    await call("POST", "/cases", { title, owner_id: await personId("anna"), notify: false });
  }
  pages.anna = await loggedIn("anna");
  await until("it is known who served", async () => {
    await pages.anna.goto(`${server.url}/`);
    return (await main(pages.anna)).includes("30 answers in a year");
  });
});

test("a target is set by a form, flagged, and judged", async () => {
  pages.dirk = await loggedIn("dirk");
  const page = pages.dirk;
  await page.goto(`${server.url}/targets/new`);
  await isAccessible(page, "new target");
  await picture(page, "target-new");
  await page.fill("#from", day(60));
  await page.fill("#to", day(-120));
  await page.fill("#start", "40");
  await page.fill("#aim", "39");
  await page.click("main form button[type=submit]");
  await page.waitForSelector(".error-summary");
  assert.ok((await main(page)).includes("Give an aim that is better than the start."));
  await isAccessible(page, "wrong target");
  await page.fill("#aim", "43");
  await page.click("main form button[type=submit]");
  await page.waitForURL(/said=created/);
  target = new URL(page.url()).pathname;
  const told = await main(page);
  assert.ok(told.includes("The target is set.") && told.includes("To see a change of 3 points you need about"), told);
  await complete(page);
  await isAccessible(page, "target");
  await picture(page, "target");
  await call("POST", "/targets", { survey_id: survey, scope: "group", attribute: "phase", value: "Support", from: day(60), to: day(-60), start: -40, aim: 60 });
  await call("POST", "/targets", { survey_id: survey, scope: "company", from: day(90), to: day(-10), start: 70, aim: 95 });
  await page.goto(`${server.url}/targets`);
  await isAccessible(page, "targets");
  await picture(page, "targets");
});

test("a director sees what matters", async () => {
  const page = pages.dirk;
  await page.goto(`${server.url}/`);
  const told = await main(page);
  for (const words of ["Targets", "What really moved", "Where most is to be gained", "Support answers soon enough", "2 cases are open."]) {
    assert.ok(told.includes(words), told);
  }
  assert.ok(!/\b(anna|bert|cees|dora|emma)\b/i.test(told), "no figure of anybody");
  await complete(page);
  await isAccessible(page, "director");
  await picture(page, "home-director");
});

test("a lead sees the team and opens a coaching page", async () => {
  pages.lena = await loggedIn("lena");
  const page = pages.lena;
  await page.goto(`${server.url}/`);
  const told = await main(page);
  for (const words of ["Touchpoints of your team", "What customers wrote this week", "anna"]) assert.ok(told.includes(words), told);
  await complete(page);
  await isAccessible(page, "lead");
  await picture(page, "home-lead");
  await page.locator("#coaching ~ ul form button").first().click();
  await page.waitForURL(/\/coaching\/[a-z0-9]{26}$/);
  coachingPath = new URL(page.url()).pathname;
  await page.fill("#agreement-text", "Call back within a day");
  await page.fill("#agreement-due", day(-14));
  await page.click("form[action$='/agreements'] button[type=submit]");
  await page.waitForURL(/#agreements$/);
  await page.fill("#note-text", "Two compliments in one week: ask what went well.");
  await page.click("form[action$='/notes'] button[type=submit]");
  await page.waitForURL(/#notes$/);
  await page.goto(`${server.url}${coachingPath}/answers`);
  await isAccessible(page, "choose");
  await picture(page, "coaching-choose");
  await page.locator("main button.link").first().click();
  await page.waitForURL(/#answers$/);
  await complete(page);
  await isAccessible(page, "coaching");
  await picture(page, "coaching-lead");
  await page.goto(`${server.url}/coaching`);
  await isAccessible(page, "coaching list");
  await picture(page, "coaching-list");
});

test("an employee sees the own results, and who looked", async () => {
  const page = pages.anna;
  await page.goto(`${server.url}/`);
  const told = await main(page);
  for (const words of ["Compliments", "Call the bakery back", "the own answers decide"]) assert.ok(told.includes(words), told);
  assert.ok(!/\b(bert|cees|dora|emma)\b/i.test(told), told);
  await complete(page);
  await isAccessible(page, "employee");
  await picture(page, "home-employee");
  await page.goto(server.url + coachingPath);
  const shared = await main(page);
  for (const words of ["Call back within a day", "Who looked", "lena"]) assert.ok(shared.includes(words), shared);
  await isAccessible(page, "coaching of the employee");
  await picture(page, "coaching-employee");
  await page.goto(`${server.url}/targets`);
  assert.ok((await main(page)).includes("No target yet"));
  // Nobody else finds the page.
  for (const other of [pages.dirk, pages.admin]) {
    const reply = await other.goto(server.url + coachingPath);
    assert.equal(reply.status(), 404);
  }
});

test("on a phone, in the dark, in Dutch", async () => {
  const paths = {
    dirk: ["/", "/targets", target, `${target}/edit`],
    lena: ["/", "/coaching", coachingPath, `${coachingPath}/answers`],
    anna: ["/", coachingPath],
    admin: ["/"],
  };
  for (const [name, all] of Object.entries(paths)) {
    const state = await pages[name].context().storageState();
    const phone = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark", storageState: state });
    for (const path of all) {
      await phone.goto(server.url + path);
      await isAccessible(phone, `${name} ${path} on a phone`);
    }
    await phone.goto(server.url + all[0]);
    await picture(phone, `home-${name}-phone-dark`);
    await phone.done();
    const id = name === "admin" ? await personId("admin") : await personId(name);
    await call("PATCH", `/people/${id}`, { language: "nl" });
    for (const path of all) {
      await pages[name].goto(server.url + path);
      assert.equal(await pages[name].locator("html").getAttribute("lang"), "nl");
      await complete(pages[name]);
    }
    await pages[name].goto(server.url + all[0]);
    await isAccessible(pages[name], `${name} in Dutch`);
    await picture(pages[name], `home-${name}-dutch`);
  }
});

after(async () => {
  for (const page of Object.values(pages)) await page.done();
  await browser?.close();
  server?.stop();
});

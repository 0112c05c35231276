// An installation with an example of everything there is, for pictures and measurements of every page.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { launch, open, setUp, start } from "./browser.js";
import { totp } from "./factor.js";
import { sink } from "./smtp.js";

export const PASSWORD = "correct horse battery";
const EMPLOYEES = { anna: "Anna de Wit", bert: "Bert Jansen", cees: "Cees Bakker", dora: "Dora Visser", emma: "Emma Smit" };
const STAFF = { dirk: ["Dirk van Dam", "director"], lena: ["Lena Hofstra", "lead"], paula: ["Paula Meijer", "programme_manager"] };
const DRIVERS = [
  { key: "speed", text: { en: "Support answers soon enough", nl: "De support antwoordt snel genoeg" } },
  { key: "software", text: { en: "The software does what I need", nl: "De software doet wat ik nodig heb" } },
  { key: "invoice", text: { en: "The invoice is clear", nl: "De factuur is duidelijk" } },
  { key: "contact", text: { en: "My contact knows our business", nl: "Mijn contactpersoon kent ons bedrijf" } },
  { key: "price", text: { en: "The price is fair", nl: "De prijs is redelijk" } },
];
const SAID = [
  [3, "Had to call three times before somebody answered. The waiting takes too long."],
  [4, "De factuur klopte weer niet, en niemand kon uitleggen waarom."],
  [5, "The invoice was wrong again and nobody could explain it."],
  [6, "Lang wachten op een antwoord van de helpdesk."],
  [7, "Works, but the app is slow in the morning."],
  [8, "Prima, al is de app soms traag."],
  [9, "Friendly people, helped at once. Thank you!"],
  [10, "Vriendelijk en duidelijk, meteen geholpen."],
  [10, "Our contact knows what we need."],
];
const INDUSTRIES = ["Care", "Retail", "Building", "Government"];
const PHASES = ["Sales", "Implementation", "Launch", "Support"];
const DAY_MS = 86_400_000;

export const day = (ahead) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);

/** Numbers from 0 to 1 that are the same each time. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export async function until(what, check, tries = 120) {
  for (let at = 0; at < tries; at += 1) {
    const found = await check();
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  return assert.fail(`${what} did not happen`);
}

/** Other systems of a company: a CRM with a company, an identity provider, and who takes webhooks or doesn't. */
function others() {
  const server = createServer((request, reply) => {
    const own = `http://127.0.0.1:${server.address().port}`;
    const path = request.url.split("?")[0];
    const object = (id, name) => ({ id, properties: { hs_object_id: id, name, tier: "gold", hs_lastmodifieddate: "2026-01-20T10:00:00Z" } });
    const known = {
      "/crm/v3/properties/companies": { results: [{ name: "name", label: "Name" }, { name: "tier", label: "Tier" }] },
      "/crm/v3/objects/companies": { results: [object("1", "Bakery 1"), object("2", "Hospital West")] },
      "/.well-known/openid-configuration": {
        issuer: own, authorization_endpoint: `${own}/authorize`, token_endpoint: `${own}/token`, jwks_uri: `${own}/keys`,
        end_session_endpoint: `${own}/end`, response_types_supported: ["code"], subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"], code_challenge_methods_supported: ["S256"], scopes_supported: ["openid", "email", "profile"],
      },
      "/keys": { keys: [] },
    };
    request.resume();
    reply.writeHead({ "/gone": 410, "/broken": 503 }[path] ?? 200, { "Content-Type": "application/json" });
    reply.end(JSON.stringify(known[path] ?? { results: [] }));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    resolve({ url: `http://127.0.0.1:${server.address().port}`, stop: () => { server.closeAllConnections(); server.close(); } });
  }));
}

/** What stands in the world, to be filled by the functions below; `ids` names it. */
export class World {
  ids = {};
  pages = {};

  static async make() {
    const world = new this();
    world.post = await sink();
    world.others = await others();
    Object.assign(process.env, {
      LUISTER_SMTP_URL: world.post.url, LUISTER_MAIL_FROM: "Acme <feedback@acme.example>", LUISTER_OUTBOUND_ALLOW: "127.0.0.0/8:*",
    });
    world.server = await start();
    for (const name of ["LUISTER_SMTP_URL", "LUISTER_MAIL_FROM", "LUISTER_OUTBOUND_ALLOW"]) delete process.env[name];
    world.url = world.server.url;
    world.fresh = await start();
    world.browser = await launch();
    return world;
  }

  async stop() {
    await this.browser?.close();
    this.server?.stop();
    this.fresh?.stop();
    this.post?.stop();
    this.others?.stop();
  }

  /** A call of the API, with the key or as somebody who is logged in. */
  async call(method, to, body, page) {
    const headers = { "Content-Type": "application/json", ...(page ? {} : { Authorization: `Bearer ${this.key}` }) };
    const data = body && JSON.stringify(body);
    const reply = page
      ? await page.request.fetch(`${this.url}/api/v1${to}`, { method, headers, data })
      : await fetch(`${this.url}/api/v1${to}`, { method, headers, body: data });
    const text = await reply.text();
    assert.ok(page ? reply.ok() : reply.ok, `${method} ${to}: ${typeof reply.status === "function" ? reply.status() : reply.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** A form that is sent; the page that follows. */
  async form(page, path, fields) {
    const multipart = Object.values(fields).some((value) => value?.buffer);
    const body = multipart ? { multipart: fields } : { form: fields };
    const reply = await page.request.post(`${this.url}${path}`, { ...body, headers: { Accept: "text/html" } });
    assert.ok(reply.ok(), `POST ${path}: ${reply.status()} ${(await reply.text()).slice(0, 2_000)}`);
    return { path: new URL(reply.url()).pathname, html: await reply.text() };
  }

  async logIn(name, options = {}) {
    const page = await open(this.browser, { viewport: { width: 1280, height: 900 }, ...options });
    await page.goto(`${this.url}/login`);
    await page.fill("#email", `${name}@example.com`);
    await page.fill("#password", PASSWORD);
    await page.click("main button[type=submit]");
    await page.waitForURL((url) => !url.pathname.startsWith("/login"));
    this.pages[name] = page;
    return page;
  }

  /** Everything, in the order in which one needs the other. */
  async fill() {
    await this.people();
    await this.customers();
    await this.surveys();
    await this.answers();
    await this.tell();
    await this.act();
    await this.ask();
    await this.connect();
    await this.imports();
    await this.settled();
    return this;
  }

  async people() {
    const admin = await open(this.browser, { viewport: { width: 1280, height: 900 } });
    this.pages.admin = admin;
    await setUp(admin, this.server);
    this.key = this.server.run("api-key", "create", "--scope", "write");
    this.ids.team = (await this.call("POST", "/teams", { name: "Service" })).team_id;
    await this.call("POST", "/teams", { name: "Helpdesk", parent_id: this.ids.team });
    const all = { ...Object.fromEntries(Object.entries(EMPLOYEES).map(([name, full]) => [name, [full, "employee"]])), ...STAFF };
    this.ids.people = {};
    for (const [name, [full, role]] of Object.entries(all)) {
      this.server.run("user", "add", "--email", `${name}@example.com`, "--role", role, "--password-stdin", { input: `${PASSWORD}\n` });
      const { user_id: id } = (await this.call("GET", `/people?q=${name}@example.com`)).people[0];
      const team = role === "employee" || role === "lead" ? { team_id: this.ids.team } : {};
      await this.call("PATCH", `/people/${id}`, { name: full, ...team });
      this.ids.people[name] = id;
    }
    this.ids.people.admin = (await this.call("GET", "/people?q=admin@example.com")).people[0].user_id;
    for (const name of ["dirk", "lena", "anna", "emma"]) await this.logIn(name);
    const { emma } = this.pages;
    await emma.goto(`${this.url}/settings/security`);
    await emma.click("text=Set up a second factor");
    await emma.fill("#code", totp(await emma.textContent("#secret")));
    await emma.click("text=Turn on");
    await emma.locator("#recovery-codes").waitFor();
  }

  /** Somebody who gave the password and is asked for a code; that is forgotten within minutes. */
  async halfway() {
    this.pages.halfway ??= await open(this.browser);
    const page = this.pages.halfway;
    await page.goto(`${this.url}/login`);
    await page.fill("#email", "emma@example.com");
    await page.fill("#password", PASSWORD);
    await page.click("main button[type=submit]");
    await page.waitForURL(/login\/code/);
  }

  async customers() {
    const contacts = [];
    for (let at = 0; at < 24; at += 1) {
      contacts.push({
        external_id: `c${at}`, email: `person${at}@bakery${at % 12}.example`, name: `Person ${at}`, first_name: `P${at}`,
        language: at % 2 ? "en" : "nl", attributes: { tier: at % 3 ? "gold" : "silver" },
        account: { external_id: `a${at % 12}`, name: `Bakery ${at % 12}`, attributes: { industry: INDUSTRIES[at % 4], revenue: 10_000 * (at % 12) } },
      });
    }
    for (const contact of contacts) await this.call("POST", "/contacts", contact);
    const { accounts } = await this.call("GET", "/accounts");
    this.ids.account = accounts[0].account_id;
    this.ids.contact = (await this.call("GET", "/contacts")).contacts[0].contact_id;
    for (const { account_id: account } of accounts.slice(0, 8)) {
      await this.call("PUT", "/responsibilities", { account_id: account, responsibilities: { success_manager: "anna@example.com" } });
    }
    await this.call("POST", "/do-not-contact", { entry: "@rival.example", reason: "a competitor" });
    await this.call("POST", "/views", { noun: "account", name: "Large and silent", query: "no_answer_days=365", shared: true });
  }

  async surveys() {
    const made = await this.call("POST", "/surveys", { template: "relational-nps", title: { en: "How are we doing?", nl: "Hoe doen we het?" }, drivers: DRIVERS });
    this.ids.survey = made.id;
    const published = await this.call("POST", `/surveys/${made.id}/publish`);
    this.ids.public = new URL(published.public_url ?? made.public_url).pathname;
    this.ids.draft = (await this.call("POST", "/surveys", { template: "csat", title: { en: "Was this article of use?", nl: "Had u iets aan dit artikel?" } })).id;
    const ces = await this.call("POST", "/surveys", { template: "ces", title: { en: "Was it easy?", nl: "Ging het makkelijk?" } });
    this.ids.ces = ces.id;
    await this.call("POST", `/surveys/${ces.id}/publish`);
    await this.call("PUT", `/surveys/${ces.id}/widget`, { origins: ["https://www.acme.example"] });
    const { invitations } = await this.call("POST", `/surveys/${this.ids.survey}/invitations`, { invitations: [{ external_id: "one" }, {}, {}] });
    this.ids.personal = new URL(invitations[0].url).pathname;
    for (const [name, rules] of [["Waiting", "wait*\nwacht*"], ["Invoice", "invoice*\nfactuur*"], ["Friendliness", "friendly\nvriendelijk*"]]) {
      this.ids.theme = (await this.call("POST", `/surveys/${this.ids.survey}/themes`, { name, rules })).id;
    }
  }

  async answers() {
    const names = Object.keys(EMPLOYEES);
    const chance = numbers(7);
    const responses = [];
    for (let at = 0; at < 720; at += 1) {
      const age = Math.floor(at * 0.7);
      const phase = Math.floor(chance() * 4);
      // What somebody thinks, from 0 to 1: better since half a year ago, worse while it is being implemented.
      const mood = 0.45 + 0.35 * chance() + 0.25 * chance() - (age > 180 ? 0.08 : 0) - (phase === 1 ? 0.09 : 0);
      const agree = (weight, usual) => Math.max(1, Math.min(5, Math.round(1 + 4 * (weight * mood + (1 - weight) * (usual + 0.9 * (chance() - 0.5))))));
      const score = Math.max(0, Math.min(10, Math.round(11.5 * mood + 2 * (chance() - 0.5))));
      const fitting = SAID.filter(([of]) => Math.abs(of - Math.max(3, score)) < 2);
      responses.push({
        answers: {
          recommend: score, speed: agree(0.7, 0.5), software: agree(0.5, 0.8), invoice: agree(0.35, 0.55), contact: agree(0.25, 0.9), price: agree(0.15, 0.5),
          ...(at % 3 ? {} : { why: fitting[Math.floor(chance() * fitting.length)][1] }),
        },
        attributes: { industry: INDUSTRIES[at % 4], phase: PHASES[phase], account: `Bakery ${Math.floor(37 * chance() * chance())}`, served_by: `${names[at % 5]}@example.com` },
        answered_at: new Date(Date.now() - age * DAY_MS - (at % 9) * 3_600_000).toISOString(),
      });
    }
    await this.call("POST", `/surveys/${this.ids.survey}/responses/bulk`, { responses });
    await this.call("PUT", `/surveys/${this.ids.survey}/sample-settings`, { weight_attribute: null, account_attribute: "account", population_size: 4_000, target_change: 5 });
    const found = (await this.call("GET", `/surveys/${this.ids.survey}/responses`)).responses;
    this.ids.response = found.find((one) => one.answers.why).id;
    const ces = Array.from({ length: 40 }, (_, at) => ({ answers: { effort: 1 + ((at * 3) % 5) }, answered_at: new Date(Date.now() - at * DAY_MS).toISOString() }));
    await this.call("POST", `/surveys/${this.ids.ces}/responses/bulk`, { responses: ces });
  }

  async tell() {
    const { survey } = this.ids;
    const kinds = ["figure", "trend", "distribution", "targets", "phases", "drivers", "cases", "comments", "funnel", "themes", "kss", "text"];
    const of = (kind) => {
      if (kind === "text") return { kind, text: "Read this first: the winter campaign began in November." };
      if (kind === "cases" || kind === "targets") return { kind };
      return { kind, survey_id: survey, ...(kind === "phases" ? { attribute: "phase", order: PHASES } : {}) };
    };
    const board = { title: "Everything at a glance", blocks: kinds.map(of), filter: "period=last-12-months", shares: [{ with: "everybody", may: "see" }] };
    this.ids.board = (await this.call("POST", "/dashboards", board)).id;
    const { html } = await this.form(this.pages.admin, `/dashboards/${this.ids.board}/links`, { label: "For the board", days: "30" });
    this.ids.shared = html.match(/\/shared\/([a-z0-9]{52})/)?.[1] ?? html.match(/shared&#x2f;([a-z0-9]{52})/)[1];
    const target = await this.call("POST", "/targets", { survey_id: survey, scope: "company", from: day(-90), to: day(90), start: 20, aim: 30 });
    this.ids.target = target.id;
    await this.call("POST", "/targets", { survey_id: survey, scope: "group", attribute: "phase", value: "Support", from: day(-60), to: day(60), start: 10, aim: 60 });
    const report = {
      subject: { kind: "survey", survey_id: survey }, filter: "attribute=industry%3ACare", form: "both",
      cadence: { every: "week", day: 1, hour: 8 }, recipients: [this.ids.people.dirk, this.ids.people.admin],
    };
    this.ids.report = (await this.call("POST", "/reports", report)).id;
    await this.call("POST", "/reports", { ...report, subject: { kind: "dashboard", dashboard_id: this.ids.board }, filter: "", form: "pdf", cadence: { every: "month", day: 1, hour: 7 } });
    const page = this.pages.lena;
    this.ids.coaching = (await this.call("POST", "/coaching", { person_id: this.ids.people.anna }, page)).id;
    await this.call("POST", `/coaching/${this.ids.coaching}/entries`, { kind: "agreement", text: "Call back within a day", due: day(14) }, page);
    await this.call("POST", `/coaching/${this.ids.coaching}/entries`, { kind: "note", text: "Two compliments in one week: ask what went well." }, page);
  }

  async act() {
    const { survey } = this.ids;
    const rule = await this.call("POST", "/rules/templates/detractor-callback");
    this.ids.rule = rule.id;
    await this.call("PATCH", `/rules/${rule.id}`, { state: "on" });
    for (let at = 0; at < 10; at += 1) {
      const why = SAID[at % 4][1];
      await this.call("POST", `/surveys/${survey}/responses`, { answers: { recommend: at % 7, why }, attributes: { contact: `c${at}`, served_by: "anna@example.com" } });
    }
    const cases = await until("cases", async () => {
      const found = (await this.call("GET", "/cases")).cases;
      return found.length >= 7 && found;
    });
    this.ids.case = cases[0].case_id;
    const cause = await this.call("POST", "/causes", { kind: "process", name: "Handover between teams" });
    await this.call("PUT", `/cases/${this.ids.case}/causes`, { causes: [cause.cause_id ?? cause.id] }).catch(() => null);
    await this.call("POST", "/conversations", { account_id: this.ids.account, kind: "visit", text: "Yearly talk: content, but waits too long." });
    const improvement = { title: "Sooner answers", why: "Most of those who left said so.", heard: {
      en: { title: "Sooner answers", said: "You waited too long for an answer.", did: "There are more people now, also in the evening." },
      nl: { title: "Sneller antwoord", said: "U wachtte te lang op een antwoord.", did: "Er zijn nu meer mensen, ook 's avonds." },
    } };
    const told = await this.call("POST", "/improvements", improvement);
    const open = await this.call("POST", "/improvements", { title: "An invoice that explains itself" });
    this.ids.improvement = open.id;
    const source = `driver:${survey}:speed`;
    const action = await this.call("POST", "/actions", { title: "Answer tickets within a day", level: "process", due: day(30), improvement_id: told.id, source, owner_id: this.ids.people.anna });
    this.ids.action = action.id;
    await this.call("POST", "/actions", { title: "Explain each line of the invoice", level: "organisation", due: day(-3), improvement_id: open.id });
    await this.call("PATCH", `/actions/${action.id}`, { status: "done" });
    await this.call("POST", `/improvements/${told.id}/close`, { publish: true, tell: false });
    const published = await this.call("GET", `/improvements/${told.id}`);
    this.ids.heard = published.public_path;
  }

  async ask() {
    const settings = await this.call("GET", "/ask/settings");
    const calendar = { ...settings.calendar, working_days: Array(7).fill(true), quiet: null };
    await this.call("PUT", "/ask/settings", { ...settings, calendar });
    const relational = await this.call("POST", "/programmes/templates/relational-nps", { language: "en" });
    this.ids.programme = relational.id;
    const ticket = await this.call("POST", "/programmes/templates/ticket-ces", { language: "nl" });
    await this.call("POST", "/event-sources", { name: "Helpdesk" });
    const schedule = { transactional: { ...ticket.definition.schedule.transactional, delay_minutes: 0 } };
    await this.call("PATCH", `/programmes/${ticket.id}`, { definition: { ...ticket.definition, schedule } });
    await this.call("POST", `/surveys/${ticket.survey_id}/publish`);
    await this.call("POST", `/programmes/${ticket.id}/start`);
    this.ids.ticket = ticket.id;
    const events = [2, 3, 4].map((at) => ({ id: `evt-${at}`, type: "ticket.closed", subject: `ticket-${at}`, contact: { email: `person${at}@bakery${at}.example` } }));
    await this.call("POST", "/events", { events });
    await this.form(this.pages.admin, `/programmes/${relational.id}/test`, { language: "en", mail: "invitation", contact: "" });
    const mail = await until("a mail to a customer", async () => this.post.mails.find((one) => /\/u\/(?!test)/.test(one.html)));
    this.ids.unsubscribe = mail.html.match(/\/u\/[\w-]+/)[0];
    await this.form(this.pages.admin, "/password/forgot", { email: "paula@example.com" });
    const reset = await until("the mail with a new password", async () => this.post.mails.find((one) => /\/password\/reset\//.test(one.text)));
    this.ids.reset = reset.text.match(/\/password\/reset\/[\w-]+/)[0];
  }

  async connect() {
    const pulls = [{ stream: "accounts", source: "companies", id: "hs_object_id", stamp: "hs_lastmodifieddate", filter: "", fields: [{ from: "name", to: "name" }, { from: "tier", to: "attribute:tier" }] }];
    const connector = await this.call("POST", "/connectors", { system: "hubspot", name: "CRM", base_url: this.others.url, secrets: { token: "pat-eu1-example" }, every_minutes: 0, pulls });
    this.ids.connector = connector.connector_id;
    await this.call("POST", `/connectors/${this.ids.connector}/run`);
    const runs = await until("a run", async () => {
      const found = (await this.call("GET", `/connectors/${this.ids.connector}/runs`)).runs;
      return found[0] && ["done", "failed"].includes(found[0].state) && found;
    });
    this.ids.run = runs[0].run_id;
    const webhook = await this.call("POST", "/webhooks", { kind: "standard", name: "Data warehouse", url: `${this.others.url}/hook`, types: [] });
    this.ids.webhook = webhook.id;
    await this.call("POST", `/webhooks/${webhook.id}/test`);
    const { admin } = this.pages;
    this.ids.delivery = (await until("a delivery", async () => {
      const found = (await this.call("GET", `/webhooks/${webhook.id}/deliveries`)).deliveries;
      return found[0]?.state === "delivered" || found[0]?.tries > 0 ? found : null;
    }))[0].id;
    await admin.goto(`${this.url}/settings/sso`);
    const fields = { issuer: this.others.url, client_id: "luister", client_secret: "a secret of sixteen", button: "Log in with Acme", group_claim: "groups", domains: "acme.example", mapping: "staff = employee" };
    for (const [name, value] of Object.entries(fields)) await admin.fill(`#${name}`, value);
    await admin.setChecked("#is_on", true);
    await admin.click("main form[action='/settings/sso'] button[type=submit]");
    await admin.waitForLoadState();
    const login = await (await fetch(`${this.url}/login`)).text();
    this.ids.sso = login.match(/login(?:\/|&#x2f;)sso(?:\/|&#x2f;)([a-z0-9]{26})/)[1];
    await this.form(admin, "/settings/scim/tokens", { name: "Entra ID" });
  }

  async imports() {
    const { admin } = this.pages;
    const rows = ["RESPNUM;AREA;FOOD;SIGNS;NETPRO;REMARK"];
    for (let at = 0; at < 90; at += 1) rows.push(`${at};${"ABG"[at % 3]};${at % 7};${(at % 5) + 1};${at % 12};${at % 3 ? "" : "Too far to walk"}`);
    const upload = async (path, name, text) => {
      const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
      const sent = await this.form(admin, path, { file });
      await until(`${name} is read`, async () => !(await (await admin.request.get(`${this.url}${sent.path}`)).text()).includes("http-equiv=\"refresh\""));
      return sent.path;
    };
    this.ids.newImport = await upload("/import", "airport.csv", rows.join("\n"));
    this.ids.surveyImport = await upload(`/surveys/${this.ids.survey}/import`, "more.csv", "RESPNUM,recommend,speed\n1,9,4\n2,twelve,9\n3,,\n");
    this.ids.contactImport = await upload("/contacts/import", "people.csv", "email,name,company\nnew@bakery1.example,New Person,Bakery 1\nwrong,Nobody,\n");
  }

  /** Waits until what was asked for in the background is done, so that pages don't change by themselves. */
  async settled() {
    await until("it is known who served", async () => {
      const reply = await this.pages.anna.request.get(`${this.url}/`);
      return /\d+ (answers|antwoorden)/.test(await reply.text());
    });
    const { lena } = this.pages;
    const chosen = await lena.request.get(`${this.url}/coaching/${this.ids.coaching}/answers`);
    const response = (await chosen.text()).match(/name="survey_id" value="([^"]+)"><input type="hidden" name="response_id" value="([^"]+)"/);
    assert.ok(response, "an answer to choose");
    await this.form(lena, `/coaching/${this.ids.coaching}/answers`, { survey_id: response[1], response_id: response[2] });
  }
}

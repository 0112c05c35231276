// Makes the program send an example of every mail it can send, to people who read English and to
// people who read Dutch. Time that has to pass is taken from the database.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PASSWORD, World, until } from "./world.js";

/**
 * What the mails of a kind say on different occasions: the name of a picture, and the words by which
 * to know it. Every kind of mail the program has is here, or the test fails.
 */
export const OCCASIONS = {
  alarm: { alarm: /more than chance|meer dan toeval/ },
  case_due: { case_due: /./ },
  case_escalated: { case_escalated: /as promised|zoals beloofd/, case_alarm: /for some time|al een tijd/ },
  case_handed_over: { case_handed_over: /./ },
  case_opened: { case_opened: /./ },
  case_unowned: { case_unowned: /./ },
  digest: { digest: /./ },
  invitation: { invitation: /./ },
  outreach: {
    thanks: /Thank you for your rating|Dank voor uw oordeel/, reference: /as a reference\?|als referentie noemen/,
    panel: /think along|met ons mee/, session: /make this better|dit te verbeteren/, you_said_we_did: /we did: |wij deden: /,
  },
  password_reset: { password_reset: /within an hour|binnen een uur/, invited: /invites you to work|om in Luister te werken/, invited_too: /invited to work in .* too|om ook in/ },
  reminder: { reminder: /./ },
  report: { report: /Industry|Branche|industry|Care/, report_dashboard: /Everything at a glance/ },
  rule_told: { rule_told: /./ },
  test: { test: /./ },
  test_invitation: { test_invitation: /./, test_reminder: /only reminder|enige herinnering/ },
  webhook_trouble: { webhook_dead: /three days|drie dagen/, webhook_failing: /five days|vijf dagen/, webhook_gone: /\(410\)/ },
};

/** Mails of what happens to webhooks come in seconds instead of days. */
const ENVIRONMENT = { LUISTER_WEBHOOK_TEMPO: "50000/500" };

/** A world in which every mail was sent. */
export class Letters extends World {
  static async make() {
    Object.assign(process.env, ENVIRONMENT);
    try {
      return await super.make();
    } finally {
      for (const name of Object.keys(ENVIRONMENT)) delete process.env[name];
    }
  }

  async fill() {
    await this.people();
    await this.colleagues();
    await this.customers();
    await this.surveys();
    await this.answers();
    await this.worse();
    await this.tell();
    await this.act();
    await this.ask();
    await this.aboutCases();
    await this.aboutLogins();
    await this.aboutRules();
    await this.aboutImprovements();
    await this.aboutWebhooks();
    await this.aboutFigures();
    await this.aboutProgrammes();
    return this;
  }

  /** Changes rows past the server. */
  write(...statements) {
    const code = "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], timeout=20)\nfor sql in sys.argv[2:]: db.execute(sql)\ndb.commit()";
    const result = spawnSync("/usr/bin/python3", ["-c", code, join(this.server.data, "luister.db"), ...statements], { encoding: "utf8" });
    assert.equal(result.status, 0, result.stderr);
  }

  /** Of which kind each mail was, by its id. */
  kinds() {
    const code = "import json, sqlite3, sys\nprint(json.dumps(dict(sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute('SELECT mail_id, kind FROM mail'))))";
    const result = spawnSync("/usr/bin/python3", ["-c", code, join(this.server.data, "luister.db")], { encoding: "utf8", maxBuffer: 1 << 24 });
    assert.equal(result.status, 0, result.stderr);
    return JSON.parse(result.stdout);
  }

  /** Somebody who reads Dutch administers too, and leads somebody who does. */
  async colleagues() {
    this.server.run("user", "add", "--email", "nora@example.com", "--role", "administrator", "--language", "nl", "--password-stdin", { input: `${PASSWORD}\n` });
    const { user_id: id } = (await this.call("GET", "/people?q=nora@example.com")).people[0];
    this.ids.people.nora = id;
    await this.call("PATCH", `/people/${id}`, { name: "Nora van den Berg" });
    await this.call("PATCH", `/people/${this.ids.people.bert}`, { language: "nl", lead_id: id });
    await this.call("PATCH", `/people/${this.ids.people.anna}`, { lead_id: this.ids.people.lena });
    await this.logIn("nora");
  }

  /** Cases due soon, just overdue and long overdue; the office never closes, so that it is told at any hour. */
  async aboutCases() {
    const settings = await this.call("GET", "/ask/settings");
    const calendar = { ...settings.calendar, office: { from: 0, to: 1_440 }, holidays: { dutch: false } };
    await this.call("PUT", "/ask/settings", { ...settings, calendar });
    const { anna, bert } = this.ids.people;
    const { contacts } = await this.call("GET", "/contacts");
    const cases = [];
    for (const [at, owner] of [[0, anna], [1, bert]]) {
      const about = { contact_id: contacts[at].contact_id, reason: "Said on the phone that they look for another supplier." };
      const made = (title) => this.call("POST", "/cases", { title, ...about, owner_id: owner, due_minutes: 480 });
      for (const title of ["Call back about the invoice", "The delivery came too late twice", "Nobody answers the telephone"]) cases.push((await made(title)).case_id);
      await this.call("POST", `/cases/${cases.at(-1)}/hand-over`, { to: owner === anna ? bert : anna, note: "They asked for you.\nCall before ten: after that they are in the bakery." });
      await this.call("POST", "/cases", { title: "Somebody wants to be called", ...about });
    }
    const [soon, late] = [30 * 60_000, -20 * 86_400_000].map((ms) => (Date.now() + ms) * 1000);
    const before = (Date.now() - 2 * 86_400_000) * 1000;
    const due = (at, ids) => `UPDATE app_case SET due_at_us = ${at}, opened_at_us = ${before}, owned_since_us = ${before}, look_at_us = 0 WHERE case_id IN (${ids.map((id) => `'${id}'`)})`;
    const just = (Date.now() - 60_000) * 1000;
    this.write(due(soon, [cases[0], cases[3]]), due(late, [cases[1], cases[4]]), due(just, [cases[2], cases[5]]));
  }

  async aboutLogins() {
    const { admin, nora } = this.pages;
    await this.form(admin, "/password/forgot", { email: "nora@example.com" });
    for (const page of [admin, nora]) await this.form(page, "/settings/mail/test", {});
    this.server.run("workspace", "add", "--name", "Bakkerij Jansen & Zonen", "--email", "head@example.com", "--password-stdin", { input: `${PASSWORD}\n` });
    for (const language of ["en", "nl"]) {
      await this.call("POST", "/people", { email: `new-${language}@example.com`, name: "Iris Nieuwenhuis", role: "employee", language, invite: true });
      const elsewhere = `both-${language}@example.com`;
      this.server.run("user", "add", "--workspace", "Bakkerij Jansen & Zonen", "--email", elsewhere, "--role", "viewer", "--language", language, "--password-stdin", { input: `${PASSWORD}\n` });
      await this.call("POST", "/people", { email: elsewhere, name: "Joost Tweewerk", role: "employee", language, invite: true });
    }
  }

  /** Letters of rules to contacts, and word of them to people here. */
  async aboutRules() {
    const people = [this.ids.people.admin, this.ids.people.nora];
    const templates = (await this.call("GET", "/rules/templates?language=en")).templates;
    const wordings = (name) => templates.find((one) => one.name === name).definition.then.find((one) => one.reach_out).reach_out.wording;
    const letters = [["thank", wordings("promoter-thanks")], ["reference", wordings("promoter-reference")], ["session", wordings("improve-together")]];
    const panel = { ...letters[1][1] };
    panel.en = { ...panel.en, subject: "Would you think along with us?", body: "A small group of customers looks at what we want to change, a few times a year." };
    panel.nl = { ...panel.nl, subject: "Denkt u met ons mee?", body: "Een kleine groep klanten kijkt een paar keer per jaar mee met wat wij willen veranderen." };
    let contact = 12;
    for (const [why, wording] of [...letters, ["panel", panel]]) {
      const definition = { on: "answer", when: { class: ["promoter"] }, then: [{ reach_out: { why, wording } }, ...(why === "thank" ? [{ notify: { people } }] : [])] };
      const rule = await this.call("POST", "/rules", { name: `Promoters: ${why}`, definition });
      await this.call("PATCH", `/rules/${rule.id}`, { state: "on" });
      for (const at of [contact, contact + 1]) {
        const answers = { recommend: 9 + (at % 2), why: "Friendly people, helped at once. Thank you!\nAnd the bread is good." };
        await this.call("POST", `/surveys/${this.ids.survey}/responses`, { answers, attributes: { contact: `c${at}` } });
      }
      contact += 2;
      await until(`the rule ${why} fired`, async () => (await this.call("GET", `/rules/${rule.id}/fired`)).fired?.length >= 2);
      await this.call("PATCH", `/rules/${rule.id}`, { state: "off" });
    }
  }

  /** You said, we did: to those who said it. */
  async aboutImprovements() {
    const { survey } = this.ids;
    for (const at of [20, 21]) await this.call("POST", `/surveys/${survey}/responses`, { answers: { recommend: 7, invoice: 1 }, attributes: { contact: `c${at}` } });
    const heard = {
      en: { title: "An invoice you can read", said: "You waited too long for an invoice that explains itself.", did: "Each line now says what it is for and who asked for it." },
      nl: { title: "Een factuur die u kunt lezen", said: "U wachtte te lang op een factuur die zichzelf uitlegt.", did: "Elke regel zegt nu waarvoor die is en wie erom vroeg." },
    };
    const improvement = await this.call("POST", "/improvements", { title: "Invoices", heard });
    const action = await this.call("POST", "/actions", { title: "New invoice", level: "process", improvement_id: improvement.id, source: `driver:${survey}:invoice` });
    await this.call("PATCH", `/actions/${action.id}`, { status: "done" });
    const told = await until("those who said it are known", async () => {
      const found = await this.call("GET", `/improvements/${improvement.id}/voices`);
      return found.reached >= 2 && found;
    });
    await this.call("POST", `/improvements/${improvement.id}/close`, { publish: true, tell: true, expected: told.reached });
  }

  async aboutWebhooks() {
    const webhook = async (name, path) => (await this.call("POST", "/webhooks", { kind: "standard", name, url: `${this.others.url}${path}`, types: [] })).id;
    const test = (id) => this.call("POST", `/webhooks/${id}/test`).catch(() => null);
    await test(await webhook("CRM of sales", "/gone"));
    const broken = await webhook("Data warehouse", "/broken");
    await test(broken);
    await this.arrived(/although it was tried for three days/);
    await until("it is switched off", async () => {
      await test(broken);
      return (await this.call("GET", `/webhooks/${broken}`)).is_on === false;
    });
  }

  /** A month that was worse, early: alarms are looked for once a minute. */
  async worse() {
    const now = new Date();
    const last = (at) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1 + (at % 27), 12)).toISOString();
    const worse = Array.from({ length: 240 }, (_, at) => ({ answers: { recommend: at % 5, speed: 1 + (at % 2) }, attributes: { industry: "Care", phase: "Launch", served_by: "anna@example.com" }, answered_at: last(at) }));
    await this.call("POST", `/surveys/${this.ids.survey}/responses/bulk`, { responses: worse });
  }

  /** Digests and scheduled reports. */
  async aboutFigures() {
    const { admin, nora, anna, lena } = this.pages;
    for (const page of [admin, nora, anna, lena]) await this.form(page, "/settings/digest/send", {});
    const { reports } = await this.call("GET", "/reports");
    for (const page of [admin, nora]) for (const { id } of reports) await this.form(page, `/reports/${id}/send`, {});
  }

  /** Invitations and reminders: a week is over, and nobody answered. */
  async aboutProgrammes() {
    const reminders = { number: 1, spacing_days: 3, open_days: 14 };
    const { definition } = await this.call("GET", `/programmes/${this.ids.ticket}`);
    const { en, nl } = definition.wording;
    const wording = {
      en: { ...en, reminder_subject: "Did we make it easy for you?", reminder_body: "A few days ago I asked about {subject|your question}. This is the only reminder." },
      nl: { ...nl, reminder_subject: "Maakten we het u makkelijk?", reminder_body: "Een paar dagen geleden vroeg ik naar {subject|uw vraag}. Dit is de enige herinnering." },
    };
    await this.call("PATCH", `/programmes/${this.ids.ticket}`, { definition: { ...definition, wording, reminders } });
    await this.arrived(/\/p\/[\w-]+/, "en");
    const us = 4 * 86_400_000_000;
    this.write(`UPDATE programme_invitation SET over = 0, mailed_at_us = mailed_at_us - ${us}`, `UPDATE programme_touch SET at_us = at_us - ${us}`);
    // The planner may have looked at them while this was written: until they are there it looks again.
    await until("the reminders", () => {
      this.write("UPDATE planning_look SET look_at_us = 0");
      return [/make it easy for you/, /u makkelijk/].every((words) => this.post.mails.some((mail) => words.test(mail.subject)));
    });
    for (const language of ["en", "nl"]) {
      for (const mail of ["invitation", "reminder"]) await this.form(this.pages.admin, `/programmes/${this.ids.programme}/test`, { language, mail, contact: "" });
    }
  }

  /** The mails there are: kind, occasion, language and what was sent. */
  sent() {
    const kinds = this.kinds();
    return this.post.mails.map((mail) => {
      const kind = kinds[mail.head["message-id"].match(/<([^@]+)@/)[1]];
      const [occasion] = Object.entries(OCCASIONS[kind] ?? {}).findLast(([, words]) => words.test(`${mail.subject}\n${mail.text}`)) ?? [];
      return { kind, occasion, language: mail.head["content-language"], mail };
    });
  }

  async arrived(words, language) {
    const is = (mail) => words.test(`${mail.subject}\n${mail.text}`) && (!language || mail.head["content-language"] === language);
    return until(`a mail with ${words}`, async () => this.post.mails.find(is), 360);
  }
}

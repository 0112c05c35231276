// Every mail the program can send, as it was sent: in English and in Dutch, wide and light, and dark on
// a phone. The pictures are in target/screenshots/mails, with the plain text of each beside it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAccessible, mails, open, screenshots } from "./browser.js";
import { Letters, OCCASIONS } from "./letters.js";
import { until } from "./world.js";

const folder = join(screenshots, "mails");
const LOOKS = { "": { viewport: { width: 900, height: 700 } }, "-dark": { viewport: { width: 360, height: 700 }, colorScheme: "dark" } };
const occasions = Object.entries(OCCASIONS).flatMap(([kind, of]) => Object.keys(of).map((name) => ({ kind, name })));
// A mail is no page: it has no landmarks, and tables for its frame.
const RULES = ["color-contrast", "image-alt", "link-name", "html-has-lang", "document-title", "link-in-text-block", "list", "valid-lang"];
let letters;

before(async () => {
  mkdirSync(folder, { recursive: true });
  letters = await Letters.make();
  await letters.fill();
});
after(async () => { await letters?.stop(); });

test("every kind of mail is known, with its occasions", () => {
  assert.deepEqual(Object.keys(OCCASIONS).sort(), mails().sort(), "say in letters.js what it looks like, so that it is looked at");
});

test("every mail is sent in both languages, and can be read everywhere", async () => {
  let sent = [];
  const of = ({ kind, name }, language) => sent.find((one) => one.kind === kind && one.occasion === name && one.language === language);
  const missing = () => occasions.flatMap((one) => ["en", "nl"].filter((language) => !of(one, language)).map((language) => `${one.name} ${language}`));
  await until("every mail", () => {
    sent = letters.sent();
    return missing().length === 0;
  }, 300).catch(() => assert.deepEqual(missing(), []));
  const wrong = [];
  for (const [look, options] of Object.entries(LOOKS)) {
    const page = await open(letters.browser, { ...options, javaScriptEnabled: true });
    for (const one of occasions) {
      for (const language of ["en", "nl"]) {
        const { mail } = of(one, language);
        const name = `${one.name}-${language}${look}`;
        try {
          await page.setContent(mail.html);
          await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
          await isReadable(page, { name, language, mail });
          // What axe sees is the same in both languages.
          if ((language === "nl") === (look !== "")) await isAccessible(page, name, RULES);
        } catch (error) {
          wrong.push(`${name}: ${error.message}`);
        }
        if (!look) writeFileSync(join(folder, `${name}.txt`), `${mail.subject}\n\n${mail.text}`);
      }
    }
    await page.done();
  }
  assert.equal(wrong.length, 0, `\n${wrong.join("\n\n")}`);
});

/** What must hold of every mail. */
async function isReadable(page, { name, language, mail }) {
  assert.ok(mail.subject.length > 5 && mail.subject.length < 150, `subject: ${mail.subject}`);
  for (const text of [mail.subject, mail.text, await page.evaluate(() => document.body.innerText)]) {
    assert.equal(text.match(/⟨[^⟩]*|.{0,40}\b(NaN|undefined|null|Infinity)\b.{0,40}|\{\w+\}/)?.[0], undefined, text);
    assert.ok(text.length > 20 || text === mail.subject, "says nothing");
  }
  assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  assert.equal(await page.title(), mail.subject);
  // What can be clicked in the one can be reached in the other.
  const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
  assert.ok(links.length > 0 || name.startsWith("test-"), "no link");
  const main = await page.evaluate(() => document.querySelector("a.button, .button a")?.href);
  if (main) assert.ok(mail.text.includes(main), `the text lacks ${main}`);
}

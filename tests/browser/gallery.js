// Looks at pages of a filled installation: what every page must be, whatever it shows.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, open, picture } from "./browser.js";
import { GROUPS, pages } from "./pages.js";
import { World } from "./world.js";

const LIGHT = { viewport: { width: 1280, height: 900 } };
const DARK = { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "nl-NL" };
// What may be wrong on a phone in the dark and right on a wide light screen; the rest is asked there.
const OTHER_IN_THE_DARK = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block", "html-has-lang", "label", "empty-heading"];

/** Everything once, and the pages of each person in both looks. */
export class Gallery {
  views = {};

  static async open() {
    const gallery = new Gallery();
    gallery.world = await World.make();
    await gallery.world.fill();
    gallery.all = pages(gallery.world);
    return gallery;
  }

  async close() {
    await this.world?.stop();
  }

  /** A page in one look, logged in as somebody; the same one each time. */
  async view(as, options) {
    const key = `${as} ${options.locale ?? "en"}`;
    if (!this.views[key]) {
      if (as === "halfway") await this.world.halfway();
      const storageState = as ? await this.world.pages[as].context().storageState() : undefined;
      const page = await open(this.world.browser, { ...options, storageState });
      page.said = [];
      page.on("console", (message) => { if (message.type() === "error") page.said.push(message.text()); });
      page.on("pageerror", (error) => page.said.push(error.message));
      this.views[key] = page;
    }
    return this.views[key];
  }

  async visit(page, one) {
    page.said.length = 0;
    const reply = await page.goto(one.url);
    const what = `${one.path} as ${one.as ?? "nobody"}`;
    assert.equal(reply.status(), 200, what);
    if (one.to) assert.equal(new URL(page.url()).pathname, one.to, what);
    else assert.equal(new URL(page.url()).pathname, one.path.split("?")[0], what);
    assert.deepEqual(await page.evaluate(missing), [], `words are missing on ${what}`);
    // Pages for programmers name such values on purpose.
    const text = /^\/(api\/docs|settings\/audit)/.test(one.path) ? "" : await page.evaluate(() => document.body.innerText);
    assert.equal(text.match(/.{0,40}\b(NaN|undefined|null|Infinity)\b.{0,40}/)?.[0], undefined, what);
    return what;
  }

  /** Light and wide in English; dark, on a phone and in Dutch. All that is wrong is told at once. */
  async look(chosen) {
    const wrong = [];
    const tried = async (one, view) => { try { await view(); } catch (error) { wrong.push(`${one.name}: ${error.message}`); } };
    const people = Object.entries(this.world.ids.people);
    for (const one of chosen) {
      await tried(one, async () => {
        const page = await this.view(one.as, LIGHT);
        const what = await this.visit(page, one);
        await picture(page, `all/${one.name}`);
        await isAccessible(page, what);
        await page.keyboard.press("Tab");
        assert.deepEqual(await page.evaluate(unseen), [], `who goes through ${what} by keyboard does not see where they are`);
        assert.deepEqual(page.said, [], `the console of ${what}`);
      });
    }
    const whose = [...new Set(chosen.map(({ as }) => as))].filter(Boolean);
    const speak = (language) => Promise.all(people.filter(([name]) => whose.includes(name)).map(([, id]) => this.world.call("PATCH", `/people/${id}`, { language })));
    await speak("nl");
    for (const one of chosen) {
      await tried(one, async () => {
        const page = await this.view(one.as, DARK);
        await page.setViewportSize(DARK.viewport);
        const what = `${await this.visit(page, one)}, dark`;
        if (!one.speaks) assert.equal(await page.evaluate(() => document.documentElement.lang), "nl", what);
        await picture(page, `all/${one.name}-dark`);
        await isAccessible(page, what, OTHER_IN_THE_DARK);
        await page.setViewportSize({ width: 320, height: 640 });
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(sideways <= 0, `${what} scrolls sideways by ${sideways} px at 320 px`);
        assert.deepEqual(page.said, [], `the console of ${what}`);
      });
    }
    await speak("en");
    assert.equal(wrong.length, 0, `\n${wrong.join("\n\n")}`);
  }
}

/** Words that nobody wrote stand between these brackets. */
function missing() {
  return document.documentElement.innerHTML.match(/⟨[^⟩]*⟩?/g) ?? [];
}

/** What can be seen and used, but not reached by keyboard, or does not show when it is. */
function unseen() {
  const looks = (element) => {
    const style = getComputedStyle(element);
    return ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor", "clipPath", "left", "top"].map((name) => style[name]).join();
  };
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  return all.filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true })).filter((element) => {
    // Boxes and buttons of choice show it on what stands for them.
    const around = [element, element.parentElement, element.nextElementSibling, element.closest("label"), element.labels?.[0]].filter(Boolean);
    document.activeElement?.blur();
    const before = around.map(looks).join();
    element.focus();
    return document.activeElement !== element || around.map(looks).join() === before;
  }).map((element) => element.outerHTML.slice(0, 200));
}

/** The test of one file: a group of pages. */
export function group(name) {
  const held = {};
  before(async () => { held.gallery = await Gallery.open(); });
  after(async () => { await held.gallery?.close(); });
  test(`pages to ${name}`, async () => {
    const chosen = held.gallery.all.filter(({ pattern }) => GROUPS[name].test(pattern));
    assert.ok(chosen.length > 10, `${chosen.length} pages`);
    await held.gallery.look(chosen);
  });
  return held;
}

// The report of `luister analyze` in a real browser: one file, opened from the disk.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { analyze, isAccessible, launch, open, picture, screenshots } from "./browser.js";

let browser;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

/** Writes the sample's report beside the screenshots; its address. */
function report(by) {
  const html = analyze(
    "samples/carpentries_longterm.csv", "--score", "recommend", "--by", by, "--format", "html",
  );
  const path = join(screenshots, `report-${by}.html`);
  writeFileSync(path, html);
  return pathToFileURL(path).href;
}

async function look(url, name, options) {
  const page = await open(browser, options);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(url);
  await isAccessible(page, name);
  await picture(page, name);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  await isAccessible(page, `${name}, all tables`);
  await picture(page, `${name}-tables`);
  assert.deepEqual(asked, [url], "the report loads nothing else");
  return page;
}

const screens = {
  light: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 320, height: 640 }, colorScheme: "light" },
};

for (const [screen, options] of Object.entries(screens)) {
  test(`the report over waves, ${screen}`, async () => {
    const page = await look(report("wave"), `report-wave-${screen}`, options);
    assert.match(await page.locator("h1").innerText(), /^NPS is 43, between 38 and 49/);
    await page.getByText("NPS over time", { exact: true }).first().waitFor();
    await page.done();
  });

  test(`the report by group, ${screen}`, async () => {
    const page = await look(report("country"), `report-country-${screen}`, options);
    await page.getByText("Groups with fewer than 30 answers are in the table only.").waitFor();
    await page.done();
  });
}

test("what is folded on the screen is there on paper", async () => {
  const page = await open(browser, screens.light);
  await page.goto(report("country"));
  const table = page.getByRole("columnheader", { name: "beside all others" });
  assert.equal(await table.isVisible(), false);
  await page.emulateMedia({ media: "print" });
  const height = () =>
    page.evaluate(() => document.querySelector("details table").getBoundingClientRect().height);
  assert.ok((await height()) > 50);
  await page.pdf({ path: join(screenshots, "report.pdf"), format: "A4" });
  await page.done();
});

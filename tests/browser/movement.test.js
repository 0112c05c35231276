// What moved: a drop in one industry is told, drawn and located; on a wide screen, on a phone and in
// the dark, in both languages, with and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, path;

/** The same numbers every time, 0 to 1. */
let seed = 7;
function random() {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
}

/** Eighteen months of four industries; in the last one retail drops, and with it one driver. */
function rows() {
  const rows = ["id,recommend,software,support,industry,region,day"];
  for (let month = 0; month < 18; month++) {
    for (const industry of ["Care", "Finance", "Retail", "Transport"]) {
      for (let i = 0; i < 60; i++) {
        const hit = industry === "Retail" && month === 17;
        const [low, high] = hit ? [0.65, 0.1] : [0.2, 0.5];
        const at = random();
        const score = at < low ? 4 : at < 1 - high ? 8 : 10;
        const agree = () => Math.max(1, Math.min(5, (score < 7 ? 3 : 4) + Math.floor(random() * 3) - 1));
        const year = 2024 + Math.floor(month / 12);
        const day = `${year}-${String((month % 12) + 1).padStart(2, "0")}-${String(1 + Math.floor(random() * 28)).padStart(2, "0")}`;
        const region = random() < 0.5 ? "North" : "South";
        rows.push([rows.length, score, hit ? 1 + Math.floor(random() * 3) : agree(), agree(), industry, region, day].join(","));
      }
    }
  }
  return rows.join("\n");
}

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  const file = join(server.data, "answers.csv");
  writeFileSync(file, rows());
  const told = server.run("import", file, "--new", "Customers", "--score", "recommend",
    "--drivers", "software,support", "--attributes", "industry,region", "--external-id", "id", "--answered-at", "day");
  const survey = told.match(/^Survey (\S+)/m)[1];
  path = `/surveys/${survey}/movement`;
  const key = server.run("api-key", "create", "--scope", "write");
  const reopened = await fetch(`${server.url}/api/v1/surveys/${survey}/reopen`, {
    method: "POST", headers: { Authorization: `Bearer ${key}` },
  });
  assert.equal(reopened.status, 200);
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
});

const text = async (page, selector) => (await page.locator(selector).innerText()).replaceAll(/[\u00a0\u202f]/g, " ");

test("the alarm says what, from what to what, since when, how sure and where", async () => {
  await admin.goto(server.url + path);
  const told = await text(admin, "#movement");
  for (const part of [/NPS fell by \d+ points, to .?\d+ in Jun 2025\./, /NPS fell by \d+ points: from \d+ in .* to .?\d+ in Jun 2025\./, /Mostly in industry Retail: from \d+ to −\d+\./,
    /NPS of industry Retail fell/, /[Cc]hance alone does this/, /usual \d+/]) {
    assert.match(told, part);
  }
  assert.ok(!/significan/i.test(told));
  await isAccessible(admin, "movement");
  await picture(admin, "movement-1280");
  for (const details of await admin.locator("details.explain, #rest + * , .chart-tools details, #movement details").all()) {
    await details.evaluate((element) => { element.open = true; });
  }
  await isAccessible(admin, "movement with everything open");
  await picture(admin, "movement-open");
});

test("the parts that are shown add up to the change that is shown", async () => {
  await admin.goto(`${server.url}${path}?series=recommend&where=industry`);
  const rows = await admin.locator("#picture-where tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim().replaceAll("−", "-"))));
  const sum = rows.pop();
  const column = (n) => rows.reduce((all, row) => all + Number(row[n]), 0);
  assert.ok(Math.abs(column(7) - Number(sum[7])) < 1e-6, JSON.stringify(rows));
  assert.ok(Math.abs(column(10) - Number(sum[10])) < 1e-6, JSON.stringify(rows));
  assert.ok(rows.length === 4 && Number(sum[7]) < 0);
});

test("a card leads to its chart, and a split to another", async () => {
  await admin.goto(server.url + path);
  await admin.locator(".moved", { hasText: "industry Retail fell" }).first().getByRole("link", { name: /^Chart/ }).click();
  await admin.waitForURL(/series=industry%3ARetail|series=industry:Retail/);
  assert.match(await text(admin, "#chart"), /industry Retail by month/);
  await admin.goto(`${server.url}${path}?series=software`);
  await admin.getByRole("navigation", { name: "Split by" }).getByRole("link", { name: "region" }).click();
  await admin.waitForURL(/where=region/);
  assert.match(await text(admin, "#where"), /by region/);
  await isAccessible(admin, "movement of a driver by region");
  const [download] = await Promise.all([
    admin.waitForEvent("download"),
    admin.locator("#picture-control").getByRole("link", { name: "CSV" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "control.csv");
});

test("on a phone, in the dark, in Dutch; and without scripts", async () => {
  const phone = await open(browser, {
    viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "nl-NL",
  });
  await phone.context().addCookies(await admin.context().cookies());
  await phone.goto(`${server.url}/settings`);
  await phone.selectOption("#language", "nl");
  await phone.locator("form[action='/settings/language'] button").click();
  for (const [name, address] of [["survey", path], ["quarter", `${path}?step=quarter&series=software`], ["everywhere", "/understand/movement"]]) {
    await phone.goto(server.url + address);
    assert.ok(!(await phone.content()).includes("⟨"), `a word is missing on ${address}`);
    await isAccessible(phone, `movement ${name} on a phone`);
    await picture(phone, `movement-phone-${name}`);
  }
  await phone.goto(`${server.url}/settings`);
  await phone.selectOption("#language", "en");
  await phone.locator("form[action='/settings/language'] button").click();
  await phone.done();
  const bare = await open(browser, { javaScriptEnabled: false, colorScheme: "dark", viewport: { width: 1280, height: 900 } });
  await bare.context().addCookies(await admin.context().cookies());
  await bare.goto(`${server.url}/understand/movement`);
  await picture(bare, "movement-everywhere-dark");
  await bare.getByRole("link", { name: "Customers" }).first().click();
  await bare.getByRole("link", { name: "quarter", exact: true }).click();
  assert.match(await text(bare, "#movement"), /Q2 2025/);
  await picture(bare, "movement-dark");
  await bare.done();
});

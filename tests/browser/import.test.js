// A file is brought in by somebody whose browser runs no scripts; the pages are then looked at by
// axe-core, on a wide screen and on a phone, in both languages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, admin, phone, here;

const rows = ["RESPNUM;AREA;FOOD;SIGNS;NETPRO;REMARK"];
for (let i = 0; i < 90; i++) {
  const remark = i % 3 ? "" : `"<b onclick=alert(1)>${i}</b>; =1+1"`;
  rows.push(`${i};${"ABG"[i % 3]};${i % 7};${(i % 5) + 1};${i % 12};${remark}`);
}
const file = { name: "airport.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };

before(async () => {
  server = await start();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
  const cookies = await admin.context().cookies();
  phone = await open(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  await phone.context().addCookies(cookies);
});

after(async () => {
  await phone?.done();
  await admin?.done();
  await browser?.close();
  server?.stop();
});

async function look(path, name) {
  for (const width of [1280, 320]) {
    await admin.setViewportSize({ width, height: 900 });
    await admin.goto(server.url + path);
    await isAccessible(admin, `${name} at ${width} px`);
    await picture(admin, `${name}-${width}`);
  }
}

/** The page as soon as nothing runs any more; without scripts it loads itself again. */
async function settled() {
  await phone.locator("meta[http-equiv=refresh]").waitFor({ state: "detached", timeout: 15000 });
}

test("a file becomes a survey", async () => {
  await phone.goto(`${server.url}/import`);
  await look("/import", "import-new-start");
  await phone.setInputFiles("#file", file);
  await phone.click("main button[type=submit]");
  await settled();
  await look(new URL(phone.url()).pathname, "import-new-columns");
  assert.equal(await phone.inputValue("#column_4"), "score");
  assert.equal(await phone.inputValue("#column_2"), "driver");
  assert.equal(await phone.inputValue("#column_5"), "comment");
  await phone.fill("#title", "Airport");
  await phone.click("main button[type=submit]");
  await settled();
  here = new URL(phone.url()).pathname;
  await look(here, "import-mapping-codes");
});

test("codes are named, rows checked and stored", async () => {
  await phone.fill("[name=score_blank]", "11");
  await phone.fill("[name=statements_blank]", "0");
  await phone.fill("[name=statements_dont_know]", "6");
  await phone.getByRole("button", { name: "Check again" }).click();
  await settled();
  await phone.getByText("All 90 rows can be stored").waitFor();
  await look(here, "import-mapping");
  await phone.getByRole("button", { name: "Import 90 rows" }).click();
  await settled();
  await phone.getByText("90 rows of airport.csv are stored").waitFor();
  await look(here, "import-done");
  const survey = here.split("/").slice(0, 3).join("/");
  await look(`${survey}/import`, "import-start");
});

test("rejected rows are shown with their reasons, in Dutch too", async () => {
  const survey = here.split("/").slice(0, 3).join("/");
  await phone.goto(`${server.url}${survey}/import`);
  await phone.setInputFiles("#file", {
    name: "fout.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("RESPNUM,recommend,food\n1,9,4\n2,twaalf,9\n3,,\n"),
  });
  await phone.click("main button[type=submit]");
  await settled();
  const mapping = new URL(phone.url()).pathname;
  await admin.goto(`${server.url}/settings`);
  await admin.selectOption("#language", "nl");
  await admin.locator("form[action='/settings/language'] button").click();
  await look(mapping, "import-mapping-rejected-nl");
  await phone.reload();
  await phone.getByText("1 rijen kunnen worden opgeslagen, 2 niet").waitFor();
  await phone.getByText("Geen heel getal van 0 tot 10").waitFor();
  await phone.getByRole("button", { name: "Eén rij importeren" }).click();
  await settled();
  await look(mapping, "import-done-rejected-nl");
});

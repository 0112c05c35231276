// The organisation: teams, people from a file, roles, workspaces; on a phone, in the dark, in Dutch.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";

let server, browser, page;
const hostile = `<img src=x onerror=alert(1)> "North" & *South*`;

const complete = async (where) => assert.ok(!(await where.content()).includes("⟨"), `a word is missing on ${where.url()}`);

async function look(name) {
  await complete(page);
  await isAccessible(page, name);
  await picture(page, name);
}

before(async () => {
  server = await start();
  browser = await launch();
  page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(page, server);
});

after(async () => {
  await page?.done();
  await browser?.close();
  server?.stop();
});

test("teams are made, and people put in them, without a script", async () => {
  await page.goto(`${server.url}/settings/teams`);
  await page.getByText("No teams yet").waitFor();
  await look("teams-empty");
  for (const [name, parent] of [["Service", ""], [hostile, "Service"], ["Desk", hostile], ["Sales", ""]]) {
    await page.fill("#name", name);
    if (parent) {
      const value = await page.locator("#parent option", { hasText: parent }).first().getAttribute("value");
      await page.selectOption("#parent", value);
    }
    await page.getByRole("button", { name: "Make the team" }).click();
    await page.getByText("The team is made.").waitFor();
  }
  assert.equal(await page.locator(".teams tbody tr").count(), 4);
  await look("teams");
  await page.getByRole("link", { name: "Service", exact: true }).click();
  await page.selectOption("#person", { index: 1 });
  await page.getByRole("button", { name: "Put in the team" }).click();
  await page.locator("[role=status]").waitFor();
  assert.equal(await page.locator("main tbody tr").count(), 1);
  await look("team");
});

test("people come from a file, and what is wrong with it is told", async () => {
  const bad = join(server.data, "bad.csv");
  writeFileSync(bad, "email,role,team\nnobody,boss,A//B\n");
  await page.goto(`${server.url}/settings/people/import`);
  await look("people-file");
  await page.setInputFiles("#file", bad);
  await page.getByRole("button", { name: "Store the file" }).click();
  await page.getByText("Nothing is stored").waitFor();
  await look("people-file-wrong");
  const good = join(server.data, "good.csv");
  const lines = ["lea,lead,Service", "eva,employee,Service / North", "paul,programme_manager,"];
  writeFileSync(good, `email,role,team\n${lines.map((l) => l.replace(",", "@example.com,")).join("\n")}\n`);
  await page.setInputFiles("#file", good);
  await page.getByRole("button", { name: "Store the file" }).click();
  await page.getByText("3 added").waitFor();
  await page.goto(`${server.url}/settings/people`);
  assert.equal(await page.locator("main tbody tr").count(), 4);
  await look("people");
  await page.getByRole("link", { name: "eva" }).click();
  await look("person");
  await page.goto(`${server.url}/settings/roles`);
  await look("roles");
});

test("a second workspace is made, and one changes between them", async () => {
  await page.goto(`${server.url}/settings/workspaces`);
  await page.fill("#name", "Client & Sons");
  await page.fill("#email", "admin@example.com");
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await page.getByText("The workspace is made.").waitFor();
  await look("workspaces");
  await page.selectOption("#place", { label: "Client & Sons" });
  await page.click("text=Go there");
  await page.goto(`${server.url}/settings/people`);
  assert.equal(await page.locator("main tbody tr").count(), 1);
  await page.goto(`${server.url}/settings`);
  await page.locator("dd", { hasText: "Client & Sons" }).waitFor();
  await look("settings-workspace");
});

test("on a phone, in the dark, in Dutch", async () => {
  const phone = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark" });
  await phone.goto(`${server.url}/login`);
  await phone.fill("#email", "admin@example.com");
  await phone.fill("#password", "correct horse battery");
  await phone.click("main button[type=submit]");
  await phone.waitForURL((url) => url.pathname !== "/login");
  const first = await phone.locator("#place option").first().getAttribute("value");
  await phone.selectOption("#place", first);
  await phone.locator("form.place button").click();
  await phone.goto(`${server.url}/settings`);
  await phone.selectOption("#language", "nl");
  await phone.locator("form[action='/settings/language'] button").click();
  assert.equal(await phone.getAttribute("html", "lang"), "nl");
  for (const to of ["teams", "people", "people/import", "roles", "workspaces"]) {
    await phone.goto(`${server.url}/settings/${to}`);
    await complete(phone);
    await isAccessible(phone, `${to} on a phone`);
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${to} is ${wide} px wide`);
    await picture(phone, `phone-${to.replace("/", "-")}`);
  }
  await phone.done();
});

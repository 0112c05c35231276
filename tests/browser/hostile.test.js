// What customers and files send is text, never markup: canaries in every stored string, all pages
// visited, nothing runs, and the raw page holds them escaped.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch, open, setUp, start } from "./browser.js";

const CANARIES = [
  "<script>window.hacked=1</script>",
  "<img src=x onerror=window.hacked=1>",
  "\"><svg onload=window.hacked=1>",
  "'-alert(1)-'",
  "{{ 7*7 }}{% raw %}",
  "javascript:window.hacked=1",
  "</textarea><script>window.hacked=1</script>",
  "</title><script>window.hacked=1</script>",
];

let server, browser, page, key;

before(async () => {
  server = await start();
  browser = await launch();
  page = await open(browser);
  await setUp(page, server);
  key = server.run("api-key", "create", "--scope", "write");
});

after(async () => {
  await page?.done();
  await browser?.close();
  server?.stop();
});

async function api(method, path, body) {
  const reply = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const json = await reply.json();
  assert.ok(reply.ok, JSON.stringify(json));
  return json;
}

test("no stored text is ever run or read as markup", async () => {
  const evil = CANARIES.join(" ");
  const made = await api("POST", "/api/v1/surveys", {
    template: "relational-nps",
    title: evil.slice(0, 190),
    drivers: [{ key: "software", text: { en: evil, nl: evil } }],
  });
  const survey = `/surveys/${made.id}`;
  await api("POST", `/api/v1/surveys/${made.id}/publish`);
  for (let i = 0; i < 40; i++) {
    await api("POST", `/api/v1/surveys/${made.id}/responses`, {
      answers: { recommend: i % 11, software: (i % 5) + 1, why: CANARIES[i % CANARIES.length] },
      attributes: { [CANARIES[i % 2].slice(0, 60)]: CANARIES[i % CANARIES.length], team: evil.slice(0, 190) },
      external_id: `${CANARIES[i % CANARIES.length]}-${i}`.slice(0, 100),
    });
  }
  const paths = [
    "/surveys", survey, `${survey}/share`, `${survey}/preview`, `${survey}/results`,
    `${survey}/results?by=team`, `${survey}/responses`, `${survey}/invitations`,
    `${survey}/import`, "/understand", new URL(made.public_url).pathname,
    `${survey}/results?attribute=team%3A${encodeURIComponent(evil)}`,
    `/surveys/${encodeURIComponent(CANARIES[0])}`, `/login?next=${encodeURIComponent(CANARIES[0])}`,
    `${survey}/results?${encodeURIComponent(CANARIES[1])}=1`, `${survey}/results?q=${encodeURIComponent(evil)}`,
  ];
  for (const path of paths) {
    const reply = await page.goto(server.url + path);
    assert.equal(await page.evaluate(() => window.hacked), undefined, path);
    const raw = await reply.text();
    for (const canary of ["<script>window", "<img src=x", "<svg onload"]) {
      assert.ok(!raw.includes(canary), `${path} holds ${canary}`);
    }
    assert.ok(!/href="javascript:/i.test(raw), path);
  }
});

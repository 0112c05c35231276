// Logging in through a real, certified OpenID provider, in a real browser: who gets in, who does not,
// and what is done with answers that were tampered with. Second factor and sessions beside it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { isAccessible, launch, open, picture, setUp, start } from "./browser.js";
import { totp } from "./factor.js";
import { startProvider } from "../oidc/provider.js";

let server, browser, admin, provider;
const people = {
  ann: { email: "ann@acme.nl", email_verified: true, name: "Ann Jansen", groups: ["staff"] },
  bob: { email: "bob@acme.nl", email_verified: false, name: "Bob", groups: ["staff"] },
  eve: { email: "eve@evil.nl", email_verified: true, name: "Eve", groups: ["staff"] },
  nel: { email: "nel@acme.nl", email_verified: true, name: "Nel", groups: ["others"] },
};

before(async () => {
  let url = "http://127.0.0.1:1";
  provider = await startProvider(() => url, people);
  process.env.LUISTER_OUTBOUND_ALLOW = "127.0.0.0/8:*";
  server = await start();
  url = server.url;
  provider.renew();
  browser = await launch();
  admin = await open(browser, { viewport: { width: 1280, height: 900 } });
  await setUp(admin, server);
});

after(async () => {
  await admin?.done();
  await browser?.close();
  server?.stop();
  provider?.stop();
});

/** Fills the settings in; `changes` are the fields that differ. */
async function settings(changes = {}) {
  const fields = {
    issuer: provider.issuer, client_id: "luister", button: "Log in with Acme",
    group_claim: "groups", domains: "acme.nl", mapping: "bosses = director\nstaff = analyst", ...changes,
  };
  await admin.goto(`${server.url}/settings/sso`);
  if (!changes.keepSecret) await admin.fill("#client_secret", "a secret of sixteen + more: &%");
  for (const name of ["issuer", "client_id", "button", "group_claim", "domains", "mapping"]) {
    await admin.fill(`#${name}`, fields[name]);
  }
  await admin.setChecked("#is_on", true);
  await admin.setChecked("#links_by_email", fields.links ?? false);
  await admin.setChecked("#makes_people", fields.makes ?? false);
  await admin.click("main form[action='/settings/sso'] button[type=submit]");
  await admin.waitForLoadState();
}

/** Goes to the provider from the login page and logs in there; the page is back at Luister then. */
async function logIn(page, account, next = "") {
  await page.goto(`${server.url}/login${next}`);
  await page.click("text=Log in with Acme");
  await page.fill("input[name=login]", account);
  await page.fill("input[name=password]", "any");
  await page.click("button[type=submit]");
  await page.waitForLoadState();
  if (page.url().startsWith(provider.issuer)) {
    await page.click("button[type=submit]");
    await page.waitForLoadState();
  }
  return page;
}

/** A browser of its own in which `account` logs in; resolves with what the page says. */
async function tried(account) {
  const page = await open(browser);
  await logIn(page, account);
  const said = { path: new URL(page.url()).pathname, text: await page.textContent("main") };
  said.cookies = (await page.context().cookies(server.url)).map((c) => c.name);
  said.page = page;
  return said;
}

test("the settings keep the secret and say what is wrong", async () => {
  await settings({ issuer: "http://127.0.0.1:1" });
  assert.match(await admin.textContent(".error-summary"), /Nothing was saved/);
  await settings({ issuer: `${provider.issuer}/` });
  assert.match(await admin.textContent(".error-summary"), /another issuer/);
  await settings({ mapping: "staff = boss" });
  assert.match(await admin.textContent(".error-summary"), /Line 1/);
  await settings({ makes: true, mapping: "" });
  assert.match(await admin.textContent(".error-summary"), /needed/);
  await isAccessible(admin, "single sign-on with mistakes");
  await settings();
  assert.equal(await admin.locator(".error-summary").count(), 0);
  assert.ok(!(await admin.content()).includes("sixteen"), "the secret is never shown");
  await isAccessible(admin, "single sign-on");
  await picture(admin, "sso-settings");
});

test("who is not known gets in only when that is allowed", async () => {
  let said = await tried("ann");
  assert.match(said.text, /Nobody with your address works here/);
  assert.ok(!said.cookies.includes("luister_session"), "no session");
  assert.ok(!said.cookies.includes("luister_sso"), "the journey is over");
  await isAccessible(said.page, "refused");
  await picture(said.page, "sso-refused");
  await said.page.done();
  await settings({ makes: true });
  for (const [account, why] of [["bob", /has not verified/], ["eve", /domain/], ["nel", /none of the groups/]]) {
    said = await tried(account);
    assert.match(said.text, why, account);
    await said.page.done();
  }
  const page = await open(browser);
  await logIn(page, "ann", "?next=/settings/sessions");
  assert.equal(new URL(page.url()).pathname, "/settings/sessions");
  assert.match(await page.textContent("header"), /Ann Jansen/);
  assert.match(await page.textContent("main"), /this server itself/);
  await isAccessible(page, "sessions");
  await picture(page, "sessions");
  await admin.goto(`${server.url}/settings/people`);
  assert.match(await admin.textContent("main"), /ann@acme\.nl/);
  // An analyst sees surveys and changes nothing.
  assert.equal((await page.goto(`${server.url}/settings/sso`)).status(), 403);
  // Out here; out there is offered.
  await page.goto(`${server.url}/settings/sessions`);
  await page.click("header form button:has-text('Log out')");
  await page.waitForURL(/\/login\/sso\/.*\/out/);
  await isAccessible(page, "logged out");
  await page.click("text=Log out there too");
  assert.ok(page.url().startsWith(`${provider.issuer}/session/end`));
  await page.done();
});

test("groups are looked at again at each login", async () => {
  people.ann.groups = ["bosses", "staff"];
  let said = await tried("ann");
  assert.notEqual(said.path, "/login/sso/callback", said.text);
  await said.page.done();
  await admin.goto(`${server.url}/settings/people?q=ann@acme.nl`);
  assert.match(await admin.textContent("main table"), /Director/);
  people.ann.groups = ["others"];
  said = await tried("ann");
  assert.match(said.text, /none of the groups/);
  await said.page.done();
  people.ann.groups = ["staff"];
});

test("somebody who works here is recognised by address only when that is allowed", async () => {
  server.run("user", "add", "--email", "nel@acme.nl", "--password-stdin", { input: "correct horse battery\n" });
  people.nel.groups = ["staff"];
  await settings({ makes: true, keepSecret: true });
  let said = await tried("nel");
  assert.match(said.text, /addresses are not enough/);
  await said.page.done();
  await settings({ links: true, keepSecret: true });
  said = await tried("nel");
  assert.notEqual(said.path, "/login/sso/callback", said.text);
  await said.page.done();
  // Another account there with the same address is somebody else.
  people.mallory = { ...people.nel };
  said = await tried("mallory");
  assert.match(said.text, /Somebody else already logs in/);
  await said.page.done();
});

test("an answer counts once, in the browser that asked, with its own state and nonce", async () => {
  const page = await open(browser);
  provider.held.on = true;
  await logIn(page, "ann");
  provider.held.on = false;
  const back = provider.held.url;
  assert.match(back, /code=/);
  const kept = (await page.context().cookies(server.url)).find((c) => c.name === "luister_sso").value;
  const visit = async (url, cookie) => {
    const reply = await fetch(url, { redirect: "manual", headers: cookie ? { cookie: `luister_sso=${cookie}` } : {} });
    return { status: reply.status, session: (reply.headers.get("set-cookie") ?? "").includes("luister_session="), text: await reply.text() };
  };
  const no = async (url, cookie, status, why) => {
    const reply = await visit(url, cookie);
    assert.deepEqual([reply.status, reply.session], [status, false], why);
  };
  await no(back, null, 400, "in another browser");
  await no(back.replace(/state=[^&]+/, "state=other"), kept, 400, "another state");
  await no(back.replace(/iss=[^&]+/, "iss=https%3A%2F%2Fevil.example"), kept, 502, "another issuer");
  await no(back.replace(/&?iss=[^&]+/, ""), kept, 502, "an issuer is left out that always comes");
  // With another nonce the token is not believed, and the code is used up.
  const parts = kept.split(".");
  const nonce = [...parts.slice(0, 2), parts[2].split("").reverse().join(""), ...parts.slice(3)].join(".");
  await no(back, nonce, 502, "another nonce");
  await no(back, kept, 502, "a code that was used");
  // The same once more, untouched, and replayed afterwards.
  let code;
  page.on("request", (request) => { if (request.url().includes("/login/sso/callback")) code = request.url(); });
  await page.goto(`${server.url}/login`);
  await page.click("text=Log in with Acme");
  await page.waitForLoadState();
  // A code that came twice made the provider forget that it may tell us who somebody is.
  if (page.url().startsWith(provider.issuer)) await page.click("button[type=submit]");
  await page.waitForURL((url) => url.href.startsWith(server.url) && !url.pathname.startsWith("/login"));
  await no(code, null, 400, "replayed");
  await page.done();
});

test("new keys and other signatures are understood", async () => {
  for (const kind of ["ES256", "EdDSA", "RS256"]) {
    provider.renew([kind]);
    const said = await tried("ann");
    assert.notEqual(said.path, "/login/sso/callback", `${kind}: ${said.text}`);
    await said.page.done();
  }
});

test("the page that asks to log in shows the button in both languages and on a phone", async () => {
  const page = await open(browser, { viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "nl-NL" });
  await page.goto(`${server.url}/login`);
  assert.equal(await page.locator("text=Log in with Acme").count(), 1);
  await isAccessible(page, "login");
  await picture(page, "login-sso");
  await page.done();
});

test("a second factor is set up, asked for, and recovered from", async () => {
  await admin.goto(`${server.url}/settings/security`);
  await isAccessible(admin, "security");
  await admin.click("text=Set up a second factor");
  const secret = await admin.textContent("#secret");
  assert.equal(await admin.locator(".qr svg").count(), 1);
  await isAccessible(admin, "setting up");
  await picture(admin, "security-setup");
  await admin.fill("#code", "000000");
  await admin.click("text=Turn on");
  assert.match(await admin.textContent("main"), /not right/);
  await admin.fill("#code", totp(secret, -1));
  await admin.click("text=Turn on");
  const codes = (await admin.textContent("#recovery-codes")).trim().split(/\s+/);
  assert.equal(codes.length, 10);
  await isAccessible(admin, "recovery codes");
  await picture(admin, "security-codes");
  const page = await open(browser);
  const password = async () => {
    await page.goto(`${server.url}/login?next=/settings/security`);
    await page.fill("#email", "admin@example.com");
    await page.fill("#password", "correct horse battery");
    await page.click("main button[type=submit]");
    await page.waitForURL(/login\/code/);
  };
  const code = async (text) => {
    await page.fill("#code", text);
    await page.click("main button[type=submit]");
    await page.waitForLoadState();
  };
  await password();
  await isAccessible(page, "code");
  await picture(page, "login-code");
  await code("123456");
  assert.match(await page.textContent("main"), /not right/);
  const right = totp(secret);
  await code(right);
  assert.equal(new URL(page.url()).pathname, "/settings/security");
  await page.context().clearCookies();
  await password();
  await code(right);
  assert.match(await page.textContent("main"), /not right/, "a code counts once");
  await code(codes[3].toUpperCase());
  assert.match(await page.textContent("main"), /9 recovery codes/);
  await page.context().clearCookies();
  await password();
  await code(codes[3]);
  assert.match(await page.textContent("main"), /not right/, "a recovery code counts once");
  await page.done();
  await admin.goto(`${server.url}/settings/security`);
  await admin.fill("#off-password", "correct horse battery");
  await admin.click("text=Turn the second factor off");
  assert.match(await admin.textContent("main"), /Set up a second factor/);
});

test("SCIM settings show a token once", async () => {
  await admin.goto(`${server.url}/settings/scim`);
  await admin.fill("#name", "Entra ID");
  await admin.click("text=Make a token");
  const token = await admin.textContent("#new-token");
  assert.match(token, /^luister_scim_/);
  await fetch(`${server.url}/scim/v2/Groups`, {
    method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    body: JSON.stringify({ displayName: "Support" }),
  });
  await isAccessible(admin, "SCIM");
  await admin.goto(`${server.url}/settings/scim`);
  assert.ok(!(await admin.content()).includes(token));
  await isAccessible(admin, "SCIM with a group");
  await picture(admin, "scim");
});

// Pages that tell how we are doing, with something on each: light and wide in English, dark on a phone
// in Dutch. The pictures are in target/screenshots/all, for people to look at. And reading changes nothing.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { group } from "./gallery.js";
import { everything } from "./pages.js";

const held = group("tell");

test("reading every address as administrator changes nothing", async () => {
  const { world } = held.gallery;
  const before = stored(world);
  const { request } = world.pages.admin;
  const said = {};
  for (const path of everything(world.ids)) {
    const reply = await request.get(world.url + path, { maxRedirects: 0 });
    assert.ok(reply.status() < 500, `${path}: ${reply.status()}`);
    said[reply.status()] = (said[reply.status()] ?? 0) + 1;
  }
  assert.ok(said[200] > 150, JSON.stringify(said));
  assert.deepEqual(changed(before, stored(world)), []);
});

/**
 * What the server keeps for itself: when a session was last used, what it does in the background, and
 * who guessed at secrets. That something was taken along is written in the audit log on purpose.
 */
const OWN = /^(session|guess|planning|planning_.*|respondent_.*|account_summary|account_stale|case_notice|.*_node)$/;

/** A fingerprint of each table. */
function stored(world) {
  const code = `
import hashlib, json, sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
rows = lambda name: [row for row in map(repr, db.execute(f'SELECT * FROM "{name}"')) if name != "audit" or "exported'" not in row]
of = lambda name: hashlib.sha256(repr(sorted(rows(name))).encode()).hexdigest()
print(json.dumps({name: of(name) for name in names}))`;
  const result = spawnSync("/usr/bin/python3", ["-c", code, join(world.server.data, "luister.db")], { encoding: "utf8", maxBuffer: 1 << 24 });
  assert.equal(result.status, 0, result.stderr);
  return JSON.parse(result.stdout);
}

const changed = (before, after) => Object.keys(after).filter((name) => !OWN.test(name) && before[name] !== after[name]);

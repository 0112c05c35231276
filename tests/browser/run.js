// Runs every browser test file in a process of its own, with a deadline. A browser that stops
// answering can hold a test for ever: then everything that run started is ended and the file is run
// again, at most twice, and the summary names it as flaky.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const TEST_MS = 200_000;
const FILE_MS = 420_000;
const TRIES = 3;

/** Ends every process that was told the folder: browsers live in process groups of their own. */
function endAll(folder) {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)) process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Runs one file once; resolves with what its reporter counted, or with why there is nothing to count. */
function once(file) {
  const folder = mkdtempSync(join(tmpdir(), "luister-tests-"));
  const options = ["--test", `--test-timeout=${TEST_MS}`, "--test-reporter=spec", file];
  const child = spawn(process.execPath, options, {
    cwd: here, detached: true, stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, TMPDIR: folder, LUISTER_LOG: process.env.LUISTER_LOG ?? "warn" },
  });
  let written = "";
  let late = false;
  child.stdout.on("data", (part) => { written += part; process.stdout.write(part); });
  const stop = () => {
    try { process.kill(-child.pid, "SIGKILL"); } catch { /* It has ended. */ }
    endAll(folder);
  };
  const deadline = setTimeout(() => { late = true; stop(); }, FILE_MS);
  return new Promise((resolve) => {
    child.on("exit", (status) => {
      clearTimeout(deadline);
      stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      const passed = Number(written.match(/^ℹ pass (\d+)$/m)?.[1] ?? 0);
      resolve({ passed, good: status === 0 && passed > 0 && !late, late });
    });
  });
}

const chosen = process.argv.slice(2);
const files = readdirSync(here).filter((name) => name.endsWith(".test.js"))
  .filter((name) => !chosen.length || chosen.some((part) => name.includes(part))).sort();
let passed = 0;
const flaky = [];
const failed = [];
for (const file of files) {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    console.log(`\n${file}${attempt > 1 ? `, try ${attempt}` : ""}`);
    const outcome = await once(file);
    if (outcome.late) console.log(`${file} was ended after ${FILE_MS / 1000} s`);
    if (outcome.good) {
      passed += outcome.passed;
      if (attempt > 1) flaky.push(file);
      break;
    }
    if (attempt === TRIES) failed.push(file);
  }
}
console.log(`\nBrowser tests: ${files.length} files, ${passed} tests passed, ` +
  `${flaky.length} files flaky (${flaky.join(", ") || "none"}), ${failed.length} files failed (${failed.join(", ") || "none"})`);
process.exit(failed.length || !files.length ? 1 : 0);

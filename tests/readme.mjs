// Pastes the five calls of README.md into a shell, against a Kith that is really running.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const kith = process.env.KITH_BIN ?? "build/release/kith";
const readme = readFileSync("README.md", "utf8");
const block = readme.split("<!-- five calls")[1].match(/```sh\n([\s\S]*?)```/)[1];
const calls = block.split(/\n\n/).map((text) => text.trim()).filter(Boolean);
const data = mkdtempSync(join(tmpdir(), "kith-readme-"));
let passed = 0;
let failed = 0;

function check(name, good, told) {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`not ok: ${name}\n${told}`);
  }
}

const server = spawn(kith, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--quiet"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const lines = createInterface({ input: server.stdout });
const first = await new Promise((resolve) => lines.once("line", resolve));
const address = first.match(/http:\/\/[^/]+/)[0];
const made = spawnSync(kith, ["token", "create", "--name", "Ada", "--scopes", "read,write,export,admin", "--data", data]);
const env = { ...process.env, KITH: `${address}/api/v1`, TOKEN: made.stdout.toString().trim() };

const expected = [
  ["logs the conversation", (out) => JSON.parse(out).captured.length === 2],
  ["finds the person", (out) => JSON.parse(out).person.name === "Noor Haddad"],
  ["lists the promise", (out) => JSON.parse(out).items[0].text === "Send the sketch"],
  ["lists the quote", (out) => JSON.parse(out).items[0].text === "Two languages, or my altos will riot."],
  ["exports everything", (out) => JSON.parse(out.trim().split("\n").at(-1)).end.counts.person === 1],
];
check("README has five calls", calls.length === 5, block);
calls.forEach((call, at) => {
  const ran = spawnSync("bash", ["-c", call], { env });
  const out = ran.stdout.toString();
  let good = false;
  try {
    good = ran.status === 0 && expected[at][1](out);
  } catch {
    good = false;
  }
  check(`call ${at + 1} ${expected[at][0]}`, good, `${call}\n${out}${ran.stderr}`);
});
server.kill("SIGTERM");
const code = await new Promise((resolve) => server.once("exit", resolve));
check("the server stops in order", code === 0, `exit ${code}`);
rmSync(data, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

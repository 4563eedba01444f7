// Runs the web client's unit tests and prints their count as the last line, as every part of infra/test does.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../web-client", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "verbund-vitest-"));
const report = join(scratch, "report.json");
const run = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  { cwd: folder, stdio: "inherit", env: { ...process.env, NO_COLOR: "1" } },
);
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, "utf8"));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`);
} catch {
  console.log("vitest left no report");
}
rmSync(scratch, { recursive: true, force: true });
process.exit(run.status ?? 1);

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const PROJECT = new URL("../..", import.meta.url).pathname;

test("one command synthesises without credentials, region, home or network", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "synth-command-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const output = join(folder, "cdk.out");
  const env = {
    PATH: `${PROJECT}node_modules/.bin:${process.env["PATH"]}`,
    HOME: folder,
    // Nothing answers there: what needs the network fails, and synth must not notice.
    HTTPS_PROXY: "http://127.0.0.1:9",
    HTTP_PROXY: "http://127.0.0.1:9",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  await run("npm", ["run", "--silent", "synth", "--", "--output", output], { cwd: PROJECT, env });
  const files = await readdir(output);
  const templates = files.filter((file) => file.endsWith(".template.json"));
  expect(templates).toContain("ConvertrReports.template.json");
  expect(templates.some((file) => file.startsWith("ConvertrReports-Enterprises-"))).toBe(true);
  const report = JSON.parse(await readFile(join(output, "validation-report.json"), "utf8"));
  expect(report.pluginReports).toEqual([]);
});

test("settings that are wrong stop the synth and name every path, without a stack trace", async () => {
  const reports = {
    from: "nobody",
    alertsTo: [],
    historyFrom: "2026-11-23",
    enterprises: { acme: { timeZone: "Europe/London", snapshotAt: "00:30", digests: { daily: { to: ["x"] } } } },
  };
  const env = { PATH: process.env["PATH"], CDK_CONTEXT_JSON: JSON.stringify({ reports }) };
  const failure = await run(process.execPath, ["infra/app.ts"], { cwd: PROJECT, env }).then(
    () => undefined,
    (error: { code: number; stderr: string }) => error,
  );
  expect(failure?.code).toBe(1);
  for (const path of ["from:", "alertsTo:", "enterprises.acme.digests.daily.to.0:", "enterprises.acme.snapshotAt:"]) {
    expect(failure?.stderr).toContain(path);
  }
  expect(failure?.stderr.trim().split("\n")).toHaveLength(1);
});

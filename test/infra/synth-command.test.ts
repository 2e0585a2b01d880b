import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { acceptedRules } from "./synthesised.ts";

const run = promisify(execFile);
const PROJECT = new URL("../..", import.meta.url).pathname;
const EXAMPLE = "docs/settings.example.json";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "synth-command-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Nothing answers there: what needs the network fails, and neither synth nor a refusal may need it. */
const withoutNetwork = (home: string) => ({
  PATH: `${PROJECT}node_modules/.bin:${process.env["PATH"]}`,
  HOME: home,
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  AWS_EC2_METADATA_DISABLED: "true",
});

/** What became of a command that must not succeed. */
async function failureOf(file: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
  const ended = await run(file, [...args], options).then(
    () => undefined,
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  if (ended === undefined) throw new Error("it succeeded");
  return ended;
}

test("one command synthesises the example in a fresh clone, without credentials, region, home or network", {
  timeout: 240_000,
}, async () => {
  const folder = await temporaryFolder();
  const output = join(folder, "cdk.out");
  const args = ["run", "--silent", "synth", "--", "--settings", EXAMPLE, "--output", output];
  await run("npm", args, { cwd: PROJECT, env: withoutNetwork(folder) });
  const files = await readdir(output);
  const templates = files.filter((file) => file.endsWith(".template.json"));
  expect(templates).toContain("ConvertrReports.template.json");
  expect(templates.filter((file) => file.startsWith("ConvertrReports-Enterprises-"))).toHaveLength(64);
  const report = JSON.parse(await readFile(join(output, "validation-report.json"), "utf8"));
  expect(acceptedRules(report)).toEqual(["CloudFormation Validate F0001"]);
});

test("settings that are wrong stop the synth and name the file and every path, without a stack trace", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "wrong.json");
  const digests = { daily: { to: ["x"] } };
  const enterprises = { acme: { timeZone: "Europe/London", snapshotAt: "00:30", digests } };
  await writeFile(file, JSON.stringify({ from: "nobody", alertsTo: [], historyFrom: "2026-11-23", enterprises }));
  const env = { PATH: process.env["PATH"], REPORTS_SETTINGS: file };
  const { code, stderr } = await failureOf(process.execPath, ["infra/app.ts"], { cwd: PROJECT, env });
  expect(code).toBe(1);
  const paths = ["from:", "alertsTo:", "enterprises.acme.digests.daily.to.0:", "enterprises.acme.snapshotAt:"];
  for (const told of [file, ...paths]) expect(stderr).toContain(told);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a report whose SQL is wrong stops the synth, and is told with file and line", { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "settings.json");
  const reports = { r: { title: "R", to: ["a@acme.example"], parts: [{ file: "r.sql" }, { query: "pacin" }] } };
  const enterprises = { acme: { timeZone: "Europe/London", reports } };
  const settings = { from: "r@acme.example", alertsTo: ["o@acme.example"], historyFrom: "2026-11-23", enterprises };
  await writeFile(file, JSON.stringify(settings));
  await writeFile(join(folder, "r.sql"), "SELECT id\nFROM campains");
  const env = { PATH: process.env["PATH"], REPORTS_SETTINGS: file };
  const { code, stderr } = await failureOf(process.execPath, ["infra/app.ts"], { cwd: PROJECT, env });
  expect(code).toBe(1);
  expect(stderr).toContain("acme, r: r.sql, line 2: there is no table or view campains");
  expect(stderr).toContain("acme, r: query pacin: there is no such saved query");
});

test("without settings nothing is synthesised, and the example is named", async () => {
  const folder = await temporaryFolder();
  const env = { PATH: process.env["PATH"] };
  const { code, stderr } = await failureOf(process.execPath, [join(PROJECT, "infra/app.ts")], { cwd: folder, env });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /InvalidSettings: there is no such file .*Copy docs\/settings\.example\.json to settings\.json/,
  );
});

test("a deployment of the example is refused before the CDK CLI is started", { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  const output = join(folder, "cdk.out");
  const args = ["infra/cdk.ts", "deploy", "--all", "--settings", EXAMPLE, "--output", output];
  const { code, stdout } = await failureOf(process.execPath, args, { cwd: PROJECT, env: withoutNetwork(folder) });
  expect(code).toBe(1);
  expect(stdout).toMatch(/FAIL {2}placeholders .*from, replyTo, alertsTo\.0, enterprises\.demo\.digests\.daily\.to\.0/);
  expect(await readdir(folder)).not.toContain("cdk.out");
});

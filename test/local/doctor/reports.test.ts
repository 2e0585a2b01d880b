import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type ReportsCheck, reportsChecks } from "../../../functions/local/doctor/aws-reports.ts";
import type { CheckFinding } from "../../../functions/local/doctor/finding.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { readSettingsFile } from "../../../shared/settings/settings-file.ts";
import { createDataFolder } from "../../catalog/data-folder.ts";
import { openFolder } from "../../catalog/query.ts";
import { jsonRefusal } from "../../fakes/aws/answers.ts";
import { createFakeAthena, type FakeAthena } from "../../fakes/aws/athena.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { awsEnvironment } from "./deployed-world.ts";

const SETTINGS = readSettingsFile("docs/reports/settings.json");
const OF = SETTINGS.enterprises["demo"];

let session: ReportsSession;
let athena: FakeAthena;
let aws: FakeAws;
beforeAll(async () => {
  const folder = await createDataFolder();
  session = await openFolder(folder.path);
  await rm(folder.path, { recursive: true });
});
afterAll(() => session?.close());
beforeEach(async () => {
  athena = createFakeAthena({ session });
  aws = await startAws([athena]);
  for (const [name, value] of Object.entries(awsEnvironment(aws.endpoint))) vi.stubEnv(name, value);
});
afterEach(() => aws.close());

async function found(changed: Partial<ReportsCheck> = {}): Promise<readonly CheckFinding[]> {
  if (OF === undefined) throw new Error("the example has an enterprise demo");
  const findings: CheckFinding[] = [];
  const asked: ReportsCheck = {
    ...{
      settings: SETTINGS,
      folder: "docs/reports",
      enterprise: "demo",
      of: OF,
      now: Date.parse("2026-11-24T08:00:00Z"),
    },
    deployment: { AthenaWorkGroup: "convertr-reports", GlueDatabase: "convertr_reports" },
    ...changed,
  };
  for await (const finding of reportsChecks(asked)) findings.push(finding);
  return findings;
}
const CHECKS = ["behind/behind", "behind/week"].concat(
  ["stuck-leads", "quality", "campaigns-behind", "spend"].map((one) => `${one}/${one}`),
  ["month", "margin", "silent-campaigns"].map((part) => `month/${part}`),
);

test("Athena looks at every text of an enterprise's reports, as it would be run, and runs none", async () => {
  const findings = await found();
  expect(findings.map(({ check, status }) => `${status} ${check}`)).toEqual(
    CHECKS.map((name) => `pass report demo/${name}`),
  );
  expect(athena.asked).toHaveLength(CHECKS.length);
  for (const sql of athena.asked) {
    expect(sql).toMatch(/^EXPLAIN \(TYPE VALIDATE\) /);
    expect(sql).toContain("enterprise = 'demo'");
    expect(sql).not.toContain(":date");
  }
  expect(new Set(aws.calls.map(({ action }) => action))).toEqual(
    new Set(["athena:StartQueryExecution", "athena:GetQueryExecution"]),
  );
});

test("a text that Athena would not run is named with its place, and the others are looked at all the same", async () => {
  athena.outcomes.push({ reason: "TYPE_MISMATCH: line 12:7: Cannot apply operator: varchar = date" });
  const findings = await found();
  const failed = findings.filter(({ status }) => status === "fail");
  expect(failed.map(({ check }) => check)).toHaveLength(1);
  expect(failed[0]?.found).toMatch(
    /^QueryFailed: the query failed: TYPE_MISMATCH, line 12: Cannot apply operator: varchar = date \(report demo\/\S+\)/,
  );
  expect(findings).toHaveLength(CHECKS.length);
});

test("a right that lacks is named", async () => {
  const refusal = jsonRefusal("AccessDeniedException");
  for (const _ of CHECKS) aws.faults.push({ kind: "answer", answer: refusal, on: /StartQueryExecution/ });
  const findings = await found();
  expect(findings.map(({ status }) => status)).toEqual(CHECKS.map(() => "fail"));
  expect(findings[0]?.found).toContain("athena:StartQueryExecution");
});

test("texts that the checks refuse are told as synth tells them, and Athena is asked nothing", async () => {
  const [finding, ...others] = await found({ folder: "docs" });
  expect(finding).toMatchObject({ check: "SQL of reports", status: "fail" });
  expect(finding?.found).toContain("there is no such file");
  expect(others).toEqual([]);
  expect(athena.asked).toEqual([]);
});

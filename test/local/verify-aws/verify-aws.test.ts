import { AthenaClient } from "@aws-sdk/client-athena";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { CheckFinding } from "../../../functions/local/doctor/finding.ts";
import type { SimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { dataChecks } from "../../../functions/local/verify-aws/data-checks.ts";
import { verify } from "../../../functions/local/verify-aws/verify.ts";
import { BASE_TABLES } from "../../../shared/catalog/duckdb.ts";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { openFolder } from "../../catalog/query.ts";
import { jsonRefusal } from "../../fakes/aws/answers.ts";
import { createFakeAthena } from "../../fakes/aws/athena.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { awsEnvironment, BUCKET, type DeployedWorld, deployedWorld } from "../doctor/deployed-world.ts";
import { account, type HealthyFolder, healthyFolder, TODAY } from "../doctor/healthy-folder.ts";

let api: SimulatedApi;
let folder: HealthyFolder;
let session: ReportsSession;
let world: DeployedWorld;
let athena: ReturnType<typeof createFakeAthena>;
let aws: FakeAws;
// One for all: each test takes away what those before did not look at.
beforeAll(async () => {
  api = await account(60);
  folder = await healthyFolder(api.url);
  session = await openFolder(folder.data);
  world = await deployedWorld(folder.data, addDays(TODAY, -20));
  athena = createFakeAthena({ session, tables: world.tables });
  aws = await startAws([...world.services, athena]);
});
afterAll(async () => {
  session?.close();
  await Promise.all([api?.close(), folder?.remove(), aws?.close()]);
});
beforeEach(() => {
  for (const [name, value] of Object.entries(awsEnvironment(aws.endpoint))) vi.stubEnv(name, value);
});

async function found(): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for await (const finding of verify({ enterprise: "acme", settings: folder.settings, pollMs: 50 }))
    findings.push(finding);
  return findings;
}
const refuseNext = (name: string) =>
  aws.faults.push({ kind: "answer", answer: jsonRefusal(name), on: /StartQueryExecution/ });
const forgetSnapshots = (prefix: string): void => {
  for (const key of [...world.objects.keys()]) if (key.startsWith(prefix)) world.objects.delete(key);
};

describe("Athena that agrees", () => {
  test("plans every view and query, reads the first snapshot as the file has it, describes every table, and is asked again where it throttles", async () => {
    refuseNext("TooManyRequestsException");
    const findings = await found();
    expect(aws.faults).toEqual([]);
    expect(findings.filter(({ status }) => status !== "pass")).toEqual([]);
    const checks = findings.map(({ check }) => check);
    for (const { name } of VIEWS) expect(checks).toContain(`view ${name}`);
    for (const { name } of namedQueries()) expect(checks).toContain(`query ${name}`);
    expect(findings.find(({ check }) => check === "filter")?.found).toMatch(/Athena says (\d+, \d+), the file \1$/);
    expect(findings.find(({ check }) => check === "unnest")?.found).toMatch(/Athena says [1-9]\d*, [1-9]\d*, the file/);
    expect(checks.filter((check) => check.startsWith("DESCRIBE "))).toHaveLength(VIEWS.length + BASE_TABLES.length);
    // Every statement only reads, and a plan asks about this enterprise alone.
    expect(athena.asked.filter((sql) => !/^(EXPLAIN|SELECT|DESCRIBE) /.test(sql))).toEqual([]);
    const plans = athena.asked.filter((sql) => sql.startsWith("EXPLAIN"));
    expect(plans.filter((sql) => !sql.includes("enterprise = 'acme'"))).toEqual([]);
  });
});

describe("what Athena does not agree with is named", () => {
  test("a view that it cannot plan, a query that it refuses, rows that the file does not have, columns of another type, missing and unknown; no snapshot yet is not applicable", async () => {
    refuseNext("AccessDeniedException");
    await session.connection.run("DROP VIEW revenue_daily");
    await session.connection.run("ALTER VIEW publisher_contracts RENAME TO own_contracts");
    await session.connection.run(
      "CREATE VIEW publisher_contracts AS SELECT * FROM own_contracts UNION ALL SELECT * FROM own_contracts",
    );
    const table = world.tables.get("campaigns");
    const Columns = (table?.StorageDescriptor?.Columns ?? [])
      .filter(({ Name }) => Name !== "payout")
      .map((column) => (column.Name === "contract_value" ? { ...column, Type: "double" } : column))
      .concat({ Name: "secret", Type: "string" });
    world.tables.set("campaigns", { Name: "campaigns", ...table, StorageDescriptor: { Columns } });
    forgetSnapshots("snapshots/campaigns/");
    const told = (await found())
      .filter(({ status }) => status !== "pass")
      .map(({ status, check, found: what }) => `${status === "fail" ? "" : `${status} `}${check}: ${what}`);
    const ofView = told.filter((line) => line.includes("revenue_daily"));
    expect(ofView).toContainEqual(expect.stringMatching(/^view revenue_daily: Athena refuses it: .*revenue_daily/s));
    expect(told.filter((line) => !ofView.includes(line)).sort()).toEqual([
      "DESCRIBE campaigns: payout is missing; contract_value is double, not decimal(18,4); secret is unknown",
      "not-applicable filter: there is no snapshot of campaigns yet",
      expect.stringMatching(/^unnest: publisher-contracts of .*Athena says/),
      expect.stringMatching(/^view \w+: .*AccessDeniedException 400$/),
    ]);
  });

  test("no snapshot at all is not applicable to any question about one", async () => {
    forgetSnapshots("snapshots/");
    const [client, s3] = [new AthenaClient(), createS3Client()];
    const store = createS3Store({ client: s3, bucket: BUCKET, clock: systemClock });
    const asked = { client, workGroup: "w", database: "d" };
    const findings: CheckFinding[] = [];
    for await (const finding of dataChecks({ athena: asked, store, enterprise: "acme" })) findings.push(finding);
    expect(findings.map(({ check, status }) => `${status} ${check}`)).toEqual([
      "not-applicable filter",
      "not-applicable unnest",
    ]);
    for (const one of [client, s3]) one.destroy();
  });

  test("a stack that is not there is an error", async () => {
    world.outputs.clear();
    await expect(found()).rejects.toMatchObject({ name: "InvalidSettings" });
  });
});

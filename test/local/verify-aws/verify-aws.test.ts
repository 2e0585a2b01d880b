import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { CheckFinding } from "../../../functions/local/doctor/finding.ts";
import type { SimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { verify } from "../../../functions/local/verify-aws/verify.ts";
import { BASE_TABLES } from "../../../shared/catalog/duckdb.ts";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { openFolder } from "../../catalog/query.ts";
import { jsonRefusal } from "../../fakes/aws/answers.ts";
import { createFakeAthena } from "../../fakes/aws/athena.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { awsEnvironment, type DeployedWorld, deployedWorld } from "../doctor/deployed-world.ts";
import { account, type HealthyFolder, healthyFolder, TODAY } from "../doctor/healthy-folder.ts";

let api: SimulatedApi;
let folder: HealthyFolder;
let session: ReportsSession;
let world: DeployedWorld;
let athena: ReturnType<typeof createFakeAthena>;
let aws: FakeAws;
beforeAll(async () => {
  api = await account(60);
  folder = await healthyFolder(api.url);
});
afterAll(async () => {
  await Promise.all([api?.close(), folder?.remove()]);
});
beforeEach(async () => {
  session = await openFolder(folder.data);
  world = await deployedWorld(folder.data, addDays(TODAY, -20));
  athena = createFakeAthena({ session, tables: world.tables });
  aws = await startAws([...world.services, athena]);
  for (const [name, value] of Object.entries(awsEnvironment(aws.endpoint))) vi.stubEnv(name, value);
});
afterEach(async () => {
  await aws.close();
  session.close();
});

async function found(): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for await (const finding of verify({ enterprise: "acme", pollMs: 5 })) findings.push(finding);
  return findings;
}
const failed = async () =>
  (await found()).filter(({ status }) => status !== "pass").map(({ check, found: told }) => `${check}: ${told}`);

describe("Athena that agrees", () => {
  test("plans every view and query, reads the first snapshot as the file has it, and describes every table", async () => {
    const findings = await found();
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
  test("a view that it cannot plan, rows that the file does not have, and columns of another type, missing and unknown", async () => {
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
    const told = await failed();
    const ofView = told.filter((line) => line.includes("revenue_daily"));
    expect(ofView).toContainEqual(expect.stringMatching(/^view revenue_daily: Athena refuses it: .*revenue_daily/s));
    expect(told.filter((line) => !ofView.includes(line)).sort()).toEqual([
      "DESCRIBE campaigns: payout is missing; contract_value is double, not decimal(18,4); secret is unknown",
      expect.stringMatching(/^unnest: publisher-contracts of .*Athena says/),
    ]);
  });

  test("a service that throttles is asked again, one that refuses is named", async () => {
    for (const name of ["TooManyRequestsException", "AccessDeniedException"]) {
      aws.faults.push({ kind: "answer", answer: jsonRefusal(name), on: /StartQueryExecution/ });
    }
    expect(await failed()).toEqual([expect.stringMatching(/AccessDeniedException 400$/)]);
  });

  test("no snapshot yet is not applicable, a stack that is not there an error", async () => {
    for (const key of [...world.objects.keys()]) if (key.startsWith("snapshots/")) world.objects.delete(key);
    const findings = await found();
    expect(findings.filter(({ status }) => status !== "pass").map(({ check, status }) => `${status} ${check}`)).toEqual(
      ["not-applicable filter", "not-applicable unnest"],
    );
    world.outputs.clear();
    await expect(found()).rejects.toMatchObject({ name: "InvalidSettings" });
  });
});

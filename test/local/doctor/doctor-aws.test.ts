import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { DEFAULT_CREDENTIALS, type SimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { DEFAULT_DATASETS } from "../../../shared/catalog/datasets.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { jsonRefusal } from "../../fakes/aws/answers.ts";
import { beginRotation } from "../../fakes/aws/secret-versions.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { awsEnvironment, BUCKET, type DeployedWorld, deployedWorld } from "./deployed-world.ts";
import { account, failures, findings, type HealthyFolder, healthyFolder, TODAY } from "./healthy-folder.ts";

let api: SimulatedApi;
let folder: HealthyFolder;
let world: DeployedWorld;
let aws: FakeAws;
beforeAll(async () => {
  api = await account(60);
  folder = await healthyFolder(api.url);
});
afterAll(async () => {
  await Promise.all([api?.close(), folder?.remove()]);
});
beforeEach(async () => {
  world = await deployedWorld(folder.data, addDays(TODAY, -20));
  aws = await startAws(world.services);
  for (const [name, value] of Object.entries(awsEnvironment(aws.endpoint))) vi.stubEnv(name, value);
  return () => aws.close();
});

/** No month has closed, and the settings have no report. */
const NOT_YET: ReadonlySet<string> = new Set(["months", "SQL of reports"]);

const examine = (at?: string) =>
  findings(
    { data: "/nowhere", settings: folder.settings, aws: true, ...(at === undefined ? {} : { at }) },
    { CONVERTR_BASE_URL: api.url },
  );

describe("a deployment that is well", () => {
  test("passes every check, without the secret's value in any line", async () => {
    const found = await examine();
    expect([...found.values()].map(({ check, status }) => `${status} ${check}`)).toEqual(
      [
        "settings",
        "stack",
        "credentials",
        "api",
        "clock",
        "login",
        "password expiry",
        ...DEFAULT_DATASETS.map((dataset) => `rows of ${dataset}`),
        ...DEFAULT_DATASETS.flatMap((dataset) => [`snapshot of ${dataset}`, `schema of ${dataset}`]),
        "digest daily",
        "password age",
        "password rotation",
        "bucket",
        "Glue catalog",
        "months",
        "SES identity",
        "SES account",
        "schedules",
        "alarm subscriptions",
        "SQL of reports",
      ].map((check) => `${NOT_YET.has(check) ? "not-applicable" : "pass"} ${check}`),
    );
    const told = JSON.stringify([...found.values()]);
    expect(told).not.toContain(DEFAULT_CREDENTIALS.password);
    expect(told).not.toContain(DEFAULT_CREDENTIALS.username);
    expect(told).not.toContain("ops@acme.example");
    expect(found.get("password rotation")?.found).toBe(`last ${addDays(TODAY, -20)}, next ${addDays(TODAY, 25)}`);
    expect(found.get("schedules")?.found).toBe("all 10 are enabled, in Europe/London");
  });

  test("nothing is written: the services are only asked", async () => {
    await examine();
    expect(aws.calls.length).toBeGreaterThan(20);
    expect(aws.calls.map(({ action }) => action).filter((action) => !/:(Get|List|Describe)/.test(action))).toEqual([]);
  });
});

describe("what is broken on AWS is named, with what to do", () => {
  type Broken = [string, (of: DeployedWorld) => unknown, string, RegExp];
  const cases: Broken[] = [
    [
      "a secret that has no value yet",
      ({ secrets }) => void secrets.set("convertr-reports/acme", { RotationEnabled: true }),
      "credentials",
      /SecretMalformed.*no value yet.*\{"username"/,
    ],
    [
      "a password whose age ends soon",
      ({ secrets }) => {
        const secret = secrets.get("convertr-reports/acme");
        secrets.set("convertr-reports/acme", { ...secret, CreatedDate: `${addDays(TODAY, -85)}T08:00:00Z` });
      },
      "password age",
      /got its value 8[45] days ago, of 90/,
    ],
    [
      "a rotation that was turned off by hand",
      ({ secrets }) => void Object.assign(secrets.get("convertr-reports/acme") ?? {}, { RotationEnabled: false }),
      "password rotation",
      /does not rotate, though the settings say/,
    ],
    [
      "a rotation that has not ended",
      ({ secrets }) => void beginRotation(secrets.get("convertr-reports/acme") ?? {}, "a-rotation"),
      "password rotation",
      /^a rotation was begun and has not ended$/,
    ],
    [
      "a rotation that never came",
      ({ secrets }) =>
        void Object.assign(secrets.get("convertr-reports/acme") ?? {}, {
          NextRotationDate: `${addDays(TODAY, -2)}T03:59:59Z`,
        }),
      "password rotation",
      /, which has passed$/,
    ],
    [
      "a bucket without versions",
      ({ bucket }) => Object.assign(bucket, { versioning: "Suspended" }),
      "bucket",
      /keeps no versions/,
    ],
    [
      "a bucket that is not closed",
      ({ bucket }) => Object.assign(bucket, { blocked: false }),
      "bucket",
      /Block Public Access/,
    ],
    [
      "a table that a crawler has changed",
      ({ tables }) => {
        const table = tables.get("campaigns");
        const Columns = (table?.StorageDescriptor?.Columns ?? []).map((column) =>
          column.Name === "contract_value" ? { ...column, Type: "double" } : column,
        );
        tables.set("campaigns", { Name: "campaigns", ...table, StorageDescriptor: { Columns } });
      },
      "Glue catalog",
      /^campaigns\.contract_value is double, not decimal\(18,4\)$/,
    ],
    [
      "a view that is gone",
      ({ tables }) => void tables.delete("revenue_daily"),
      "Glue catalog",
      /^revenue_daily is missing$/,
    ],
    [
      "an enterprise whose partitions are not projected",
      ({ tables }) => {
        for (const [name, table] of tables) {
          if (table.Parameters?.["projection.enterprise.values"] === undefined) continue;
          tables.set(name, { ...table, Parameters: { ...table.Parameters, "projection.enterprise.values": "other" } });
        }
      },
      "Glue catalog",
      /the partitions of campaigns do not know acme/,
    ],
    [
      "DKIM records that are not in the DNS",
      ({ mail }) =>
        void mail.identities.set("acme.example", {
          VerifiedForSendingStatus: false,
          DkimAttributes: { Status: "PENDING" },
        }),
      "SES identity",
      /^acme\.example: not verified, DKIM PENDING$/,
    ],
    ["no identity in this region", ({ mail }) => void mail.identities.clear(), "SES identity", /is no identity here/],
    [
      "the sandbox",
      ({ mail }) => Object.assign(mail, { ProductionAccessEnabled: false }),
      "SES account",
      /in the sandbox/,
    ],
    [
      "a pause of sending",
      ({ mail }) => Object.assign(mail, { SendingEnabled: false }),
      "SES account",
      /sending is paused/,
    ],
    [
      "a quota below a day's mails",
      ({ mail }) => Object.assign(mail.SendQuota, { Max24HourSend: 1 }),
      "SES account",
      /need 2 a day/,
    ],
    [
      "a schedule that somebody has turned off",
      ({ schedules }) => {
        const at = schedules.findIndex(({ Target }) => Target.Input.includes("integration-jobs"));
        schedules[at] = { ...(schedules[at] as DeployedWorld["schedules"][number]), State: "DISABLED" };
      },
      "schedules",
      /^snapshot integration-jobs is disabled$/,
    ],
    ...(["watch", "months"] as const).map(
      (job): Broken => [
        `a ${job} that is never started`,
        ({ schedules }) => {
          const at = schedules.findIndex(({ Target }) => Target.Arn.endsWith(`:convertr-reports-${job}`));
          schedules[at] = { ...(schedules[at] as DeployedWorld["schedules"][number]), State: "DISABLED" };
        },
        "schedules",
        job === "watch" ? /^the hourly watch is disabled$/ : /^months is disabled$/,
      ],
    ),
    [
      "a schedule that is gone",
      ({ schedules }) =>
        void schedules.splice(
          schedules.findIndex(({ Target }) => Target.Input.includes('"digest"')),
          1,
        ),
      "schedules",
      /^digest daily has 1 of 2$/,
    ],
    [
      "schedules of an enterprise that the settings do not hold",
      ({ schedules }) => {
        const [first] = schedules;
        const input = JSON.stringify({ enterprise: "gone-co", dataset: "campaigns" });
        if (first !== undefined) schedules.push({ ...first, Name: "gone", Target: { ...first.Target, Input: input } });
      },
      "schedules",
      /^schedules of enterprises that the settings do not hold: gone-co$/,
    ],
    [
      "nobody who has confirmed to be woken",
      ({ subscriptions }) => {
        const [page] = subscriptions;
        if (page !== undefined) subscriptions.splice(0, 1, { ...page, arn: "PendingConfirmation" });
      },
      "alarm subscriptions",
      /^confirmed: 0 of 1 for pages, 1 of 1 for notices$/,
    ],
    [
      "a topic of notices that nobody subscribed to",
      ({ subscriptions }) => subscriptions.splice(1, 1),
      "alarm subscriptions",
      /^confirmed: 1 of 1 for pages, 0 of 1 for notices$/,
    ],
  ];
  test.each(cases)("%s", async (_, breakIt, check, told) => {
    breakIt(world);
    const found = await examine();
    expect(failures(found)).toEqual([check]);
    expect(found.get(check)?.found).toMatch(told);
  });

  test("a stack that is not there: the rest is not guessed at", async () => {
    world.outputs.clear();
    const found = await examine();
    expect(failures(found)).toEqual(["stack"]);
    expect(found.get("stack")?.found).toContain("knows no such stack");
    expect([...found.keys()]).toEqual(["settings", "stack", "everything else"]);
  });

  test("a service that refuses to answer does not stop the others", async () => {
    aws.faults.push({ kind: "answer", answer: jsonRefusal("AccessDeniedException"), on: /^glue:GetTables/ });
    const found = await examine();
    expect(failures(found)).toEqual(["Glue catalog"]);
    expect(found.get("Glue catalog")?.found).toContain("AccessDeniedException");
    expect(found.get("alarm subscriptions")?.status).toBe("pass");
  });

  test("what is overdue is to be made up for by the functions, not on this machine", async () => {
    const found = await examine(`${addDays(TODAY, 2)}T20:00:00Z`);
    const told = (check: string) => found.get(check)?.remedy ?? "";
    const events = ["snapshot of campaigns", "digest daily"].map(
      (check) => /with (\{.*\}) /.exec(told(check))?.[1] ?? "{}",
    );
    expect(parseSnapshotEvent(JSON.parse(events[0] ?? ""))).toMatchObject({ enterprise: "acme", dataset: "campaigns" });
    expect(parseDigestEvent(JSON.parse(events[1] ?? ""))).toMatchObject({ enterprise: "acme", digest: "daily" });
  });

  test("an enterprise that is in no settings is an error here", async () => {
    const found = await findings({ enterprise: "new-co", data: "/nowhere", settings: folder.settings, aws: true }, {});
    expect(found.get("settings")?.found).toMatch(/^UnknownEnterprise/);
  });
});

test("outputs can come from the file of cdk deploy", async () => {
  const outputs = `${folder.data}/../outputs.json`;
  await writeFile(outputs, JSON.stringify({ ConvertrReports: Object.fromEntries(world.outputs) }));
  const found = await findings(
    { data: "/nowhere", settings: folder.settings, outputs },
    { CONVERTR_BASE_URL: api.url },
  );
  expect(failures(found)).toEqual([]);
  expect(found.get("stack")?.found).toContain(BUCKET);
  expect(aws.calls.filter(({ action }) => action.startsWith("cloudformation:"))).toEqual([]);
});

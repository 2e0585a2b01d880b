import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { read, utils } from "@e965/xlsx";
import PostalMime from "postal-mime";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import type { ReportAnswer } from "../../../functions/report/answer.ts";
import { bundle, HANDLER, HANDLER_FILE } from "../../../infra/bundles/bundle.ts";
import { MEMORY_MB } from "../../../infra/sizes.ts";
import { dayOf } from "../../../shared/platform/day.ts";
import { reportsFiles } from "../../../shared/reports/bundled.ts";
import { checkReports } from "../../../shared/reports/checks/check-reports.ts";
import { settingsFiles } from "../../../shared/settings/bundled.ts";
import { REPORT_ENV } from "../../../shared/settings/environment.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createDataFolder } from "../../catalog/data-folder.ts";
import { openFolder } from "../../catalog/query.ts";
import { jsonRefusal } from "../../fakes/aws/answers.ts";
import { createFakeAthena, type FakeAthena } from "../../fakes/aws/athena.ts";
import { type RunningLambda, startLambda } from "../../fakes/aws/lambda.ts";
import { createFakeS3, type FakeS3 } from "../../fakes/aws/s3.ts";
import { FAKE_SCOPE } from "../../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { createFakeSes, type FakeSes } from "../../fakes/aws/ses.ts";

// The bundled function, run as Lambda runs it, against S3, SES and Athena on loopback.

const BUCKET = "reports-bucket";
const SCHEDULED = new Date().toISOString();
const TODAY = dayOf(Date.parse(SCHEDULED), "UTC");
const LEADS = `SELECT publisher_id, campaign_name, billable_leads, earnings
FROM publisher_contracts
WHERE snapshot_date = :date AND billable_leads > :least
ORDER BY billable_leads DESC`;
const SETTINGS = parseSettings(
  {
    from: "reports@acme.example",
    alertsTo: ["ops@acme.example"],
    historyFrom: "2026-01-01",
    enterprises: {
      acme: {
        timeZone: "UTC",
        reports: {
          leads: {
            ...{ title: "Leads", audience: "publisher" },
            to: { "12": ["a@pub.example"], "13": ["b@pub.example"] },
            parts: [{ file: "leads.sql", with: { least: 0 } }],
          },
        },
      },
    },
  },
  "test",
);

let folder: string;
let session: ReportsSession;
let s3: FakeS3;
let ses: FakeSes;
let athena: FakeAthena;
let aws: FakeAws;
const running: RunningLambda[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-function-"));
  await writeFile(join(folder, "leads.sql"), LEADS);
  const reports = await checkReports(SETTINGS, { folder });
  const code = await bundle("functions/report/handler.ts");
  for (const [file, text] of [[HANDLER_FILE, code] as const, ...settingsFiles(SETTINGS), ...reportsFiles(reports)]) {
    await mkdir(dirname(join(folder, "bundle", file)), { recursive: true });
    await writeFile(join(folder, "bundle", file), text);
  }
  const data = await createDataFolder();
  const contract = { id: 1, campaign_id: 1, campaign_name: "Campaign 1", publisher_id: 12, billable_leads: 5 };
  await data.publish({
    dataset: "publisher-contracts",
    date: TODAY,
    rows: [
      { ...contract, earnings: 62_500n },
      { ...contract, id: 2, publisher_id: 13, billable_leads: 7, earnings: 1n },
    ],
  });
  session = await openFolder(data.path);
  s3 = createFakeS3(BUCKET);
  await fill(s3, data.path);
  // DuckDB has read no file yet.
  await session.connection.run("CREATE TABLE kept AS SELECT * FROM publisher_contracts");
  await session.connection.run("CREATE OR REPLACE VIEW publisher_contracts AS SELECT * FROM kept");
  await rm(data.path, { recursive: true });
  ses = createFakeSes();
  athena = createFakeAthena({ session });
  aws = await startAws([s3, ses, athena]);
}, 60_000);
afterEach(async () => {
  for (const lambda of running.splice(0)) await lambda.close();
  for (const key of [...s3.objects.keys()]) if (/^(reports|deliveries)\//.test(key)) s3.objects.delete(key);
  ses.sent.splice(0);
  athena.asked.splice(0);
  athena.executions.clear();
});
afterAll(async () => {
  await aws?.close();
  session?.close();
  await rm(folder, { recursive: true, force: true });
});

async function fill({ objects }: FakeS3, path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const key = file.slice(path.length + 1);
    const body = await readFile(file);
    objects.set(key, { body, etag: `"${key}"`, contentType: "", checksums: {}, lastModified: new Date() });
  }
}

async function start(): Promise<RunningLambda> {
  const lambda = await startLambda({
    ...{ handler: HANDLER, folder: join(folder, "bundle"), memory: MEMORY_MB.report, timeoutMs: 60_000 },
    environment: {
      AWS_REGION: FAKE_SCOPE.region,
      AWS_ACCESS_KEY_ID: "AKID",
      AWS_SECRET_ACCESS_KEY: "canary-signing-key",
      AWS_ENDPOINT_URL: aws.endpoint,
      [REPORT_ENV.bucket]: BUCKET,
      [REPORT_ENV.configurationSet]: "convertr-reports",
      [REPORT_ENV.workgroup]: "convertr-reports",
      [REPORT_ENV.database]: "convertr_reports",
    },
  });
  running.push(lambda);
  return lambda;
}

const EVENT = { enterprise: "acme", report: "leads", scheduledTime: SCHEDULED };

async function answerOf(lambda: RunningLambda, event: object = EVENT): Promise<ReportAnswer> {
  const invocation = await lambda.invoke(event);
  if (invocation.outcome === "failed") throw new Error(`${invocation.errorMessage}\n${lambda.log().join("\n")}`);
  return invocation.answer as ReportAnswer;
}

const addressees = () => ses.sent.map(({ destinations }) => destinations.join()).sort();

test("the deployed function asks Athena once for each member, keeps the files, and mails each its own", async () => {
  const answer = await answerOf(await start());
  expect(answer.outcome).toBe("sent");
  expect(answer.members.map(({ member, parts }) => [member, parts[0]?.rows, parts[0]?.bytesScanned])).toEqual([
    [12, 1, 48_213],
    [13, 1, 48_213],
  ]);
  expect(athena.asked).toHaveLength(2);
  expect(addressees()).toEqual(["a@pub.example", "b@pub.example"]);
  const mail = ses.sent.find(({ destinations }) => destinations.includes("a@pub.example"));
  const { html, attachments } = await PostalMime.parse(mail?.raw ?? "");
  expect(html).toContain("Campaign 1");
  const book = read(attachments[0]?.content as ArrayBuffer);
  expect(utils.sheet_to_json(book.Sheets["leads"] ?? {}, { header: 1 })).toEqual([
    ["Publisher ID", "Campaign name", "Billable leads", "Earnings"],
    [12, "Campaign 1", 5, 6.25],
  ]);
  const prefix = `reports/enterprise=acme/report_date=${TODAY}/leads/12/`;
  expect(String(s3.objects.get(`${prefix}leads.csv`)?.body)).toContain("12,Campaign 1,5,6.2500");
  expect(String(s3.objects.get(`${prefix}leads.sql`)?.body)).toBe(
    `${athena.asked.find((sql) => sql.includes("publisher_id = 12"))}\n`,
  );
});

test("two runs of one schedule at once start one query a part, and one mail goes out; a third asks nothing", async () => {
  const [one, other] = [await start(), await start()];
  const answers = await Promise.all([answerOf(one), answerOf(other)]);
  expect(answers.map(({ outcome }) => outcome)).not.toContain("failed");
  expect(athena.asked).toHaveLength(2);
  expect(addressees()).toEqual(["a@pub.example", "b@pub.example"]);
  const before = aws.calls.length;
  expect(await answerOf(one)).toMatchObject({ outcome: "already-sent" });
  expect(aws.calls.slice(before).filter(({ action }) => action.startsWith("athena:"))).toEqual([]);
});

test("a member whose query Athena refuses gets no mail, the other does, and the owner is told the right that lacks", async () => {
  aws.faults.push({ kind: "answer", answer: jsonRefusal("AccessDeniedException"), on: /StartQueryExecution/ });
  const answer = await answerOf(await start());
  expect(answer.outcome).toBe("partial");
  const failed = answer.members.find(({ outcome }) => outcome === "failed");
  expect(failed?.error).toMatchObject({
    name: "QueryFailed",
    message: expect.stringContaining("Let the role that runs it do athena:StartQueryExecution"),
  });
  expect(addressees()).toContain("ops@acme.example");
  expect(addressees()).toHaveLength(2);
});

test("a report or an enterprise that the bundle does not know is refused by name, and Athena is asked nothing", async () => {
  const lambda = await start();
  const { scheduledTime: _, ...byHand } = EVENT;
  expect(await lambda.invoke({ ...byHand, report: "other" })).toMatchObject({ errorType: "UnknownReport" });
  expect(await lambda.invoke({ ...EVENT, report: "other" })).toMatchObject({
    outcome: "answered",
    answer: { outcome: "refused", error: { name: "UnknownReport" } },
  });
  expect(await lambda.invoke({ ...EVENT, enterprise: "nobody" })).toMatchObject({
    outcome: "answered",
    answer: { outcome: "refused", error: { name: "UnknownEnterprise" } },
  });
  expect(await lambda.invoke({ ...EVENT, sql: "SELECT 1" })).toMatchObject({ errorType: "InvalidEvent" });
  expect(athena.asked).toEqual([]);
});

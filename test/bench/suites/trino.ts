import { namedQueries } from "../../../shared/catalog/queries.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import { addDays, type Day, dayOf } from "../../../shared/platform/day.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { deploy } from "../../end-to-end/deployment.ts";
import { FAKE_SCOPE } from "../../fakes/aws/secrets-manager.ts";
import { startMoto, whyNoMoto } from "../../moto/moto-server.ts";
import { type S3Counts, startCountingS3 } from "../../trino/counting-s3.ts";
import { createTables, fillBucket } from "../../trino/lake.ts";
import { startTrino, whyNoTrino } from "../../trino/trino-server.ts";
import { temporaryHistory } from "../history.ts";
import { FAKE_ACCOUNT } from "../processes.ts";
import { TRINO_MARKS } from "./query-marks.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const DAYS = 120;
const CAMPAIGNS = 20;
const DATABASE = "convertr_reports";

/** What Athena's engine asks of S3 for each question on one enterprise with 120 days: requests are counted, seconds say nothing. */
export async function* trinoSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const missing = (await whyNoTrino()) ?? (await whyNoMoto());
  if (missing !== undefined) {
    yield row({ suite: "trino", what: "requests to S3", measured: "", also: `skipped: ${missing}` });
    return;
  }
  // Trino's clock cannot be set, so the history ends today.
  const today = dayOf(Date.now(), "UTC");
  const days = quick ? 50 : DAYS;
  const questions = [...questionsOf(today), ...namedQueries()].slice(0, quick ? 3 : undefined);
  const { folder, remove } = await temporaryHistory({ campaigns: CAMPAIGNS, days, lastDay: today });
  try {
    for await (const counted of countAll(folder, addDays(today, 1 - days), questions)) yield rowOf(counted, !quick);
  } finally {
    await remove();
  }
}

function rowOf({ name, ms, rows, s3 }: Counted, marked: boolean): Row {
  const mark = marked ? TRINO_MARKS[name] : undefined;
  return row({
    suite: "trino",
    what: name,
    measured: `${s3.lists} LIST, ${s3.gets} GET, ${kilobytes(s3.bytes)}`,
    also: `${rows} rows, ${seconds(ms)}`,
    mark: mark === undefined ? "" : `<= ${mark.lists} LIST, ${mark.gets} GET`,
    met: mark === undefined ? null : s3.lists <= mark.lists && s3.gets <= mark.gets,
  });
}

interface Question {
  readonly name: string;
  readonly sql: string;
}

/** Besides the named queries: how people ask tables and daily views. */
function questionsOf(today: Day): readonly Question[] {
  const of = "WHERE enterprise = 'demo'";
  const daily = VIEWS.find(({ name }) => name === "campaign_daily")?.columns ?? {};
  const moved = `SELECT ${Object.keys(daily).join(", ")} FROM campaign_daily ${of}`;
  return [
    { name: "table, newest day", sql: `SELECT * FROM campaigns ${of} AND snapshot_date = '${today}'` },
    { name: "table, one old day", sql: `SELECT * FROM campaigns ${of} AND snapshot_date = '${addDays(today, -100)}'` },
    { name: "table, one campaign, all days", sql: `SELECT * FROM campaigns ${of} AND id = 123` },
    { name: "campaign_daily, one day", sql: `${moved} AND snapshot_date = '${today}'` },
    { name: "campaign_daily, 30 days", sql: `${moved} AND snapshot_date > '${addDays(today, -30)}'` },
  ];
}

interface Counted {
  readonly name: string;
  readonly ms: number;
  readonly rows: number;
  readonly s3: S3Counts;
}

async function* countAll(folder: string, historyFrom: Day, questions: readonly Question[]): AsyncGenerator<Counted> {
  const closing: (() => unknown)[] = [];
  try {
    const moto = await startMoto();
    closing.push(moto.close);
    Object.assign(process.env, FAKE_ACCOUNT, { AWS_REGION: FAKE_SCOPE.region, AWS_ENDPOINT_URL: moto.endpoint });
    const deployment = await deploy(settingsFrom(historyFrom));
    closing.push(deployment.remove);
    await fillBucket(folder);
    await createTables(deployment);
    const s3 = await startCountingS3(moto.endpoint);
    closing.push(s3.close);
    const lake = { endpoint: moto.endpoint, region: FAKE_SCOPE.region, database: DATABASE };
    const trino = await startTrino({ ...lake, counting: s3.endpoint });
    closing.push(trino.close);
    for (const { name, sql } of questions) {
      s3.taken();
      const started = performance.now();
      const { rows } = await trino.query(sql.replace(/;\s*$/, ""));
      yield { name, ms: performance.now() - started, rows: rows.length, s3: s3.taken() };
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const settingsFrom = (historyFrom: Day) =>
  parseSettings(
    {
      from: "Lead reports <reports@acme.example>",
      alertsTo: ["ops@acme.example"],
      historyFrom,
      enterprises: { demo: { timeZone: "Europe/London" } },
    },
    "the bench",
  );

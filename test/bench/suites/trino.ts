import { makeMonths } from "../../../functions/months/job.ts";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { addDays, type Day, dayOf } from "../../../shared/platform/day.ts";
import { monthOf, monthsFrom } from "../../../shared/platform/month.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { newestClosedMonth } from "../../../shared/snapshot/months.ts";
import { deploy } from "../../end-to-end/deployment.ts";
import { FAKE_SCOPE } from "../../fakes/aws/secrets-manager.ts";
import { startMoto, whyNoMoto } from "../../moto/moto-server.ts";
import { type S3Counts, startCountingS3 } from "../../trino/counting-s3.ts";
import { createTables, fillBucket } from "../../trino/lake.ts";
import { startTrino, whyNoTrino } from "../../trino/trino-server.ts";
import { temporaryHistory } from "../history.ts";
import { FAKE_ACCOUNT } from "../processes.ts";
import { SILENT } from "../workers/stand-ins.ts";
import { TRINO_MARKS } from "./query-marks.ts";
import { kilobytes, type Row, row, type SuiteOptions } from "./suite.ts";

const CAMPAIGNS = 20;
const DATABASE = "convertr_reports";
const WITH_MONTHS = "convertr_reports_months";
const SHAPES = [
  { what: "120 days", days: 120, named: true },
  { what: "three years", days: 1096, named: false },
] as const;

/**
 * What Athena's engine asks of S3 for each question on one enterprise, from the days alone and with older days from months: requests are
 * counted, seconds say nothing. Other rows with months than without end it.
 */
export async function* trinoSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const missing = (await whyNoTrino()) ?? (await whyNoMoto());
  if (missing !== undefined) {
    yield row({ suite: "trino", what: "requests to S3", measured: "", also: `skipped: ${missing}` });
    return;
  }
  // Trino's clock cannot be set, so the history ends today.
  const today = dayOf(Date.now(), "UTC");
  for (const { what, days, named } of quick ? [{ ...SHAPES[0], days: 50 }] : SHAPES) {
    const questions = [...questionsOf(today), ...(named ? namedQueries() : [])].slice(0, quick ? 3 : undefined);
    const { folder, remove } = await temporaryHistory({ campaigns: CAMPAIGNS, days, lastDay: today });
    try {
      for await (const counted of countAll(folder, addDays(today, 1 - days), questions)) {
        yield rowOf(what, counted, !quick);
      }
    } finally {
      await remove();
    }
  }
}

function rowOf(shape: string, { name, rows, days, months }: Counted, marked: boolean): Row {
  const mark = marked ? TRINO_MARKS[`${shape}: ${name}`] : undefined;
  const within = (s3: S3Counts, most: { lists: number; gets: number }) =>
    s3.lists <= most.lists && s3.gets <= most.gets;
  return row({
    suite: "trino",
    what: `${shape}: ${name}`,
    measured: asked(days),
    against: `${asked(months)}: with months`,
    also: `${rows} rows`,
    mark: mark === undefined ? "" : `<= ${most(mark.days)}; with months <= ${most(mark.months)}`,
    met: mark === undefined ? null : within(days, mark.days) && within(months, mark.months),
  });
}

const asked = ({ lists, gets, bytes }: S3Counts): string => `${lists} LIST, ${gets} GET, ${kilobytes(bytes)}`;
const most = ({ lists, gets }: { readonly lists: number; readonly gets: number }): string =>
  `${lists} LIST, ${gets} GET`;

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
  readonly rows: number;
  readonly days: S3Counts;
  readonly months: S3Counts;
}

async function* countAll(folder: string, historyFrom: Day, questions: readonly Question[]): AsyncGenerator<Counted> {
  const closing: (() => unknown)[] = [];
  try {
    const moto = await startMoto();
    closing.push(moto.close);
    Object.assign(process.env, FAKE_ACCOUNT, { AWS_REGION: FAKE_SCOPE.region, AWS_ENDPOINT_URL: moto.endpoint });
    await makeAllMonths(folder, settingsFrom(historyFrom));
    await fillBucket(folder);
    for (const more of [{}, { deployment: "months", months: true }]) {
      const deployment = await deploy(settingsFrom(historyFrom, more));
      closing.push(deployment.remove);
      await createTables(deployment, monthsFrom(monthOf(historyFrom), newestClosedMonth(Date.now())));
    }
    const s3 = await startCountingS3(moto.endpoint);
    closing.push(s3.close);
    const lake = { endpoint: moto.endpoint, region: FAKE_SCOPE.region, database: DATABASE };
    const trino = await startTrino({ ...lake, counting: s3.endpoint });
    closing.push(trino.close);
    for (const { name, sql } of questions) {
      const ask = async (database: string) => {
        s3.taken();
        const { columns, rows } = await trino.query(sql.replace(/;\s*$/, ""), database);
        // An age is of the moment of the question.
        const kept = columns.map(({ name: column }) => column !== "age_hours");
        return { s3: s3.taken(), rows: rows.map((one) => JSON.stringify(one.filter((_, at) => kept[at]))).sort() };
      };
      const [days, months] = [await ask(DATABASE), await ask(WITH_MONTHS)];
      if (days.rows.join() !== months.rows.join()) throw new Error(`${name} has other rows with months`);
      yield { name, rows: days.rows.length, days: days.s3, months: months.s3 };
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function makeAllMonths(folder: string, settings: Settings): Promise<void> {
  const deps = {
    settings,
    store: createFolderStore(folder),
    clock: systemClock,
    log: SILENT,
    metrics: { put: () => {} },
  };
  const { outcome, left } = await makeMonths(deps, { dryRun: false });
  if (outcome !== "done" || left > 0) throw new Error(`not all months were made: ${outcome}, ${left} left`);
}

const settingsFrom = (historyFrom: Day, more: object = {}) =>
  parseSettings(
    {
      from: "Lead reports <reports@acme.example>",
      alertsTo: ["ops@acme.example"],
      historyFrom,
      ...more,
      enterprises: { demo: { timeZone: "Europe/London" } },
    },
    "the bench",
  );

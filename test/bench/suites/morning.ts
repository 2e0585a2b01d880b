import { instantAt } from "../../../shared/platform/day.ts";
import { bundled, heapOf, run, serve, unbundled } from "../processes.ts";
import type { MorningAnswer, MorningInput } from "../workers/morning.ts";
import type { MorningWatchInput } from "../workers/morning-watch.ts";
import { MORNING_ZONE, type Morning, type MorningReport, type MorningServer, recipientOf } from "./morning-input.ts";
import { type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

/** A Tuesday. */
const DATE = "2026-11-24";
const WORKERS = 2;
/** What is not begun by then is left out, and said. */
const LIMIT_MS = 20 * 60_000;
const WATCH_MARK_MS = 60_000;

/**
 * One morning of a thousand enterprises: every event of their schedules to the real jobs in worker processes, two enterprises that fail and
 * one that is slow; then the watch, as its function runs it.
 */
export async function* morningSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const morning = morningOf(quick ? 40 : 1_000);
  const { enterprises } = morning;
  const server = await serve<MorningServer>("morning", morning);
  try {
    const watchAt = async (time: string) =>
      run({ file: await bundled("morning-watch"), nodeOptions: heapOf("watch") }, {
        morning,
        endpoint: server.said.endpoint,
        now: instantAt(DATE, time, MORNING_ZONE),
      } satisfies MorningWatchInput);
    await watchAt("00:10");
    const before = await reportOf(server.said);
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: WORKERS }, (_, worker) =>
        run<MorningAnswer>({ file: unbundled("morning") }, {
          morning,
          server: server.said,
          own: enterprises.filter((_, at) => at % WORKERS === worker),
          limitMs: LIMIT_MS,
        } satisfies MorningInput),
      ),
    );
    const wallMs = performance.now() - started;
    const report = await reportOf(server.said);
    const played = answers.reduce((sum, one) => sum + one.played, 0);
    const s3 = Object.keys(report.s3).map(
      (kind) => `${thousands((report.s3[kind] ?? 0) - (before.s3[kind] ?? 0))} ${kind}`,
    );
    yield row({
      suite: "morning",
      what: `${thousands(played)} of ${thousands(enterprises.length)} enterprises, every event of their day`,
      measured: seconds(wallMs),
      peakRssMb: Math.max(...answers.map(({ peakRssMb }) => peakRssMb)),
      also: `S3: ${s3.join(", ")}; ${outcomesOf(answers)}`,
      mark: "all played",
      met: played === enterprises.length,
    });
    yield mailsRow(morning, report);
    yield row({
      suite: "morning",
      what: "a pull of the slow enterprise, at 1.5 s an answer",
      measured: seconds(Math.max(...answers.map(({ slowMs }) => slowMs))),
      against: `${seconds(Math.max(...answers.map(({ medianMs }) => medianMs)))}: median of the others, sixteen at a time`,
      also: "nobody waits for it",
    });
    const { wallMs: watchMs, cpuMs, peakRssMb, facts } = await watchAt("12:00");
    yield row({
      suite: "morning",
      what: `the watch over ${thousands(enterprises.length)} enterprises`,
      measured: seconds(watchMs),
      cpu: seconds(cpuMs),
      peakRssMb,
      also: `${facts["dueSnapshots"]} snapshots and ${facts["dueDigests"]} digests due; overdue ${facts["overdueSnapshots"]} and ${facts["overdueDigests"]}, of others than the two ${facts["overdueOfOthers"]}`,
      mark: `<= ${WATCH_MARK_MS / 1000} s, and only the two are overdue`,
      met: watchMs <= WATCH_MARK_MS && facts["overdueOfOthers"] === 0 && facts["overdueDigests"] === 2,
    });
  } finally {
    await server.stop();
  }
}

function morningOf(count: number): Morning {
  const enterprises = Array.from({ length: count }, (_, at) => `company-${at + 1}`);
  const [refused = "", down = "", slow = ""] = [enterprises[2], enterprises[count >> 1], enterprises[10]];
  return { date: DATE, enterprises, refused, down, slow };
}

const reportOf = async ({ report }: MorningServer): Promise<MorningReport> =>
  (await (await fetch(report)).json()) as MorningReport;

function outcomesOf(answers: readonly MorningAnswer[]): string {
  const all: Record<string, number> = {};
  for (const { outcomes } of answers) {
    for (const [told, count] of Object.entries(outcomes)) all[told] = (all[told] ?? 0) + count;
  }
  return Object.entries(all)
    .sort()
    .map(([told, count]) => `${told} ${thousands(count)}`)
    .join(", ");
}

/** Each list gets its mail once; of the two that fail nobody gets one that tells of nothing. */
function mailsRow({ enterprises, refused, down }: Morning, { mails }: MorningReport): Row {
  const counts = enterprises.map((name) => mails[recipientOf(name)] ?? 0);
  const count = (is: (mails: number) => boolean): number => counts.filter(is).length;
  const [once, more, none] = [count((n) => n === 1), count((n) => n > 1), count((n) => n === 0)];
  const failing = [refused, down].every((name) => mails[recipientOf(name)] === undefined);
  return row({
    suite: "morning",
    what: "mails",
    measured: `${thousands(once)} lists once, ${more} more than once, ${none} none`,
    also: "the two without a mail are those that fail",
    mark: "exactly once",
    met: more === 0 && none === 2 && failing,
  });
}

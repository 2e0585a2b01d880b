import { addDays } from "../../../shared/platform/day.ts";
import { partOf, temporaryHistory } from "../history.ts";
import { run, unbundled } from "../processes.ts";
import type { HistoryAnswer, HistoryInput } from "../workers/history.ts";
import { type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const LAST_DAY = "2026-11-24";
const TEN = Array.from({ length: 10 }, (_, at) => (at === 0 ? "demo" : `company-${at}`));
const CAMPAIGNS = 50;
const TEN_YEARS = 3652;
const SHAPES = [
  { what: "ten enterprises, one year", enterprises: TEN, days: 365, named: true },
  { what: "one enterprise, three years", enterprises: ["demo"], days: 1096, named: true },
  // Named queries that look back read every day of it: minutes, by either way.
  { what: "one enterprise, ten years", enterprises: ["demo"], days: TEN_YEARS, named: false },
] as const;
/** To open any of them. */
const MARK = { ms: 5_000, rssMb: 256 };

/** Years of history in a folder: to open it, and each question once, beside the same views bound by every file's footer. */
export async function* historySuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const days = (of: number): number => Math.ceil(of / (quick ? 30 : 1));
  const whole = await temporaryHistory({ campaigns: CAMPAIGNS, lastDay: LAST_DAY, days: days(TEN_YEARS) });
  try {
    for (const { what, named, enterprises, days: of } of SHAPES) {
      const part = await partOf(whole.folder, { from: addDays(LAST_DAY, 1 - days(of)), enterprises });
      const input = { folder: part.folder, enterprise: "demo", date: LAST_DAY, named };
      const shape = await measureShape(what, input).finally(part.remove);
      yield* rowsOf(shape, !quick);
    }
  } finally {
    await whole.remove();
  }
}

interface Shape {
  readonly what: string;
  readonly ours: HistoryAnswer;
  readonly footers: HistoryAnswer;
}

async function measureShape(what: string, input: Omit<HistoryInput, "way">): Promise<Shape> {
  const open = (way: HistoryInput["way"]): Promise<HistoryAnswer> =>
    run({ file: unbundled("history") }, { ...input, way } satisfies HistoryInput);
  const shape = { what, ours: await open("ours"), footers: await open("footers") };
  const others = shape.ours.questions.filter(({ rows }, at) => rows !== shape.footers.questions[at]?.rows);
  if (others.length > 0) throw new Error(`other rows by footers: ${others.map(({ name }) => name).join(", ")}`);
  return shape;
}

function* rowsOf({ what, ours, footers }: Shape, marked: boolean): Generator<Row> {
  yield row({
    suite: "history",
    what: `to open ${what}`,
    measured: seconds(ours.opened.wallMs),
    against: `${seconds(footers.opened.wallMs)}: every footer at every bind`,
    ratio: ours.opened.wallMs / footers.opened.wallMs,
    cpu: seconds(ours.opened.cpuMs),
    peakRssMb: ours.opened.peakRssMb,
    also: `its CPU ${seconds(footers.opened.cpuMs)}, peak RSS ${Math.round(footers.opened.peakRssMb)} MB`,
    mark: marked ? `<= ${MARK.ms / 1000} s and <= ${MARK.rssMb} MB` : "",
    met: marked ? ours.opened.wallMs <= MARK.ms && ours.opened.peakRssMb <= MARK.rssMb : null,
  });
  const each = ours.questions.map(
    ({ name, wallMs }, at) => `${name} ${whole(wallMs)} (${whole(footers.questions[at]?.wallMs)})`,
  );
  yield row({
    suite: "history",
    what: `its ${ours.questions.length} questions, one after the other`,
    measured: seconds(sumOf(ours)),
    against: `${seconds(sumOf(footers))}: every footer at every bind`,
    ratio: sumOf(ours) / sumOf(footers),
    peakRssMb: ours.peakRssMb,
    also: `its peak RSS ${Math.round(footers.peakRssMb)} MB; the same rows; ms: ${each.join(", ")}`,
  });
}

const sumOf = ({ questions }: HistoryAnswer): number => questions.reduce((sum, { wallMs }) => sum + wallMs, 0);
const whole = (ms: number | undefined): string => (ms ?? Number.NaN).toFixed(0);

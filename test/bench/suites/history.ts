import { addDays } from "../../../shared/platform/day.ts";
import { withHistory, withPartOf } from "../history.ts";
import { run, unbundled } from "../processes.ts";
import type { HistoryAnswer, HistoryInput } from "../workers/history.ts";
import { type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const LAST_DAY = "2026-11-24";
const TEN = Array.from({ length: 10 }, (_, at) => (at === 0 ? "demo" : `company-${at}`));
const CAMPAIGNS = 50;
const TEN_YEARS = 3652;
const SHAPES = [
  { what: "ten enterprises, one year", enterprises: TEN, days: 365 },
  { what: "one enterprise, three years", enterprises: ["demo"], days: 1096 },
  { what: "one enterprise, ten years", enterprises: ["demo"], days: TEN_YEARS },
] as const;
/** Milliseconds and megabytes to open any of them. */
const MARK = { ms: 5_000, rssMb: 400 };

/** Years of history in a folder: to open it, and each named query once, beside the same views bound by every file's footer. */
export async function* historySuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const scale = quick ? 30 : 1;
  const days = (of: number): number => Math.ceil(of / scale);
  const whole = { campaigns: CAMPAIGNS, lastDay: LAST_DAY, days: days(TEN_YEARS) };
  const measured = await withHistory(whole, async (folder) => {
    const shapes: Shape[] = [];
    for (const { what, ...shape } of SHAPES) {
      const part = { from: addDays(LAST_DAY, 1 - days(shape.days)), enterprises: shape.enterprises };
      shapes.push(await withPartOf(folder, part, (path) => measureShape(what, path)));
    }
    return shapes;
  });
  for (const shape of measured) yield* rowsOf(shape, !quick);
}

interface Shape {
  readonly what: string;
  readonly ours: HistoryAnswer;
  readonly footers: HistoryAnswer;
}

async function measureShape(what: string, folder: string): Promise<Shape> {
  const open = (way: HistoryInput["way"]): Promise<HistoryAnswer> =>
    run({ file: unbundled("history") }, { folder, way, enterprise: "demo", date: LAST_DAY } satisfies HistoryInput);
  const shape = { what, ours: await open("ours"), footers: await open("footers") };
  const others = shape.ours.queries.filter(({ rows }, at) => rows !== shape.footers.queries[at]?.rows);
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
  const each = ours.queries.map(
    ({ name, wallMs }, at) => `${name} ${whole(wallMs)} (${whole(footers.queries[at]?.wallMs)})`,
  );
  yield row({
    suite: "history",
    what: `its ${ours.queries.length} saved queries, one after the other`,
    measured: seconds(sumOf(ours)),
    against: `${seconds(sumOf(footers))}: every footer at every bind`,
    ratio: sumOf(ours) / sumOf(footers),
    peakRssMb: ours.peakRssMb,
    also: `its peak RSS ${Math.round(footers.peakRssMb)} MB; the same rows; ms: ${each.join(", ")}`,
  });
}

const sumOf = ({ queries }: HistoryAnswer): number => queries.reduce((sum, { wallMs }) => sum + wallMs, 0);
const whole = (ms: number | undefined): string => (ms ?? Number.NaN).toFixed(0);

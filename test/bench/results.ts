import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { BENCH_FOLDER } from "./processes.ts";
import type { Row, Suite } from "./suites/suite.ts";

interface Results {
  readonly date: string;
  readonly machine: string;
  readonly quick: boolean;
  readonly rows: readonly Row[];
}

/** Those of quick runs lie apart: they take the place of no others. */
const fileOf = (quick: boolean): string => join(BENCH_FOLDER, quick ? "results-quick.json" : "results.json");
const PAGE = new URL("../../docs/benchmarks.md", import.meta.url);
const [BEGIN, END] = ["<!-- table: begin -->", "<!-- table: end -->"];

/**
 * Runs suites one after the other, prints each row when it is there, and keeps them, beside those of suites not run this time.
 * @returns whether every mark of the suites that ran is met
 */
export async function collectResults(
  wanted: readonly string[],
  suites: Readonly<Record<string, Suite>>,
  { quick, docs }: { readonly quick: boolean; readonly docs: boolean },
): Promise<boolean> {
  await mkdir(BENCH_FOLDER, { recursive: true });
  const order = Object.keys(suites);
  let rows: readonly Row[] = (await earlier(quick)).filter(({ suite }) => !wanted.includes(suite));
  let results: Results = { date: new Date().toISOString().slice(0, 10), machine: machine(), quick, rows };
  for (const name of wanted) {
    for await (const row of suites[name]?.({ quick }) ?? []) {
      process.stdout.write(`${lineOf(row)}\n`);
      rows = [...rows, row];
    }
    results = { ...results, rows: rows.toSorted((a, b) => order.indexOf(a.suite) - order.indexOf(b.suite)) };
    // After each suite, so that a failure of a later one loses nothing.
    await writeFile(fileOf(quick), `${JSON.stringify(results, null, 1)}\n`);
  }
  process.stdout.write(`\n${tableOf(results)}\n\n${fileOf(quick)}\n`);
  if (docs) await intoPage(results, order);
  const missed = rows.filter(({ suite, met }) => wanted.includes(suite) && met === false);
  for (const row of missed) process.stdout.write(`not met: ${lineOf(row)}\n`);
  return missed.length === 0;
}

async function earlier(quick: boolean): Promise<readonly Row[]> {
  try {
    return (JSON.parse(await readFile(fileOf(quick), "utf8")) as Results).rows;
  } catch {
    return [];
  }
}

const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}`;

const cellsOf = (row: Row): readonly string[] => [
  row.suite,
  row.what,
  row.measured,
  row.against,
  row.ratio === null ? "" : row.ratio.toFixed(2),
  row.cpu,
  row.peakRssMb === null ? "" : `${row.peakRssMb} MB`,
  row.also,
  row.mark === "" ? "" : `${row.mark}: ${row.met === true ? "yes" : "**no**"}`,
];

const lineOf = (row: Row): string => cellsOf(row).filter(Boolean).join(" | ");

const HEADINGS = ["", "what", "measured", "bound or peer", "ratio", "CPU", "peak RSS", "besides", "mark"];

const lineOfTable = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function tableOf({ date, machine: where, quick, rows }: Results): string {
  const lines = [HEADINGS, HEADINGS.map(() => "---"), ...rows.map(cellsOf)].map(lineOfTable);
  return `${date}, ${where}${quick ? ", quick: sizes and runs reduced" : ""}\n\n${lines.join("\n")}`;
}

/** Puts the rows into the page; those of suites that have no result here stay as they are, and are said to be older. */
async function intoPage(results: Results, order: readonly string[]): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const [before = "", rest = ""] = page.split(BEGIN);
  const [table = "", after = ""] = rest.split(END);
  const measured = new Set(results.rows.map(({ suite }) => suite));
  const suiteOf = (line: string): string => /^\| ([a-z]+) \|/.exec(line)?.[1] ?? "";
  const kept = table.split("\n").filter((line) => order.includes(suiteOf(line)) && !measured.has(suiteOf(line)));
  const [title = "", ...lines] = tableOf(results).split("\n\n");
  const [names = "", rule = "", ...rows] = lines.join("").split("\n");
  const sorted = [...kept, ...rows].toSorted((a, b) => order.indexOf(suiteOf(a)) - order.indexOf(suiteOf(b)));
  const older = order.filter((suite) => kept.some((line) => suiteOf(line) === suite));
  const said = older.length === 0 ? title : `${title}; of earlier runs: ${older.join(", ")}`;
  await writeFile(PAGE, `${before}${BEGIN}\n${said}\n\n${[names, rule, ...sorted].join("\n")}\n${END}${after}`);
}

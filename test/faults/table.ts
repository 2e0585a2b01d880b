import { CATALOGUE, type FaultId } from "./catalogue.ts";

/** What of Vitest's JSON report is read. */
export interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly ReportedTest[] }[];
}
interface ReportedTest {
  readonly title: string;
  readonly status: string;
}

const BEGIN = "<!-- table: made by npm run faults:table -->";
const END = "<!-- end of table -->";
const GROUPS: Readonly<Record<string, string>> = {
  A: "The API",
  T: "Values and time",
  W: "AWS and runs",
  I: "What comes in and goes out",
  L: "The terminal and the settings",
  X: "Many faults at once",
};

export const FAULT_IDS = Object.keys(CATALOGUE) as FaultId[];

/** A row of the table, as it is written for a fault. */
export const rowOf = (id: FaultId, passed: string): string => {
  const [fault, expected] = CATALOGUE[id];
  return `| ${id} | ${fault} | ${expected} | ${passed} |`;
};

/** The page with the table of all faults and how their tests ended. */
export function withTable(page: string, report: Report): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no place between ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${tables(report)}\n\n${page.slice(end)}`;
}

function tables(report: Report): string {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const byId = Map.groupBy(tests, ({ title }) => title.slice(0, title.indexOf(":")));
  return Object.entries(GROUPS)
    .map(([letter, heading]) => {
      const rows = FAULT_IDS.filter((id) => id.startsWith(letter)).map((id) => rowOf(id, passedOf(byId.get(id) ?? [])));
      return `### ${heading}\n\n| id | fault | what comes of it | passed |\n|---|---|---|---|\n${rows.join("\n")}`;
    })
    .join("\n\n");
}

function passedOf(tests: readonly ReportedTest[]): string {
  const passed = tests.filter(({ status }) => status === "passed").length;
  return tests.length === 0 ? "no test" : `${passed} of ${tests.length}`;
}

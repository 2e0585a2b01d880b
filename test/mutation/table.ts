/** Of Stryker's JSON report, what the table is made of. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

export interface Line {
  /** Path below `shared/`, without its ending. */
  readonly module: string;
  readonly changes: number;
  readonly survived: number;
}

const SURVIVED: ReadonlySet<string> = new Set(["Survived", "NoCoverage"]);
/** A change that makes the code run for ever is noticed. */
const NOTICED: ReadonlySet<string> = new Set(["Killed", "Timeout"]);
const [BEGIN, END] = ["<!-- table: made by npm run mutation -->", "<!-- end of table -->"];

/** One line for each module; changes that could not be run at all do not count. */
export function linesOf({ files }: Report): readonly Line[] {
  return Object.entries(files).map(([file, { mutants }]) => {
    const survived = mutants.filter(({ status }) => SURVIVED.has(status)).length;
    const noticed = mutants.filter(({ status }) => NOTICED.has(status)).length;
    return { module: file.replace(/^shared\/|\.ts$/g, ""), changes: survived + noticed, survived };
  });
}

/** The page with the table of `lines` in place of the one it has. */
export function withTable(page: string, lines: readonly Line[]): string {
  const [before = "", rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`the page has no place for the table, from ${BEGIN} to ${END}`);
  return `${before}${BEGIN}\n${tableOf(lines)}\n${END}${after}`;
}

/**
 * What the page's list of survivors tells wrong, one text for each module: the list begins its items with `**module** (survivors)`,
 * by the last part of the module's path.
 */
export function notExplained(page: string, lines: readonly Line[]): readonly string[] {
  const told = new Map(
    [...page.matchAll(/\*\*([a-z-]+)\*\* \((\d+)\)/g)].map(([, name, count]) => [name, Number(count)]),
  );
  return lines.flatMap(({ module, survived }) => {
    const explained = told.get(module.split("/").at(-1)) ?? 0;
    return explained === survived ? [] : [`${module}: ${survived} survived, ${explained} explained`];
  });
}

function tableOf(lines: readonly Line[]): string {
  const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0);
  const all: Line = {
    module: "all",
    changes: sum(({ changes }) => changes),
    survived: sum(({ survived }) => survived),
  };
  const rows = [...lines, all].map(({ module, changes, survived }) => {
    const noticed = changes === 0 ? 0 : Math.floor((100 * (changes - survived)) / changes);
    return `| ${module} | ${changes} | ${noticed} % | ${survived} |`;
  });
  return ["| module | changes | noticed | survived |", "|---|---|---|---|", ...rows].join("\n");
}

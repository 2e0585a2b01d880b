import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const FOLDERS = ["infra", "functions", "shared", "test", "docs", ".github"];
const CODE: ReadonlySet<string> = new Set([".ts", ".js", ".css", ".sql", ".yml"]);

function filesOf(kinds: ReadonlySet<string>): string[] {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  return [...readdirSync("."), ...below].filter((file) => kinds.has(extname(file))).sort();
}

/** Every page of the repository, by its path from the root. */
export const PAGES: readonly string[] = filesOf(new Set([".md"]));
/** Every file of code that may cite one. */
export const CODE_FILES: readonly string[] = filesOf(CODE);

const known = new Map<string, readonly string[]>();

/** The headings of a page, as they read: without backticks, and none out of a block of code. */
export function headingsOf(page: string): readonly string[] {
  let headings = known.get(page);
  if (headings === undefined) {
    const text = readFileSync(page, "utf8").replace(/^```[\s\S]*?^```/gm, "");
    headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.replaceAll("`", ""));
    known.set(page, headings);
  }
  return headings;
}

/** What links to a page's headings end with. */
export const anchorsOf = (page: string): readonly string[] =>
  headingsOf(page).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

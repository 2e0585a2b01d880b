import { readdirSync, readFileSync } from "node:fs";

/** A saved question: its text opens with comments that say what it answers and how to change it. */
export interface NamedQuery {
  /** Also the name of its file, `queries/<name>.sql`; the mail refers to queries by it. */
  readonly name: string;
  /** The first comment line, as a question. */
  readonly question: string;
  readonly sql: string;
}

/** The enterprise that the files name: the local runner's demo. */
const FILED_ENTERPRISE = "demo";

/** Every named query by name, asking about one enterprise. @param enterprise by its pattern, so it needs no quoting */
export function namedQueries(enterprise: string = FILED_ENTERPRISE): readonly NamedQuery[] {
  return readdirSync(new URL("queries/", import.meta.url))
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const filed = readFileSync(new URL(`queries/${file}`, import.meta.url), "utf8").trim();
      return {
        name: file.slice(0, -".sql".length),
        question: /^-- (.+)/.exec(filed)?.[1] ?? "",
        sql: filed.replaceAll(`enterprise = '${FILED_ENTERPRISE}'`, `enterprise = '${enterprise}'`),
      };
    });
}

import { BASE_TABLES, ownFiles, wholeFile } from "../../../shared/catalog/duckdb.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { ReportsSession } from "./session.ts";

/** How DuckDB begins when it meets damage within a file; it names no file then, and no mistake of the SQL begins so. */
const DAMAGE_WITHIN = /^(?:Invalid Error:|Conversion Error: Could not convert Timestamp\(MS\))/;

/**
 * The file of the data folder of which a failure tells, by its name or, where the engine names none, by reading all of them.
 * @param message DuckDB's own
 * @returns undefined when it tells of none
 */
export async function damagedFile(session: ReportsSession, message: string): Promise<ReportsError | undefined> {
  const { folder } = session;
  const file = fileNamed(folder, message) ?? (DAMAGE_WITHIN.test(message) ? await firstUnreadable(session) : undefined);
  if (file === undefined) return undefined;
  return new ReportsError("StoreFailed", {
    what: `a file of the data folder cannot be read: ${message.split("\n", 1)[0]?.replaceAll(`${folder}/`, "")}`,
    where: file,
    remedy: "It is damaged or none of ours: take it out of the data folder, or put a whole copy in its place",
    retryable: false,
  });
}

function fileNamed(folder: string, message: string): string | undefined {
  const start = message.indexOf(`${folder}/`);
  return start < 0 ? undefined : /^.*?\.(?:parquet|json)/.exec(message.slice(start))?.[0];
}

async function firstUnreadable({ connection, folder }: ReportsSession): Promise<string | undefined> {
  for (const table of BASE_TABLES.filter(({ format }) => format === "parquet")) {
    for (const [file] of (await connection.runAndReadAll(ownFiles(table, folder))).getRows()) {
      const isWhole = await connection.run(wholeFile(String(file))).then(
        () => true,
        () => false,
      );
      if (!isWhole) return String(file);
    }
  }
  return undefined;
}

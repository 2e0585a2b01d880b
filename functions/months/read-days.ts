import type { Dataset } from "../../shared/catalog/dataset.ts";
import { openParquet, type ParquetFile, type StoredTable } from "../../shared/parquet/file.ts";
import { atOnce } from "../../shared/platform/at-once.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import type { DayObject } from "../../shared/snapshot/months.ts";
import { readLabel } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/** Objects on their way at a time. */
const PARALLEL = 8;

/** One day of a month. */
export interface MonthDay extends DayObject {
  readonly rows: number;
  readonly runId: string | null;
  /**
   * The day's rows, as they are stored.
   * @throws NoSnapshot when they cannot be read; StoreFailed when another version has come since
   */
  table(): Promise<StoredTable>;
}

export interface ReadDays {
  readonly store: ObjectStore;
  readonly dataset: Dataset;
  /** With more rows in all than this none is kept: a day is read again whenever it is asked for. */
  readonly mostHeld: number;
}

/**
 * The days of a month, each checked to be a file of ours.
 * @throws NoSnapshot naming the day that is damaged or of another dataset; StoreFailed, also when another version has come since
 */
export async function readDays(of: ReadDays, objects: readonly DayObject[]): Promise<readonly MonthDay[]> {
  const { columns } = of.dataset;
  let rows = 0;
  const read = await atOnce(objects, PARALLEL, async (object) => {
    const file = await openDay(of, object);
    rows += file.rows;
    const held = rows <= of.mostHeld ? await file.readStored(columns) : undefined;
    return { object, held, rows: file.rows, runId: readLabel(file.metadata)?.runId ?? null };
  });
  const areHeld = rows <= of.mostHeld;
  return read.map(({ object, held, ...day }) => ({
    ...object,
    ...day,
    table:
      areHeld && held !== undefined ? async () => held : async () => (await openDay(of, object)).readStored(columns),
  }));
}

async function openDay({ store, dataset }: ReadDays, { key, etag }: DayObject): Promise<ParquetFile> {
  const object = await store.get(key);
  if (object === undefined || object.etag !== etag) throw moved(key);
  const file = await openParquet(object.body, key);
  const own = dataset.digest?.ownColumn ?? "id";
  const lacking = [own, ...keysOf(dataset)].find((name) => !file.columns.has(name));
  if (lacking !== undefined) throw unusable(`has no column ${lacking}, so it is of another dataset`, key);
  const label = readLabel(file.metadata);
  if (label !== undefined && label.rows !== file.rows) throw unusable("does not hold the rows it says", key);
  return file;
}

const moved = (key: string): ReportsError =>
  new ReportsError("StoreFailed", {
    what: "another version of a snapshot has come while its month was made",
    where: key,
    remedy: "The next run makes the month of that one",
    retryable: true,
  });

const keysOf = ({ columns }: Dataset): string[] => Object.keys(columns).filter((name) => columns[name]?.key);

/** A day that no month can be made of. */
export const unusable = (why: string, key: string): ReportsError =>
  new ReportsError("NoSnapshot", {
    what: `a snapshot ${why}`,
    where: key,
    remedy:
      'Restore an older version of the object; if there is none, delete it, for it shows nothing (docs/operations.md, "Months")',
  });

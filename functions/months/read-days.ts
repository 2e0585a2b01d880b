import type { Column } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { openParquet, type ParquetFile, type StoredTable } from "../../shared/parquet/file.ts";
import { atOnce } from "../../shared/platform/at-once.ts";
import { addDays } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import type { DayObject } from "../../shared/snapshot/months.ts";
import { readLabel } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { type OrderedDay, orderedDay } from "./ordered-day.ts";

/** Objects on their way at a time. */
const PARALLEL = 8;

/** One day of a month. */
export interface MonthDay extends DayObject {
  readonly rows: number;
  readonly runId: string | null;
  /** Its rows by id, from the first on. Reading throws NoSnapshot when it cannot; StoreFailed when another version has come since. */
  inOrder(): OrderedDay;
}

export interface ReadDays {
  readonly store: ObjectStore;
  readonly dataset: Dataset;
  /** Rows of all days together that are in memory at a time. With more than that a day is read again, piece by piece. */
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
    const ids = idsOf(held ?? (await file.readStored({ id: columns["id"] as Column })), object);
    return { object, held, ids, runId: readLabel(file.metadata)?.runId ?? null };
  });
  const areHeld = rows <= of.mostHeld;
  const window = Math.max(1, Math.floor(of.mostHeld / objects.length));
  return read.map(({ object, held, ids, runId }) => ({
    ...object,
    ...{ rows: ids.length, runId },
    inOrder: () =>
      areHeld && held !== undefined
        ? orderedDay({ ids, window: ids.length, read: async () => held })
        : orderedDay({ ids, window, read: async (range) => (await openDay(of, object)).readStored(columns, range) }),
  }));
}

function idsOf(table: StoredTable, { key }: DayObject): BigInt64Array {
  const stored = table.stored("id");
  return BigInt64Array.from({ length: table.length }, (_, at) => {
    const id = stored?.[at];
    if (typeof id !== "bigint") throw unusable("has a row without id", key);
    return id;
  });
}

async function openDay({ store, dataset }: ReadDays, { key, etag, date }: DayObject): Promise<ParquetFile> {
  const object = await store.get(key);
  if (object === undefined || object.etag !== etag) throw moved(key);
  const file = await openParquet(object.body, key);
  const own = dataset.digest?.ownColumn ?? "id";
  const lacking = [own, ...keysOf(dataset)].find((name) => !file.columns.has(name));
  if (lacking !== undefined) throw unusable(`has no column ${lacking}, so it is of another dataset`, key);
  const label = readLabel(file.metadata);
  if (label !== undefined && label.rows !== file.rows) throw unusable("does not hold the rows it says", key);
  if (label !== undefined && label.activityDate !== date && label.activityDate !== addDays(date, -1)) {
    throw unusable(`tells of ${label.activityDate}, so it is another day's`, key);
  }
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

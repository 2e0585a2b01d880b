import * as z from "zod";
import type { Columns } from "../../shared/catalog/column.ts";
import { openParquet, type ParquetFile } from "../../shared/parquet/file.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import { parseJson } from "../../shared/platform/json.ts";
import type { Month } from "../../shared/platform/month.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/** A day that a month was made of: date, etag, bytes, rows, and the run that took it, where its file says so. */
export type MadeOf = readonly [date: string, etag: string, bytes: number, rows: number, runId: string | null];

/** What a month says of itself in its Parquet key-value metadata. The same days give the same text, whoever makes the month. */
export interface MonthLabel {
  readonly month: Month;
  readonly days: readonly MadeOf[];
}

export const writeMonthLabel = ({ month, days }: MonthLabel): Record<string, string> => ({
  month,
  days: JSON.stringify(days),
});

const daysSchema = z.array(z.tuple([z.string(), z.string(), z.number(), z.number(), z.string().nullable()]));

/** A month that is there. */
export interface StandingMonth {
  readonly etag: string;
  /** What it was made of; undefined when it is not readable as a month of ours. */
  readonly days: readonly MadeOf[] | undefined;
}

/**
 * The month at a key.
 * @param columns that it must have; without one of them it is not as this version makes it
 * @throws StoreFailed
 */
export async function standingMonth(
  store: ObjectStore,
  key: string,
  columns: Columns,
): Promise<StandingMonth | undefined> {
  const object = await store.get(key);
  if (object === undefined) return undefined;
  const file = await opened(object.body, key);
  const isWhole = file !== undefined && Object.keys(columns).every((name) => file.columns.has(name));
  return { etag: object.etag, days: isWhole ? daysSchema.safeParse(parsedDays(file)).data : undefined };
}

async function opened(body: Uint8Array, key: string): Promise<ParquetFile | undefined> {
  try {
    return await openParquet(body, key);
  } catch (error) {
    if (isReportsError(error, "NoSnapshot")) return undefined;
    throw error;
  }
}

const parsedDays = ({ metadata }: ParquetFile): unknown => parseJson(metadata["days"] ?? "null");

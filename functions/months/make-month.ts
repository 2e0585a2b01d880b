import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { monthColumns } from "../../shared/catalog/months.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import type { Month } from "../../shared/platform/month.ts";
import { monthKey } from "../../shared/snapshot/keys.ts";
import { type DayObject, daysOfMonth } from "../../shared/snapshot/months.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { type StandingMonth, standingMonth } from "./month-label.ts";
import { readDays } from "./read-days.ts";
import { verifyMonth } from "./verify-month.ts";
import { writeMonth } from "./write-month.ts";

export interface MonthUnit {
  readonly enterprise: string;
  readonly dataset: DatasetName;
  readonly month: Month;
}

export interface MakeMonth {
  readonly store: ObjectStore;
  readonly dryRun: boolean;
  /** Rows in memory at a time; the days of a larger month are read in pieces, and more than once. @default HELD_ROWS */
  readonly heldRows?: number;
}

/** Of contracts, which have the most columns, these stay below a gigabyte. */
const HELD_ROWS = 75_000;
/** Somebody restores day after day: then the next run may have peace. */
const ATTEMPTS = 3;
const PARQUET = { contentType: "application/vnd.apache.parquet" };

export interface MadeMonth {
  /** `moved`: its days were replaced again and again while it was made; the next run makes it. */
  readonly outcome: "made" | "remade" | "already-made" | "no-days" | "moved" | "dry-run";
  readonly days: number;
  /** Null where nothing was made. */
  readonly rows: number | null;
  readonly bytes: number | null;
}

/**
 * Makes a month of its days, proves that it says what they say, and writes it by one conditional PUT. One that is there and was made of the
 * same days stays. Of two runs at once one PUT wins, with the bytes that the other would have written.
 * @throws NoSnapshot when a day cannot be read; StoreFailed, also when the month does not read back as its days: nothing is written then
 */
export async function makeMonth(of: MakeMonth, unit: MonthUnit): Promise<MadeMonth> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const made = await attemptMonth(of, unit);
    if (made !== undefined) return made;
  }
  return { outcome: "moved", days: 0, rows: null, bytes: null };
}

/** @returns undefined when days or month were replaced meanwhile */
async function attemptMonth(of: MakeMonth, unit: MonthUnit): Promise<MadeMonth | undefined> {
  const { store } = of;
  const dataset: Dataset = DATASETS[unit.dataset];
  const key = monthKey(unit.dataset, unit);
  const standing = await standingMonth(store, key, monthColumns(dataset));
  const objects = await daysOfMonth(store, unit.dataset, unit);
  const days = objects.length;
  if (days === 0) return { outcome: "no-days", days, rows: null, bytes: null };
  if (standing !== undefined && isMadeOf(standing, objects))
    return { outcome: "already-made", days, rows: null, bytes: null };
  const isAsListed = async () => areSame(objects, await daysOfMonth(store, unit.dataset, unit));
  let made: VerifiedMonth;
  try {
    made = await verified(of, { dataset, unit, key, objects });
  } catch (error) {
    // What was replaced while it was read may well look damaged.
    if (isReportsError(error) && !(await isAsListed())) return undefined;
    throw error;
  }
  if (!(await isAsListed())) return undefined;
  const { rows, bytes } = made;
  if (of.dryRun) return { outcome: "dry-run", days, rows, bytes: bytes.byteLength };
  const outcome = await publish(store, { key, standing, bytes });
  return outcome === undefined ? undefined : { outcome, days, rows, bytes: bytes.byteLength };
}

interface VerifiedMonth {
  readonly rows: number;
  readonly bytes: Uint8Array;
}

async function verified(
  { store, heldRows = HELD_ROWS }: MakeMonth,
  { dataset, unit, key, objects }: { dataset: Dataset; unit: MonthUnit; key: string; objects: readonly DayObject[] },
): Promise<VerifiedMonth> {
  const days = await readDays({ store, dataset, mostHeld: heldRows }, objects);
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const bytes = await writeMonth({ dataset, month: unit.month, days });
  await verifyMonth(bytes, { dataset, key, days });
  return { rows, bytes };
}

/** Replaces only what stood before the days were listed. @returns undefined when another run was first */
async function publish(
  store: ObjectStore,
  { key, standing, bytes }: { key: string; standing: StandingMonth | undefined; bytes: Uint8Array },
): Promise<"made" | "remade" | undefined> {
  if (standing === undefined) {
    return (await store.create(key, bytes, PARQUET)).outcome === "created" ? "made" : undefined;
  }
  const { outcome } = await store.overwrite(key, bytes, { ...PARQUET, ifMatch: standing.etag });
  return outcome === "replaced" ? "remade" : undefined;
}

const isMadeOf = ({ days }: StandingMonth, objects: readonly DayObject[]): boolean =>
  days !== undefined &&
  days.length === objects.length &&
  objects.every(({ date, etag, bytes }, at) => {
    const [known, ofEtag, ofBytes] = days[at] ?? [];
    return known === date && ofEtag === etag && ofBytes === bytes;
  });

const areSame = (one: readonly DayObject[], other: readonly DayObject[]): boolean =>
  one.length === other.length && one.every(({ key, etag }, at) => other[at]?.key === key && other[at]?.etag === etag);

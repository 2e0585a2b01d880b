import { DATASETS, type DatasetName, namesInWords } from "../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS } from "../../shared/catalog/months.ts";
import { atOnce } from "../../shared/platform/at-once.ts";
import { weekdayOf } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { type Month, monthOf, monthsFrom } from "../../shared/platform/month.ts";
import { enterpriseOf } from "../../shared/settings/lookup.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { monthKey, monthsPrefix } from "../../shared/snapshot/keys.ts";
import { newestClosedMonth } from "../../shared/snapshot/months.ts";
import { snapshotDays } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { MonthsRequest } from "./event.ts";
import type { MonthUnit } from "./make-month.ts";

/** Listings on their way at a time. */
const PARALLEL = 8;
/** A day of them may have been restored since they were made, for example. */
const COMPARED_MONTHS = 2;

export interface Search {
  readonly store: ObjectStore;
  readonly settings: Settings;
  /** Epoch ms. */
  readonly now: number;
}

interface Place {
  readonly enterprise: string;
  readonly dataset: DatasetName;
}

/**
 * Which months are to be made or compared, oldest first: those that are closed, have days and no object; on Mondays the two newest that
 * have one, too; or the one that the event names, whatever it has.
 * @throws UnknownEnterprise; InvalidEvent when the month is not closed, or before the history; StoreFailed
 */
export async function wantedMonths(search: Search, request: MonthsRequest): Promise<readonly MonthUnit[]> {
  const { settings, now } = search;
  const places = placesOf(settings, request);
  const first = monthOf(settings.historyFrom);
  const newest = newestClosedMonth(now);
  const { month } = request;
  if (month !== undefined) {
    refuseOther(month, { first, newest });
    return places.map((place) => ({ ...place, month }));
  }
  const closed = monthsFrom(first, newest);
  const units = (await atOnce(places, PARALLEL, (place) => unitsOf(search, place, closed))).flat();
  return units.sort((one, other) => (one.month < other.month ? -1 : Number(one.month > other.month)));
}

/** Retired enterprises too, and datasets that are not collected any more: their history is asked for. */
function placesOf(settings: Settings, { enterprise, dataset }: MonthsRequest): readonly Place[] {
  if (enterprise !== undefined) enterpriseOf(settings, enterprise);
  const enterprises = enterprise === undefined ? Object.keys(settings.enterprises) : [enterprise];
  const datasets = dataset === undefined ? MONTHLY_DATASETS : [dataset];
  return enterprises.flatMap((name) => datasets.map((of) => ({ enterprise: name, dataset: of })));
}

async function unitsOf({ store, now }: Search, place: Place, closed: readonly Month[]): Promise<readonly MonthUnit[]> {
  const { missing, there } = await monthsOf(store, place, closed);
  const compared = isDayOfComparison(now) ? there.slice(-COMPARED_MONTHS) : [];
  return [...missing, ...compared].map((month) => ({ ...place, month }));
}

/**
 * Of closed months those that have an object, and those that have days and none.
 * @throws StoreFailed
 */
export async function monthsOf(
  store: ObjectStore,
  { enterprise, dataset }: Place,
  closed: readonly Month[],
): Promise<{ readonly there: readonly Month[]; readonly missing: readonly Month[] }> {
  const keys = new Set((await store.list(monthsPrefix(dataset, enterprise))).map(({ key }) => key));
  const isThere = (month: Month): boolean => keys.has(monthKey(dataset, { enterprise, month }));
  const others = closed.filter((month) => !isThere(month));
  // One listing for all of them, however many: most are of enterprises that joined later and have no days.
  const days = others.length === 0 ? [] : await snapshotDays(store, dataset, enterprise);
  const withDays = new Set(days.map(monthOf));
  return { there: closed.filter(isThere), missing: others.filter((month) => withDays.has(month)) };
}

/** Mondays by UTC, but not the 3rd, on which months close and runs are many. */
function isDayOfComparison(now: number): boolean {
  const day = new Date(now).toISOString().slice(0, 10);
  return weekdayOf(day) === 1 && !day.endsWith("-03");
}

function refuseOther(month: Month, { first, newest }: { readonly first: Month; readonly newest: Month }): void {
  if (month >= first && month <= newest) return;
  const words = namesInWords(
    MONTHLY_DATASETS.map((name) => DATASETS[name].words),
    "and",
  );
  const [what, remedy] =
    month < first
      ? [`the history begins in ${first}`, "Name a later month"]
      : [
          `the month is not closed: its last snapshots of ${words} may still come`,
          "Ask again from the 3rd of the next month on, after noon UTC",
        ];
  throw new ReportsError("InvalidEvent", { what, where: `event of months, month ${month}`, remedy });
}

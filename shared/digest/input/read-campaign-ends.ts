import { CAMPAIGNS } from "../../catalog/datasets/campaigns.ts";
import { readParquet } from "../../parquet/reader.ts";
import { addDays, type Day } from "../../platform/day.ts";
import { isReportsError } from "../../platform/errors.ts";
import { snapshotKey } from "../../snapshot/keys.ts";
import { snapshotDays } from "../../snapshot/published.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import type { DatasetRequest } from "./read-dataset.ts";

/** An older one says nothing of the campaigns of a day. */
const LOOK_BACK_DAYS = 35;
/** All that a publisher's mail is made of beside the publisher's own rows: contracts mostly have no end of their own. */
const COLUMNS = ["id", "end_date"] as const;

/**
 * Last days of campaigns by their ids, by the newest readable snapshot of campaigns in the 35 days up to a date. Nothing else of a
 * campaign is read.
 * @returns none when there is none: nothing waits for it, and contracts then have the ends that they tell themselves
 * @throws StoreFailed
 */
export async function readCampaignEnds(
  store: ObjectStore,
  { enterprise, to }: Pick<DatasetRequest, "enterprise" | "to">,
): Promise<ReadonlyMap<number, Day>> {
  const from = addDays(to, -LOOK_BACK_DAYS);
  const days = await snapshotDays(store, "campaigns", enterprise);
  for (const date of days.filter((day) => day >= from && day <= to).toReversed()) {
    const object = await store.get(snapshotKey("campaigns", enterprise, date));
    const ends = object === undefined ? undefined : await decode(object.body);
    if (ends !== undefined) return ends;
  }
  return new Map();
}

async function decode(body: Uint8Array): Promise<ReadonlyMap<number, Day> | undefined> {
  try {
    const { rows } = await readParquet(body, CAMPAIGNS.columns, COLUMNS);
    return new Map(rows.flatMap(({ id, end_date: end }) => (end === null ? [] : [[id, end]])));
  } catch (error) {
    // A damaged one is as good as none: an older one may know.
    if (isReportsError(error, "NoSnapshot")) return undefined;
    throw error;
  }
}

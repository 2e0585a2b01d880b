import { CONTRACT_VERSIONS } from "../../catalog/datasets/contract-versions.ts";
import { readParquet } from "../../parquet/reader.ts";
import { addDays } from "../../platform/day.ts";
import { isReportsError } from "../../platform/errors.ts";
import { snapshotKey } from "../../snapshot/keys.ts";
import { snapshotDays } from "../../snapshot/published.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import type { ContractVersion } from "./digest-input.ts";
import type { DatasetRequest } from "./read-dataset.ts";

/** Older ones say nothing of the contracts of a day. */
const LOOK_BACK_DAYS = 35;
const COLUMNS = [
  ...["id", "campaign_id", "publisher_id", "leads_required", "uncapped", "caps_on_bands"],
  ...["start_date", "end_date", "signed_ts"],
] as const;

/**
 * The contracts of every publisher on every campaign, by the newest readable snapshot of them in the 35 days up to a date.
 * @returns undefined when there is none: nothing waits for it, and a mail without it is whole
 * @throws StoreFailed
 */
export async function readContractVersions(
  store: ObjectStore,
  { enterprise, to }: Pick<DatasetRequest, "enterprise" | "to">,
): Promise<readonly ContractVersion[] | undefined> {
  const from = addDays(to, -LOOK_BACK_DAYS);
  const days = await snapshotDays(store, "contract-versions", enterprise);
  for (const date of days.filter((day) => day >= from && day <= to).toReversed()) {
    const object = await store.get(snapshotKey("contract-versions", enterprise, date));
    const versions = object === undefined ? undefined : await decode(object.body);
    if (versions !== undefined) return versions;
  }
  return undefined;
}

async function decode(body: Uint8Array): Promise<readonly ContractVersion[] | undefined> {
  try {
    const { rows } = await readParquet(body, CONTRACT_VERSIONS.columns, COLUMNS);
    return rows;
  } catch (error) {
    // A damaged one is as good as none: an older one may know.
    if (isReportsError(error, "NoSnapshot")) return undefined;
    throw error;
  }
}

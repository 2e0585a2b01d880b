import type { DigestInput } from "../input/digest-input.ts";
import { isFiltered } from "./account.ts";
import type { OwnerReason } from "./freshness.ts";

type UnknownFilter = Extract<OwnerReason, { kind: "unknown-filter" }>;

/** Older snapshots are not asked: who managed a campaign once is not who does. */
const MANAGER_OF = { accountManagers: "account_manager_id", campaignManagers: "campaign_manager_id" } as const;
const FILTERS = ["advertisers", "publishers", "campaigns", "accountManagers", "campaignManagers"] as const;

/**
 * Ids of the filter that no snapshot read holds: a mistake in the settings, or something that left the account long ago. Nothing
 * is said while the dataset that would know is missing.
 */
export function unknownFilterValues(input: DigestInput): readonly UnknownFilter[] {
  const { filter, audience } = input.settings;
  if (!isFiltered(input.settings)) return [];
  const campaigns = input.campaigns.history.flatMap(({ rows }) => rows);
  const contracts = input.contracts.history.flatMap(({ rows }) => rows);
  const newest = input.campaigns.newest?.rows ?? [];
  const own = audience === "publisher";
  const known = {
    advertisers: new Set((own ? contracts : campaigns).map((row) => row.advertiser_id)),
    campaigns: new Set(own ? contracts.map((row) => row.campaign_id) : campaigns.map((row) => row.id)),
    publishers: new Set(contracts.map((row) => row.publisher_id)),
    accountManagers: new Set(newest.map((row) => row[MANAGER_OF.accountManagers])),
    campaignManagers: new Set(newest.map((row) => row[MANAGER_OF.campaignManagers])),
  };
  const isTold = (list: keyof typeof filter): boolean =>
    list in MANAGER_OF ? newest.length > 0 : known[list].size > 0;
  return FILTERS.flatMap((list) => {
    const unknown = isTold(list) ? filter[list].filter((id) => !known[list].has(id)) : [];
    if (unknown.length === 0) return [];
    return [{ kind: "unknown-filter" as const, list, ids: unknown, all: unknown.length === filter[list].length }];
  });
}

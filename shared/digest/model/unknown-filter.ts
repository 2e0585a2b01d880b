import type { DigestInput } from "../input/digest-input.ts";
import { isFiltered } from "./account.ts";
import type { OwnerReason } from "./freshness.ts";

type UnknownFilter = Extract<OwnerReason, { kind: "unknown-filter" }>;

/**
 * Ids of the filter that no snapshot read holds: a mistake in the settings, or something that left the account long ago. Nothing
 * is said while the dataset that would know is missing.
 */
export function unknownFilterValues(input: DigestInput): readonly UnknownFilter[] {
  const { filter, audience } = input.settings;
  if (!isFiltered(input.settings)) return [];
  const campaigns = input.campaigns.history.flatMap(({ rows }) => rows);
  const contracts = input.contracts.history.flatMap(({ rows }) => rows);
  const own = audience === "publisher";
  const known = {
    advertisers: new Set((own ? contracts : campaigns).map((row) => row.advertiser_id)),
    campaigns: new Set(own ? contracts.map((row) => row.campaign_id) : campaigns.map((row) => row.id)),
    publishers: new Set(contracts.map((row) => row.publisher_id)),
  };
  return (["advertisers", "publishers", "campaigns"] as const).flatMap((list) => {
    const unknown = filter[list].filter((id) => known[list].size > 0 && !known[list].has(id));
    if (unknown.length === 0) return [];
    return [{ kind: "unknown-filter" as const, list, ids: unknown, all: unknown.length === filter[list].length }];
  });
}

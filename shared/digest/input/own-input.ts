import { type DatasetInput, type DigestInput, NO_DATASET, type Snapshot } from "./digest-input.ts";

/**
 * What a publisher's mail may be made of: that publisher's contract rows and the last days of their campaigns, and nothing else of
 * campaigns, jobs or other publishers, whatever was read. A filter that does not name exactly one publisher leaves nothing at all.
 */
export function ownInput(input: DigestInput): DigestInput {
  const [publisher, ...others] = input.settings.filter.publishers;
  const isOwn = (row: { readonly publisher_id: number | null }): boolean =>
    publisher !== undefined && others.length === 0 && row.publisher_id === publisher;
  const contracts = onlyRows(input.contracts, isOwn);
  const ownCampaigns = new Set(contracts.newest?.rows.map((row) => row.campaign_id));
  return {
    ...input,
    expected: input.expected.filter((dataset) => dataset === "publisher-contracts"),
    campaigns: NO_DATASET,
    contracts,
    jobs: NO_DATASET,
    versions: (input.versions ?? []).filter(isOwn),
    campaignEnds: new Map([...(input.campaignEnds ?? [])].filter(([id]) => ownCampaigns.has(id))),
  };
}

function onlyRows<D extends P, P>(data: DatasetInput<D, P>, keep: (row: P) => boolean): DatasetInput<D, P> {
  const kept = <R extends P>({ info, rows }: Snapshot<R>): Snapshot<R> => ({ info, rows: rows.filter(keep) });
  return {
    ...data,
    history: data.history.map(kept),
    newest: data.newest === undefined ? undefined : kept(data.newest),
    base: data.base === undefined ? undefined : kept(data.base),
  };
}

import { AUDIENCE_SCOPES, type MemberAudience } from "../../catalog/audiences.ts";
import type { Columns } from "../../catalog/column.ts";
import { DATASETS } from "../../catalog/datasets.ts";
import { type DatasetInput, type DigestInput, NO_DATASET, type Snapshot } from "./digest-input.ts";

/**
 * What a mail to one of many may be made of: the rows of that publisher or advertiser, with the columns of its audience's list
 * (`catalog/audiences.ts`); every other column is null, whatever was read. A filter that does not name exactly one leaves nothing at all.
 */
export function memberInput(input: DigestInput): DigestInput {
  const { audience } = input.settings;
  if (audience === "internal") return input;
  const nothing = { campaigns: NO_DATASET, contracts: NO_DATASET, jobs: NO_DATASET };
  const { versions: _, campaignEnds: __, heldBack: ___, ...head } = input;
  return audience === "publisher"
    ? { ...head, ...nothing, ...publisherRows(input) }
    : { ...head, ...nothing, ...advertiserRows(input) };
}

function publisherRows({ settings, ...input }: DigestInput) {
  const { filter } = settings;
  const isOwn = isOnly(filter.publishers, (row: { readonly publisher_id: number | null }) => row.publisher_id);
  // By a column that the mail itself must not know: asked here, and no more afterwards.
  const isAsked = (row: { readonly advertiser_id: number | null }): boolean =>
    filter.advertisers.length === 0 || filter.advertisers.includes(row.advertiser_id ?? -1);
  const contracts = onlyRows(
    input.contracts,
    (row) => isOwn(row) && isAsked(row),
    narrowing("publisher", "publisher_contracts"),
  );
  const ownCampaigns = new Set(contracts.newest?.rows.map((row) => row.campaign_id));
  const { narrow } = narrowing("publisher", "contract_versions");
  return {
    settings: { ...settings, filter: { ...filter, advertisers: [] } },
    expected: input.expected.filter((dataset) => dataset === "publisher-contracts"),
    contracts,
    versions: (input.versions ?? []).filter(isOwn).map((row) => narrow(row)),
    campaignEnds: new Map([...(input.campaignEnds ?? [])].filter(([id]) => ownCampaigns.has(id))),
  };
}

function advertiserRows({ settings, ...input }: DigestInput) {
  const isOwn = isOnly(
    settings.filter.advertisers,
    (row: { readonly advertiser_id: number | null }) => row.advertiser_id,
  );
  return {
    expected: input.expected.filter((dataset) => dataset === "campaigns"),
    campaigns: withKnownKinds(onlyRows(input.campaigns, isOwn, narrowing("advertiser", "campaigns"))),
  };
}

const KINDS = ["internal_only", "test_mode", "is_template"] as const;

/** What kind a campaign is of, where that is not known today, is what it was last: a test stays one for whoever books. */
function withKnownKinds(data: DigestInput["campaigns"]): DigestInput["campaigns"] {
  const { newest, history } = data;
  if (newest === undefined) return data;
  const last = new Map<number, Partial<Record<(typeof KINDS)[number], boolean>>>();
  for (const { rows } of history)
    for (const row of rows) {
      const known = last.get(row.id) ?? {};
      for (const kind of KINDS) if (row[kind] !== null) known[kind] = row[kind];
      last.set(row.id, known);
    }
  return { ...data, newest: { ...newest, rows: newest.rows.map((row) => ({ ...row, ...last.get(row.id) })) } };
}

/** Whether a row is of the one id that the filter names; none is where it names none, or several. */
const isOnly =
  <R>([id, ...others]: readonly number[], idOf: (row: R) => number | null) =>
  (row: R): boolean =>
    id !== undefined && others.length === 0 && idOf(row) === id;

interface Narrowing {
  /** A row with the listed columns alone. One that stands for many days is narrowed once, and stands for as many. */
  readonly narrow: <R extends object>(row: R) => R;
  /** Whether a column may be emptied by what happens, as a pause that is over. */
  readonly mayClear: (column: string) => boolean;
}

function narrowing(audience: MemberAudience, table: string): Narrowing {
  const { nameable, behind } = AUDIENCE_SCOPES[audience];
  const listed: ReadonlySet<string> = new Set(nameable[table] ?? behind[table]);
  const known = new WeakMap<object, object>();
  const columns: Columns = Object.values(DATASETS).find((one) => one.table === table)?.columns ?? {};
  const narrow = <R extends object>(row: R): R => {
    const narrowed =
      known.get(row) ??
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, listed.has(name) ? value : null]));
    known.set(row, narrowed);
    // Every column but the keys, which are listed, may be null.
    return narrowed as R;
  };
  return { narrow, mayClear: (name) => columns[name]?.clears === true };
}

/** Whether the newest snapshot lacks a value of these rows that one before it had. What others lack is nothing to this one. */
function isUnknownNow(history: readonly Snapshot<object>[], mayClear: (column: string) => boolean): boolean {
  const rows = history.map((snapshot) => snapshot.rows as readonly Readonly<Record<string, unknown>>[]);
  const lacking = new Map(
    (rows.at(-1) ?? []).map((row) => [
      row["id"],
      Object.keys(row).filter((name) => row[name] === null && !mayClear(name)),
    ]),
  );
  return rows
    .slice(0, -1)
    .some((earlier) => earlier.some((row) => lacking.get(row["id"])?.some((name) => row[name] !== null) ?? false));
}

function onlyRows<D extends P, P extends object>(
  data: DatasetInput<D, P>,
  keep: (row: P) => boolean,
  { narrow, mayClear }: Narrowing,
): DatasetInput<D, P> {
  const kept = <R extends P>({ info, rows }: Snapshot<R>): Snapshot<R> => ({
    info,
    rows: rows.filter(keep).map((row) => narrow(row)),
  });
  const history = data.history.map(kept);
  const newest = data.newest === undefined ? undefined : kept(data.newest);
  return {
    ...data,
    history,
    newest: newest && {
      ...newest,
      info: { ...newest.info, degraded: newest.info.degraded && isUnknownNow(history, mayClear) },
    },
    base: data.base === undefined ? undefined : kept(data.base),
  };
}

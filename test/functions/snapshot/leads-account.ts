import type { OnRequest, SimulatedApiOptions } from "../../../functions/local/simulated-api/server.ts";
import { createWorld, type World } from "../../../functions/local/simulated-api/world.ts";
import { type Row, RUN_COLUMNS } from "../../../shared/catalog/column.ts";
import { LEADS, type LeadRow } from "../../../shared/catalog/datasets/leads.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { createRowChecker } from "../../../shared/catalog/rows/check-row.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { openAccount, type SnapshotAccount, ZONE } from "./account.ts";

/** A small account that keeps the leads of its last days: some hundred on the morning of 2026-11-23. */
export const leadsWorld: World = createWorld({
  seed: 1,
  campaigns: 20,
  historyStart: "2026-10-19",
  timeZone: ZONE,
  leadsFrom: "2026-11-19",
});

export const CURSOR = "cursors/enterprise=acme/leads.json";

export const openLeads = (
  options: Partial<SimulatedApiOptions> & {
    readonly partRows?: number;
    readonly datasets?: readonly DatasetName[];
  } = {},
): Promise<SnapshotAccount> => openAccount({ world: leadsWorld, datasets: DATASET_NAMES, partRows: 60, ...options });

/** Every request takes so long by the account's clock. */
export function slowed(account: () => SnapshotAccount, requestMs: number): OnRequest {
  return async (_exchange, next) => {
    account().now += requestMs;
    return next();
  };
}

/** From now on each run has so much time, by the account's clock. */
export function boundRuns(account: SnapshotAccount, ms: number): void {
  const { deps } = account;
  const { connect } = deps;
  Object.assign(deps, {
    connect: (...args: Parameters<typeof connect>) => ({ ...connect(...args), deadline: account.now + ms }),
  });
}

export const collect = (account: SnapshotAccount, event: Readonly<Record<string, unknown>> = {}) =>
  account.take({ dataset: "leads", ...event });

/** Keys of the parts, oldest first. */
export const partsOf = async ({ deps }: SnapshotAccount): Promise<string[]> =>
  (await deps.store.list("snapshots/leads/")).map(({ key }) => key);

/** Every published row, as it lies in the parts. */
export async function publishedRows(account: SnapshotAccount): Promise<LeadRow[]> {
  const rows: LeadRow[] = [];
  for (const key of await partsOf(account)) {
    const object = await account.deps.store.get(key);
    if (object !== undefined) rows.push(...(await readParquet(object.body, LEADS.columns)).rows);
  }
  return rows;
}

/** The newest row of each lead. */
export async function newestRows(account: SnapshotAccount): Promise<Map<number, LeadRow>> {
  const newest = new Map<number, LeadRow>();
  for (const row of await publishedRows(account)) {
    const known = newest.get(row.id);
    if (known === undefined || known.snapshot_at <= row.snapshot_at) newest.set(row.id, row);
  }
  return newest;
}

/** Ids of all leads the account shows now. */
export const livingIds = (account: SnapshotAccount, world: World = leadsWorld): readonly number[] =>
  world.ids("leads", account.now);

export const cursorOf = async ({ deps }: SnapshotAccount): Promise<unknown> => {
  const object = await deps.store.get(CURSOR);
  return object && JSON.parse(new TextDecoder().decode(object.body));
};

/** What the API shows of every lead now, as rows would hold it. */
export function shownRows(account: SnapshotAccount, world: World = leadsWorld): Map<number, Row> {
  const context = { timeZone: ZONE, snapshotAt: 0, activityDate: "2026-11-22", runId: "none" };
  const checker = createRowChecker(DATASETS.leads, context);
  return new Map(
    livingIds(account, world).map((id) => [id, checker.check(world.record("leads", id, account.now) ?? {}).row]),
  );
}

/** Columns that say what a lead is, not when it was read. */
export function content(row: Row | undefined): Row {
  return Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => !Object.hasOwn(RUN_COLUMNS, name)));
}

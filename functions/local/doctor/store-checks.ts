import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { readDelivery } from "../../../shared/digest/delivery/ledger.ts";
import { openParquet } from "../../../shared/parquet/file.ts";
import { columnsByPath } from "../../../shared/parquet/footer.ts";
import { type Day, dayOf } from "../../../shared/platform/day.ts";
import { membersOf } from "../../../shared/settings/recipients.ts";
import type { EnterpriseSettings, Settings } from "../../../shared/settings/schema.ts";
import { digestLedgerName, notSentKey, runPrefix } from "../../../shared/snapshot/keys.ts";
import { findSnapshot, objectsOf, type PublishedSnapshot, snapshotDays } from "../../../shared/snapshot/published.ts";
import { parseRunRecord } from "../../../shared/snapshot/run-record.ts";
import { referenceRowsOf } from "../../../shared/snapshot/shrunk.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { readCursor } from "../../snapshot/leads/cursor.ts";
import { type DueDigest, dueWork } from "../../watch/due.ts";
import { MAY_SEE } from "./account-checks.ts";
import { type CheckFinding, fail, failedBy, notApplicable, pass } from "./finding.ts";
import type { HowTo } from "./how-to.ts";

const CURSOR = "cursor of leads";

export interface StoreCheck {
  readonly store: ObjectStore;
  readonly settings: Settings;
  readonly enterprise: string;
  readonly of: EnterpriseSettings;
  /** Epoch ms by which something is overdue. */
  readonly now: number;
  readonly howTo: HowTo;
}

/** What lies in the store against what is due: the newest snapshot of each dataset, its schema, and the newest mail of each digest. */
export async function* storeChecks(check: StoreCheck): AsyncGenerator<CheckFinding> {
  const due = dueWork(check.settings, check.now);
  for (const dataset of check.of.datasets) {
    const when = due.snapshots.find((one) => one.enterprise === check.enterprise && one.dataset === dataset)?.date;
    yield* attempted(`snapshot of ${dataset}`, () => snapshotChecks(check, dataset, when));
    if (DATASETS[dataset].inParts) yield* attempted(CURSOR, async () => [await cursorCheck(check)]);
  }
  const { digests } = check.of;
  const keys =
    Object.keys(digests).length === 0 ? [] : await check.store.list(`deliveries/enterprise=${check.enterprise}/`);
  for (const [digest, of] of Object.entries(digests)) {
    for (const member of membersOf(of)) {
      const isIt = (one: DueDigest): boolean => one.digest === digest && one.member === member;
      const when = due.digests.find((one) => one.enterprise === check.enterprise && isIt(one))?.date;
      const named = { digest, member, keys: keys.map(({ key }) => key) };
      yield* attempted(`digest ${digestLedgerName(named)}`, async () => [await digestCheck(check, named, when)]);
    }
  }
}

async function* attempted(name: string, work: () => Promise<readonly CheckFinding[]>): AsyncGenerator<CheckFinding> {
  try {
    yield* await work();
  } catch (error) {
    yield failedBy(name, error);
  }
}

/** The newest snapshot of a dataset that can be read; undefined when there is none. */
export async function newestSnapshot(
  { store, enterprise }: Pick<StoreCheck, "store" | "enterprise">,
  dataset: DatasetName,
): Promise<PublishedSnapshot | undefined> {
  const date = (await snapshotDays(store, dataset, enterprise)).at(-1);
  return date === undefined ? undefined : findSnapshot(store, dataset, { enterprise, date });
}

async function snapshotChecks(check: StoreCheck, dataset: DatasetName, due: Day | undefined): Promise<CheckFinding[]> {
  const name = `snapshot of ${dataset}`;
  const schema = `schema of ${dataset}`;
  const { store, enterprise, of } = check;
  const date = (await snapshotDays(store, dataset, enterprise)).at(-1);
  const isOverdue = due !== undefined && (date === undefined || date < due);
  const why = isOverdue ? await lastFailure(check, dataset, due) : undefined;
  const isLost = due !== undefined && due < dayOf(check.now, of.timeZone);
  const remedy =
    why ??
    (isLost && date !== undefined
      ? "That day is lost, for the API has no past; the next is taken at its own time"
      : `Take it now: ${check.howTo.takeSnapshot(dataset)}`);
  if (date === undefined) {
    const summary = "there is none yet";
    const finding = of.retired ? notApplicable(name, "the enterprise is retired") : fail(name, summary, remedy);
    return [finding, notApplicable(schema, summary)];
  }
  const snapshot = await findSnapshot(store, dataset, { enterprise, date });
  if (snapshot === undefined) {
    const key = (await objectsOf(store, dataset, { enterprise, date })).at(-1);
    return [
      fail(name, `the newest, of ${date}, is not readable: ${key}`, "Restore an older version of the object"),
      notApplicable(schema, "the newest snapshot is not readable"),
    ];
  }
  const { rows, snapshotAt, degraded, shrunk } = snapshot.label;
  const marks = `${degraded ? ", degraded" : ""}${shrunk ? `, shrunk from ${referenceRowsOf(snapshot.label)}` : ""}`;
  const summary = `the newest is of ${date}, ${rows} rows, taken ${new Date(snapshotAt).toISOString()}${marks}`;
  const finding = isOverdue
    ? fail(name, `${summary}; ${due} is overdue`, remedy)
    : shrunk
      ? fail(
          name,
          `${summary}: no digest is sent`,
          `${MAY_SEE}; if the size is right, ${check.howTo.acceptShrunk(dataset)}`,
        )
      : pass(name, summary);
  return [finding, await schemaFinding(schema, snapshot.bytes, dataset)];
}

/** How far the collection of leads has come. A back-fill may go on for days; each run says in its record that it got on. */
async function cursorCheck({ store, enterprise, now }: StoreCheck): Promise<CheckFinding> {
  const { progress } = await readCursor(store, enterprise, now);
  const { watermark, sweep, rereadOn } = progress;
  if (watermark === null) {
    const from = sweep?.cursor ?? null;
    const state = from === null ? "still to come" : `under way, everything before ${textOf(from)} is read`;
    return pass(CURSOR, `the back-fill is ${state}`);
  }
  const more = sweep === null ? "" : `; ${sweep.kind} under way`;
  return pass(CURSOR, `changes before ${textOf(watermark)} are read, the last weeks read again on ${rereadOn}${more}`);
}

const textOf = (epochMs: number): string => new Date(epochMs).toISOString();

async function schemaFinding(name: string, bytes: Uint8Array, dataset: DatasetName): Promise<CheckFinding> {
  const differences = await schemaDifferences(bytes, dataset);
  if (differences.length === 0) return pass(name, "the newest file has the catalog's columns");
  const summary = differences.slice(0, 5).join("; ");
  return fail(
    name,
    summary,
    "Another version wrote it: take the day again with overwrite, or deploy the version that did",
  );
}

/** What the last failed run of a day said, as what to do about it. */
async function lastFailure({ store, enterprise }: StoreCheck, dataset: DatasetName, due: Day) {
  const keys = (await store.list(runPrefix(enterprise, due))).filter(({ key }) => key.includes(`/${dataset}-`));
  const newest = keys.at(-1);
  const found = newest === undefined ? undefined : await store.get(newest.key);
  if (newest === undefined || found === undefined) return undefined;
  const { error } = parseRunRecord(found.body, newest.key);
  return error === null ? undefined : `Its last run ended as ${error.name}: ${error.message.replace(/\.$/, "")}`;
}

interface NamedDigest extends Pick<DueDigest, "digest" | "member"> {
  /** Of all deliveries of the enterprise. */
  readonly keys: readonly string[];
}

async function digestCheck(check: StoreCheck, of: NamedDigest, due: Day | undefined): Promise<CheckFinding> {
  const { digest } = of;
  const name = `digest ${digestLedgerName(of)}`;
  const { store, enterprise } = check;
  const last = await lastDeliveries(check, of);
  const summary =
    last === undefined ? "no mail was sent yet" : `the last mail is of ${last.date}: ${counted(last.states)}`;
  if (last?.states.some((state) => state !== "sent")) {
    return fail(
      name,
      summary,
      `See who did not get it in digest_deliveries, then try them again: ${check.howTo.sendDigestAgain(digest, last.date)}`,
    );
  }
  if (due === undefined || (last !== undefined && last.date >= due)) return pass(name, summary);
  if ((await store.head(notSentKey(enterprise, due, of))) !== undefined) {
    return pass(name, `${summary}; its run of ${due} decided to send nothing`);
  }
  return fail(name, `${summary}; ${due} is overdue`, `Send it: ${check.howTo.sendDigest(digest, due)}`);
}

const counted = (states: readonly string[]): string =>
  [...Map.groupBy(states, (state) => state)].map(([state, { length }]) => `${length} ${state}`).join(", ");

/** States of the newest date that a digest has deliveries of. */
async function lastDeliveries({ store }: StoreCheck, { keys, ...of }: NamedDigest) {
  const digest = digestLedgerName(of).replace(".", "\\.");
  const pattern = new RegExp(`/digest_date=(\\d{4}-\\d{2}-\\d{2})/${digest}-[0-9a-f]{16}\\.json$`);
  const dates = keys.flatMap((key) => pattern.exec(key)?.[1] ?? []);
  const date = dates.at(-1);
  if (date === undefined) return undefined;
  const own = keys.filter((key) => pattern.exec(key)?.[1] === date);
  return { date, states: await Promise.all(own.map(async (key) => (await readDelivery(store, key)).state)) };
}

/**
 * How a snapshot file differs from the catalog, column by column; a reader finds columns by name.
 * @throws NoSnapshot when it is no Parquet file
 */
async function schemaDifferences(bytes: Uint8Array, dataset: DatasetName): Promise<readonly string[]> {
  const { columns: found } = await openParquet(bytes);
  const expected = columnsByPath(DATASETS[dataset].columns);
  const unknown = [...found.keys()].filter((path) => !expected.has(path)).map((path) => `unknown column ${path}`);
  const wrong = [...expected].flatMap(([path, { type }]) => {
    const column = found.get(path);
    if (column === undefined) return [`no column ${path}`];
    return column.type === type ? [] : [`${path} is ${column.type}, not ${type}`];
  });
  return [...unknown, ...wrong];
}

import { ReportsError } from "../../shared/platform/errors.ts";
import { lookKey } from "../../shared/snapshot/keys.ts";
import { findSnapshot } from "../../shared/snapshot/published.ts";
import { isShrunk } from "../../shared/snapshot/shrunk.ts";
import type { ObjectInfo, ObjectStore } from "../../shared/snapshot/store.ts";
import type { PulledSnapshot } from "./pull.ts";
import type { Run } from "./run.ts";

const PARQUET = { contentType: "application/vnd.apache.parquet" };

export interface Publication {
  readonly run: Run;
  readonly key: string;
  /** What lay at the key before the pull; the version a deliberate re-take replaces. */
  readonly standing: ObjectInfo | undefined;
  readonly pulled: PulledSnapshot;
}

/**
 * One conditional PUT is the commit: the first complete snapshot of a day wins.
 * @see docs/design.md, "2. One dataset is one object and one PUT"
 * @throws StoreFailed when another run replaced the snapshot meanwhile; IncompleteCollection when a re-take holds far less
 */
export async function publishSnapshot(
  store: ObjectStore,
  { run, key, standing, pulled }: Publication,
): Promise<"published" | "already-published"> {
  if (standing === undefined || !run.request.overwrite) return create(store, key, pulled.bytes);
  await refusePoorerRetake(store, run, pulled);
  const answer = await store.overwrite(key, pulled.bytes, { ...PARQUET, ifMatch: standing.etag });
  if (answer.outcome === "gone") return create(store, key, pulled.bytes);
  if (answer.outcome === "changed") {
    throw new ReportsError("StoreFailed", {
      what: "another run replaced the snapshot while this one pulled; its snapshot stands",
      where: key,
      remedy: "Run again with overwrite if it should be replaced once more",
    });
  }
  return "published";
}

/**
 * Keeps what was pulled beside the history, in place of an earlier look of the day.
 * @returns the key
 * @throws StoreFailed when somebody else took a look at the same moment
 */
export async function keepLook(
  store: ObjectStore,
  { run, pulled }: Pick<Publication, "run" | "pulled">,
): Promise<string> {
  const key = lookKey(run.request.dataset, run.request.enterprise, run.day.snapshotDate);
  if ((await create(store, key, pulled.bytes)) === "published") return key;
  const standing = await store.head(key);
  const ifMatch = standing?.etag ?? "";
  const answer = await store.overwrite(key, pulled.bytes, { ...PARQUET, ifMatch });
  if (answer.outcome === "replaced") return key;
  throw new ReportsError("StoreFailed", {
    what: "somebody else took a look at the same moment; that one stands",
    where: key,
    remedy: "Look at that one, or run again",
  });
}

async function create(store: ObjectStore, key: string, bytes: Uint8Array): Promise<"published" | "already-published"> {
  const answer = await store.create(key, bytes, PARQUET);
  return answer.outcome === "created" ? "published" : "already-published";
}

/** A re-take with far fewer rows than what stands would overwrite good data with less, unless the event accepts it. */
async function refusePoorerRetake(store: ObjectStore, run: Run, pulled: PulledSnapshot): Promise<void> {
  const { dataset, enterprise, acceptShrunk } = run.request;
  if (acceptShrunk) return;
  const standing = await findSnapshot(store, dataset, { enterprise, date: run.day.snapshotDate });
  if (standing === undefined || !isShrunk(pulled.collected.rows, standing.label.rows)) return;
  throw new ReportsError("IncompleteCollection", {
    what: `the re-take has ${pulled.collected.rows} rows where the published snapshot has ${standing.label.rows}, so it was not put in its place`,
    where: `enterprise ${enterprise}, ${dataset}, ${run.day.snapshotDate}`,
    remedy: 'Check what the service user may see in Convertr; if the size is right, run with "acceptShrunk": true',
    retryable: false,
  });
}

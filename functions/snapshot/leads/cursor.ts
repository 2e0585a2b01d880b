import * as z from "zod";
import type { Day } from "../../../shared/platform/day.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { jsonOfBytes } from "../../../shared/platform/json.ts";
import { cursorKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";

/** Clocks of two machines may differ a little. */
const FUTURE_SLACK_MS = 10 * 60_000;
const JSON_TYPE = { contentType: "application/json" };

/** Something to read from one end to the other, over one run or several. Instants are epoch ms. */
export interface Sweep {
  /**
   * back-fill: all leads. increment: changed since the watermark. arrivals: came in since, for a lead that does not tell when it
   * changed. re-read: came in during the last weeks.
   */
  readonly kind: "back-fill" | "increment" | "arrivals" | "re-read";
  readonly startedAt: number;
  /** Everything that lies before, by the sweep's field, is published; null: nothing is yet. */
  readonly cursor: number | null;
  /** Number of the part that comes next, from 1. */
  readonly part: number;
}

/** How far an enterprise's leads have been read. */
export interface CursorProgress {
  /** Changes before it are published. Null: the back-fill is not done. Epoch ms. */
  readonly watermark: number | null;
  /** snapshot_date of the run that read up to its own start last. */
  readonly completeOn: Day | null;
  /** snapshot_date of the last whole reading of the last weeks. */
  readonly rereadOn: Day | null;
  /** Under way. */
  readonly sweep: Sweep | null;
}

export const NO_PROGRESS: CursorProgress = { watermark: null, completeOn: null, rereadOn: null, sweep: null };

/** The progress as it was read or written last; `etag` is undefined when nothing is stored. */
export interface Cursor {
  readonly progress: CursorProgress;
  readonly etag: string | undefined;
}

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const stored = z.strictObject({
  enterprise: z.string(),
  watermark: instant.nullable(),
  complete_on: z.iso.date().nullable(),
  reread_on: z.iso.date().nullable(),
  sweep: z
    .strictObject({
      kind: z.enum(["back-fill", "increment", "arrivals", "re-read"]),
      started_at: instant,
      cursor: instant.nullable(),
      part: z.int().positive(),
    })
    .nullable(),
});

/**
 * @param now epoch ms
 * @throws StoreFailed when the cursor cannot be read or lies in the future; nothing was pulled then
 */
export async function readCursor(store: ObjectStore, enterprise: string, now: number): Promise<Cursor> {
  const key = cursorKey("leads", enterprise);
  const object = await store.get(key);
  if (object === undefined) return { progress: NO_PROGRESS, etag: undefined };
  const progress = progressIn(jsonOfBytes(object.body), enterprise);
  if (progress === undefined) throw unusable(key, "the cursor of leads cannot be read");
  const { watermark, sweep } = progress;
  const latest = Math.max(watermark ?? 0, sweep?.startedAt ?? 0, sweep?.cursor ?? 0);
  if (latest > now + FUTURE_SLACK_MS) throw unusable(key, "the cursor of leads lies in the future");
  return { progress, etag: object.etag };
}

function progressIn(json: unknown, enterprise: string): CursorProgress | undefined {
  const { data } = stored.safeParse(json);
  if (data === undefined || data.enterprise !== enterprise) return undefined;
  const { watermark, complete_on: completeOn, reread_on: rereadOn, sweep } = data;
  if (sweep === null) return { watermark, completeOn, rereadOn, sweep };
  const { started_at: startedAt, ...rest } = sweep;
  return { watermark, completeOn, rereadOn, sweep: { ...rest, startedAt } };
}

/**
 * Stores the progress, if nobody else has meanwhile.
 * @returns the new cursor; undefined when another run has moved it
 * @throws StoreFailed
 */
export async function moveCursor(
  store: ObjectStore,
  enterprise: string,
  { etag, progress }: Cursor,
): Promise<Cursor | undefined> {
  const key = cursorKey("leads", enterprise);
  const body = new TextEncoder().encode(`${JSON.stringify(storedOf(enterprise, progress))}\n`);
  if (etag === undefined) {
    const answer = await store.create(key, body, JSON_TYPE);
    return answer.outcome === "created" ? { progress, etag: answer.etag } : undefined;
  }
  const answer = await store.overwrite(key, body, { ...JSON_TYPE, ifMatch: etag });
  return answer.outcome === "replaced" ? { progress, etag: answer.etag } : undefined;
}

function storedOf(
  enterprise: string,
  { watermark, completeOn, rereadOn, sweep }: CursorProgress,
): z.input<typeof stored> {
  const text = (epochMs: number | null) => (epochMs === null ? null : new Date(epochMs).toISOString());
  return {
    enterprise,
    watermark: text(watermark),
    complete_on: completeOn,
    reread_on: rereadOn,
    sweep: sweep && {
      kind: sweep.kind,
      started_at: new Date(sweep.startedAt).toISOString(),
      cursor: text(sweep.cursor),
      part: sweep.part,
    },
  };
}

const unusable = (key: string, what: string): ReportsError =>
  new ReportsError("StoreFailed", {
    what,
    where: key,
    remedy:
      "What is published stays. Restore an older version of the object, or delete it: the next run then reads all leads again",
    retryable: false,
  });

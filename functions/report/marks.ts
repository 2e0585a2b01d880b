import { jsonOfBytes } from "../../shared/platform/json.ts";
import { keep } from "../../shared/snapshot/keep.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { MemberAnswer } from "./answer.ts";

const JSON_TYPE = "application/json";
const bytesOf = (record: object): Uint8Array => new TextEncoder().encode(`${JSON.stringify(record)}\n`);

/** What `outcome.json` says, without data: which run was the day's last for this member, and what came of it. */
export interface OutcomeMark {
  readonly runId: string;
  readonly outcome: MemberAnswer["outcome"];
  readonly reason: string | null;
  readonly parts: readonly { readonly name: string; readonly rows: number }[];
}

/**
 * Says what the day's last run came to, over what one before it said: files of an older run may lie beside it, and are what was sent only
 * where it says `sent`.
 * @returns what a run before said; undefined when there was none
 * @throws StoreFailed
 */
export async function markOutcome(
  store: ObjectStore,
  prefix: string,
  { runId, outcome, reason, parts }: OutcomeMark,
): Promise<string | undefined> {
  const key = `${prefix}outcome.json`;
  const before = await store.get(key);
  const rows = Object.fromEntries(parts.map((part) => [part.name, part.rows]));
  await keep(store, { key, contentType: JSON_TYPE, content: bytesOf({ run_id: runId, outcome, reason, rows }) });
  return before === undefined ? undefined : outcomeIn(before.body);
}

function outcomeIn(body: Uint8Array): string | undefined {
  const record = jsonOfBytes(body);
  const outcome: unknown = typeof record === "object" && record !== null && "outcome" in record ? record.outcome : null;
  return typeof outcome === "string" ? outcome : undefined;
}

/**
 * Leaves word that a run decided to send nothing, so that the watch does not report the mail as overdue. The first word of a day stays.
 * @throws StoreFailed
 */
export async function markNotSent(
  store: ObjectStore,
  prefix: string,
  {
    runId,
    outcome,
    reason,
  }: { readonly runId: string; readonly outcome: "empty" | "not-sent"; readonly reason: string },
): Promise<void> {
  const content = bytesOf({ run_id: runId, outcome, reason });
  await store.create(`${prefix}not-sent.json`, content, { contentType: JSON_TYPE });
}

/** Whether a run of the day found nothing to tell. @throws StoreFailed */
export async function isMarkedEmpty(store: ObjectStore, prefix: string): Promise<boolean> {
  const mark = await store.get(`${prefix}outcome.json`);
  return mark !== undefined && outcomeIn(mark.body) === "empty";
}

import * as z from "zod";
import { ReportsError } from "../../shared/platform/errors.ts";
import { jsonOfBytes } from "../../shared/platform/json.ts";
import { watchKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/** Schedule in words → epoch ms. */
export type KnownSince = ReadonlyMap<string, number>;

const JSON_TYPE = { contentType: "application/json" };
const stored = z.object({
  known_since: z.record(
    z.string(),
    z.iso.datetime().transform((text) => Date.parse(text)),
  ),
});

/**
 * Since when the watch has known each schedule of an enterprise; a new or changed one is known since `now`, and noted. So a
 * fresh deployment, an added enterprise or a moved hour raises no alarm over what could not have been made.
 * @throws StoreFailed
 */
export async function knownSince(
  store: ObjectStore,
  { enterprise, schedules }: { readonly enterprise: string; readonly schedules: readonly string[] },
  now: number,
): Promise<KnownSince> {
  const key = watchKey(enterprise);
  const found = await store.get(key);
  const before = found === undefined ? new Map<string, number>() : parsed(found.body, key);
  const after = new Map(schedules.map((schedule) => [schedule, before.get(schedule) ?? now]));
  const changed = after.size !== before.size || schedules.some((schedule) => !before.has(schedule));
  if (!changed) return after;
  const line = JSON.stringify({
    enterprise,
    known_since: Object.fromEntries([...after].map(([schedule, since]) => [schedule, new Date(since).toISOString()])),
  });
  const body = new TextEncoder().encode(`${line}\n`);
  // Should another watch write at the same time, its note is as good as this one.
  if (found === undefined) await store.create(key, body, JSON_TYPE);
  else await store.overwrite(key, body, { ...JSON_TYPE, ifMatch: found.etag });
  return after;
}

function parsed(body: Uint8Array, key: string): KnownSince {
  try {
    return new Map(Object.entries(stored.parse(jsonOfBytes(body)).known_since));
  } catch {
    throw new ReportsError("StoreFailed", {
      what: "the watch's note of known schedules cannot be read",
      where: key,
      remedy: "Delete the object; the watch starts afresh from then on",
      retryable: false,
    });
  }
}

import { createHash } from "node:crypto";
import type { ObjectStore, StoredObject } from "../../../shared/snapshot/store.ts";

/** The store's contract in memory, for tests that interleave its calls; it passes the store suite. */
export function createMemoryStore(): ObjectStore {
  const objects = new Map<string, StoredObject>();
  const put = (key: string, body: Uint8Array): string => {
    const etag = createHash("sha256").update(body).digest("hex");
    objects.set(key, { key, etag, bytes: body.length, lastModified: Date.now(), body: body.slice() });
    return etag;
  };
  const infoOf = ({ body: _, ...info }: StoredObject) => info;
  return {
    head: async (key) => {
      const found = objects.get(key);
      return found && infoOf(found);
    },
    get: async (key) => objects.get(key),
    list: async (prefix) =>
      [...objects.values()]
        .filter(({ key }) => key.startsWith(prefix))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(infoOf),
    create: async (key, body) =>
      objects.has(key) ? { outcome: "exists" } : { outcome: "created", etag: put(key, body) },
    overwrite: async (key, body, { ifMatch }) => {
      const found = objects.get(key);
      if (found === undefined) return { outcome: "gone" };
      return found.etag === ifMatch ? { outcome: "replaced", etag: put(key, body) } : { outcome: "changed" };
    },
  };
}

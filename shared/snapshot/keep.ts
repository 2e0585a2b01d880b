import type { ObjectStore } from "./store.ts";

interface KeptFile {
  readonly key: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/**
 * Keeps what was made of a day. The newest of a day stands; the bucket is versioned. Two runs at the same time write the same bytes.
 * @throws StoreFailed
 */
export async function keep(store: ObjectStore, { key, contentType, content }: KeptFile): Promise<void> {
  const created = await store.create(key, content, { contentType });
  if (created.outcome === "created") return;
  const standing = await store.get(key);
  if (standing === undefined || Buffer.compare(standing.body, content) === 0) return;
  await store.overwrite(key, content, { contentType, ifMatch: standing.etag });
}

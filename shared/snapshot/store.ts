/** What the store knows of an object without its bytes. */
export interface ObjectInfo {
  readonly key: string;
  /** Opaque; changes whenever the bytes change. What `overwrite` compares. */
  readonly etag: string;
  readonly bytes: number;
  /** Epoch ms. */
  readonly lastModified: number;
}

export interface StoredObject extends ObjectInfo {
  readonly body: Uint8Array;
}

export type CreateOutcome = { readonly outcome: "created"; readonly etag: string } | { readonly outcome: "exists" };

export type OverwriteOutcome =
  | { readonly outcome: "replaced"; readonly etag: string }
  /** Somebody else replaced it since `ifMatch` was read. */
  | { readonly outcome: "changed" }
  | { readonly outcome: "gone" };

/**
 * The port to S3 or a folder. Nothing here deletes. A write is whole or absent, and its condition is checked with the write,
 * not before it. Every method throws `StoreFailed` when the store cannot say what happened.
 */
export interface ObjectStore {
  head(key: string): Promise<ObjectInfo | undefined>;
  get(key: string): Promise<StoredObject | undefined>;
  /** All objects whose key starts with `prefix`, in key order. */
  list(prefix: string): Promise<readonly ObjectInfo[]>;
  /** Writes only when there is no object at `key` (S3: `If-None-Match: *`). */
  create(key: string, body: Uint8Array, options: PutOptions): Promise<CreateOutcome>;
  /** Replaces only the version with the given etag (S3: `If-Match`). */
  overwrite(
    key: string,
    body: Uint8Array,
    options: PutOptions & { readonly ifMatch: string },
  ): Promise<OverwriteOutcome>;
}

export interface PutOptions {
  readonly contentType: string;
}

/** A page whose body is compressed already. */
export interface Page {
  readonly kind: "dictionary" | "data";
  readonly encoding: "PLAIN" | "RLE_DICTIONARY";
  /** Values and nulls. */
  readonly count: number;
  /** Bytes of the body before compression. */
  readonly plainBytes: number;
  readonly body: Uint8Array;
}

export interface Chunk {
  readonly path: readonly string[];
  readonly pages: readonly Page[];
  /** Told in the footer only; absent for texts, booleans and columns inside lists. */
  readonly statistics?: { readonly min?: Buffer; readonly max?: Buffer; readonly nulls: number };
}

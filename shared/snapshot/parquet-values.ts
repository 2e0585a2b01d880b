import { bitWidthOf, encodeHybrid } from "./parquet-levels.ts";

/** The values of a column chunk without its nulls, encoded. */
export interface EncodedValues {
  readonly encoding: "PLAIN" | "RLE_DICTIONARY";
  readonly body: Buffer;
  readonly dictionary?: { readonly size: number; readonly body: Buffer };
  /** Least and greatest value as Parquet's PLAIN bytes; only of ordered types, and only when there is a value. */
  readonly range?: { readonly min: Buffer; readonly max: Buffer };
}

/** Collects the values of one column until a row group is full. */
export interface ValueStore {
  /** @throws TypeError when the value is not of the column's type: a programming error, rows are checked before */
  push(value: unknown): void;
  /** Characters of text held, to bound memory by more than the number of rows. */
  readonly characters: number;
  /** Encodes what was collected, and starts anew. */
  take(): EncodedValues;
}

/** A dictionary pays when values come at least twice on average; beyond this many entries it stops fitting caches. */
const LARGEST_DICTIONARY = 1 << 16;
export const dictionaryLimit = (count: number): number => Math.min(count >>> 1, LARGEST_DICTIONARY);

export function encodeIndices(indices: Uint32Array, count: number, size: number): Buffer {
  const bitWidth = Math.max(1, bitWidthOf(size - 1));
  return Buffer.concat([Buffer.of(bitWidth), encodeHybrid(indices, count, bitWidth)]);
}

export const wrongType = (expected: string, value: unknown): TypeError =>
  new TypeError(`expected ${expected}, found ${value === null ? "null" : typeof value}`);

/** Booleans, packed eight to a byte. */
export function createBooleanStore(): ValueStore {
  let values: boolean[] = [];
  return {
    characters: 0,
    push: (value) => {
      if (typeof value !== "boolean") throw wrongType("a boolean", value);
      values.push(value);
    },
    take: () => {
      const body = Buffer.alloc(Math.ceil(values.length / 8));
      values.forEach((value, index) => {
        if (value) body[index >>> 3] = (body[index >>> 3] as number) | (1 << (index & 7));
      });
      values = [];
      return { encoding: "PLAIN", body };
    },
  };
}

/**
 * Texts as UTF-8. Never with statistics: JavaScript's order of texts is not that of their bytes. Each distinct text is kept once
 * and numbered in order of first appearance, so that ten thousand "Active" are one.
 */
export function createTextStore(): ValueStore {
  const known = new Map<string, number>();
  let indices = new Uint32Array(1024);
  let count = 0;
  let characters = 0;
  return {
    get characters() {
      return characters;
    },
    push: (value) => {
      if (typeof value !== "string") throw wrongType("a text", value);
      let index = known.get(value);
      if (index === undefined) {
        index = known.size;
        known.set(value, index);
      }
      if (count === indices.length) indices = grow(indices);
      indices[count++] = index;
      characters += value.length;
    },
    take: () => {
      const encoded = encodeTexts([...known.keys()], indices.subarray(0, count));
      known.clear();
      count = 0;
      characters = 0;
      return encoded;
    },
  };
}

function grow(indices: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(indices.length * 2);
  larger.set(indices);
  return larger;
}

function encodeTexts(texts: readonly string[], indices: Uint32Array): EncodedValues {
  if (texts.length > dictionaryLimit(indices.length)) {
    return { encoding: "PLAIN", body: plainTexts(Array.from(indices, (index) => texts[index] as string)) };
  }
  return {
    encoding: "RLE_DICTIONARY",
    body: encodeIndices(indices, indices.length, texts.length),
    dictionary: { size: texts.length, body: plainTexts(texts) },
  };
}

function plainTexts(values: readonly string[]): Buffer {
  let bound = 0;
  for (const value of values) bound += 4 + value.length * 3;
  const body = Buffer.allocUnsafe(bound);
  let at = 0;
  for (const value of values) {
    const length = body.write(value, at + 4, "utf8");
    body.writeUInt32LE(length, at);
    at += 4 + length;
  }
  return body.subarray(0, at);
}

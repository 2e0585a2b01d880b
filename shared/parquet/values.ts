import { bitWidthOf, encodeHybrid } from "./levels.ts";

/** Turns a cell into the integer that is stored, or throws TypeError. */
export type ToInteger = (value: unknown) => number | bigint;

/** Bytes of one integer: INT32 or INT64. */
export type Width = 4 | 8;

/**
 * Integers, exact over the whole of INT64. Nearly all are safe integers and live in a Float64Array; the first one that is
 * not moves the row group's values to 64-bit integers.
 */
export function createIntegerStore(width: Width, toInteger: ToInteger): ValueStore {
  let narrow = new Float64Array(1024);
  let wide: bigint[] | undefined;
  let count = 0;
  return {
    characters: 0,
    push: (value) => {
      const integer = toInteger(value);
      const number = Number(integer);
      if (wide === undefined && !Number.isSafeInteger(number)) wide = Array.from(narrow.subarray(0, count), BigInt);
      if (wide !== undefined) {
        wide.push(BigInt(integer));
        return;
      }
      if (count === narrow.length) narrow = grow(narrow);
      narrow[count++] = number;
    },
    take: () => {
      const encoded = wide === undefined ? encodeNarrow(narrow, count, width) : encodeWide(wide);
      wide = undefined;
      count = 0;
      return encoded;
    },
  };
}

function grow(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}

function encodeNarrow(values: Float64Array, count: number, width: Width): EncodedValues {
  const found = indexValues(values, count, dictionaryLimit(count));
  if (found === undefined) {
    return { encoding: "PLAIN", body: plain(values, count, width), ...rangeOf(values, count, width) };
  }
  const { entries, indices } = found;
  return {
    encoding: "RLE_DICTIONARY",
    body: encodeIndices(indices, count, entries.length),
    dictionary: { size: entries.length, body: plain(entries, entries.length, width) },
    ...rangeOf(entries, entries.length, width),
  };
}

/** Little-endian two's complement. */
function plain(values: Float64Array, count: number, width: Width): Buffer {
  const body = Buffer.allocUnsafe(count * width);
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  for (let at = 0; at < count; at++) {
    const value = values[at] as number;
    view.setInt32(at * width, value | 0, true);
    if (width === 8) view.setInt32(at * 8 + 4, Math.floor(value / 0x1_0000_0000), true);
  }
  return body;
}

function rangeOf(values: Float64Array, count: number, width: Width): Pick<EncodedValues, "range"> {
  if (count === 0) return {};
  let min = values[0] as number;
  let max = min;
  for (let at = 1; at < count; at++) {
    const value = values[at] as number;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { range: { min: plain(Float64Array.of(min), 1, width), max: plain(Float64Array.of(max), 1, width) } };
}

function encodeWide(values: readonly bigint[]): EncodedValues {
  const body = Buffer.allocUnsafe(values.length * 8);
  values.forEach((value, index) => {
    body.writeBigInt64LE(value, index * 8);
  });
  const bytesOf = (value: bigint): Buffer => {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  };
  const min = values.reduce((least, value) => (value < least ? value : least));
  const max = values.reduce((greatest, value) => (value > greatest ? value : greatest));
  return { encoding: "PLAIN", body, range: { min: bytesOf(min), max: bytesOf(max) } };
}

/**
 * Numbers the distinct values in order of first appearance; undefined when there are more than `limit`. An open-addressing
 * table, because a Map of doubles takes several times as long.
 */
function indexValues(
  values: Float64Array,
  count: number,
  limit: number,
): { readonly entries: Float64Array; readonly indices: Uint32Array } | undefined {
  const slots = 1 << (32 - Math.clz32(limit * 2 + 2));
  const table = new Int32Array(slots);
  const entries = new Float64Array(limit);
  const indices = new Uint32Array(count);
  let size = 0;
  for (let at = 0; at < count; at++) {
    const value = values[at] as number;
    let slot = hash(value) & (slots - 1);
    let entry = table[slot] as number;
    while (entry !== 0 && entries[entry - 1] !== value) {
      slot = (slot + 1) & (slots - 1);
      entry = table[slot] as number;
    }
    if (entry === 0) {
      if (size === limit) return undefined;
      entries[size++] = value;
      entry = size;
      table[slot] = entry;
    }
    indices[at] = entry - 1;
  }
  return { entries: entries.subarray(0, size), indices };
}

function hash(value: number): number {
  const mixed = Math.imul((value | 0) ^ Math.imul(Math.floor(value / 0x1_0000_0000), 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

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
      if (count === indices.length) indices = growIndices(indices);
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

function growIndices(indices: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
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

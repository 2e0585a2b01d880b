import { dictionaryLimit, type EncodedValues, encodeIndices, type ValueStore } from "./parquet-values.ts";

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

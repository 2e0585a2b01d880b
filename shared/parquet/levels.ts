/**
 * Parquet's RLE/bit-packing hybrid, for definition and repetition levels and for dictionary indices: runs of at least eight
 * equal values are counted, what lies between is packed in groups of eight.
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */

type Numbers = Uint8Array | Uint32Array;

export const bitWidthOf = (greatest: number): number => 32 - Math.clz32(greatest);

/** Encodes the first `count` numbers. `bitWidth` is 1 to 24. */
export function encodeHybrid(numbers: Numbers, count: number, bitWidth: number): Buffer {
  const target = { bytes: Buffer.allocUnsafe(sizeBound(count, bitWidth)), at: 0 };
  let literalsFrom = 0;
  let at = 0;
  while (at < count) {
    const length = runLength(numbers, at, count);
    if (length < 8) {
      at += 8;
      continue;
    }
    writeLiterals(target, numbers, { from: literalsFrom, to: at, bitWidth });
    writeRun(target, numbers[at] as number, { length, bitWidth });
    at += length;
    literalsFrom = at;
  }
  writeLiterals(target, numbers, { from: literalsFrom, to: count, bitWidth });
  return target.bytes.subarray(0, target.at);
}

interface Target {
  readonly bytes: Buffer;
  at: number;
}

/** Every run and every literal stretch costs at most five bytes of header; literals are rounded up to eight. */
const sizeBound = (count: number, bitWidth: number): number => (Math.ceil(count / 8) + 1) * (bitWidth + 5) + 16;

function runLength(numbers: Numbers, from: number, count: number): number {
  const value = numbers[from];
  let at = from + 1;
  while (at < count && numbers[at] === value) at++;
  return at - from;
}

function writeRun(target: Target, value: number, run: { readonly length: number; readonly bitWidth: number }): void {
  writeVarint(target, run.length * 2);
  for (let bits = 0; bits < run.bitWidth; bits += 8) target.bytes[target.at++] = (value >>> bits) & 0xff;
}

/** `from` is a multiple of eight numbers away from `to`, except at the end, where zeros fill the last group. */
function writeLiterals(
  target: Target,
  numbers: Numbers,
  literals: { readonly from: number; readonly to: number; readonly bitWidth: number },
): void {
  const { from, to, bitWidth } = literals;
  if (to <= from) return;
  const groups = Math.ceil((to - from) / 8);
  writeVarint(target, groups * 2 + 1);
  const { bytes } = target;
  let { at } = target;
  let pending = 0;
  let bits = 0;
  for (let index = from; index < from + groups * 8; index++) {
    // Up to 7 pending bits and 24 new ones fit into 32.
    pending |= (index < to ? (numbers[index] as number) : 0) << bits;
    bits += bitWidth;
    while (bits >= 8) {
      bytes[at++] = pending & 0xff;
      pending >>>= 8;
      bits -= 8;
    }
  }
  target.at = at;
}

function writeVarint(target: Target, value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    target.bytes[target.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target.bytes[target.at++] = rest;
}

/** Definition or repetition levels of a column, in the order of its values and nulls. */
export interface Levels {
  readonly count: number;
  push(level: number): void;
  /** As a V1 page holds them, with their length in front; and starts anew. */
  take(): Buffer;
}

export function createLevels(greatest: number): Levels {
  let levels = new Uint8Array(1024);
  let count = 0;
  return {
    get count() {
      return count;
    },
    push: (level) => {
      if (count === levels.length) levels = grow(levels);
      levels[count++] = level;
    },
    take: () => {
      const body = greatest === 0 ? Buffer.alloc(0) : withLength(encodeHybrid(levels, count, bitWidthOf(greatest)));
      count = 0;
      return body;
    },
  };
}

function grow(levels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(levels.length * 2);
  larger.set(levels);
  return larger;
}

function withLength(body: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

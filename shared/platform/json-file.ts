import { decodeText } from "./text.ts";

export type JsonFile =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  /** A clause that quotes nothing of the file: "the file is not JSON: line 3, column 5". */
  | { readonly ok: false; readonly problem: string };

/** Reads a file that a person has edited: UTF-8, with or without a byte order mark, whose mistakes are told by line. */
export function readJsonFile(bytes: Uint8Array): JsonFile {
  const text = decodeText(bytes);
  if (text === undefined) return { ok: false, problem: encodingProblem(bytes) };
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch (error) {
    return { ok: false, problem: `the file is not JSON: ${placeOf(text, positionOf(text, error))}` };
  }
}

function encodingProblem(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return "the file is UTF-16; save it as UTF-8";
  const whole = new TextDecoder().decode(bytes);
  return `the file is not UTF-8: ${placeOf(whole, whole.indexOf("\ufffd"))}`;
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Where parsing stopped: as the message says; at the end; or, of a message without a place, where it first comes up. */
function positionOf(text: string, error: unknown): number {
  const told = / at position (\d+)/.exec(messageOf(error))?.[1];
  if (told !== undefined) return Number(told);
  if (!isUnexpected(error)) return text.length;
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUnexpectedIn(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "");
const isUnexpected = (error: unknown): boolean => messageOf(error).startsWith("Unexpected token");

function isUnexpectedIn(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return isUnexpected(error);
  }
}

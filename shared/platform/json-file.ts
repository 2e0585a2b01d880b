import { visit } from "jsonc-parser";
import { decodeText } from "./text.ts";

export type JsonFile =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  /** A clause that quotes nothing of the file: "the file is not JSON: line 3, column 5". */
  | { readonly ok: false; readonly problem: string };

/** Reads a file that a person has edited: UTF-8, with or without a byte order mark, whose mistakes are told by line. */
export function readJsonFile(bytes: Uint8Array): JsonFile {
  const text = decodeText(bytes);
  if (text === undefined) return { ok: false, problem: encodingProblem(bytes) };
  const { mistake, repeated } = facts(text);
  try {
    const value: unknown = JSON.parse(text);
    // JSON.parse keeps the last of them and says nothing.
    if (repeated === undefined) return { ok: true, value, text };
    return { ok: false, problem: `a name is written twice in one object: ${placeOf(text, repeated)}` };
  } catch {
    return { ok: false, problem: `the file is not JSON: ${placeOf(text, mistake ?? text.length)}` };
  }
}

/** Positions of the first mistake, and of the first name that its object has already. */
function facts(text: string): { readonly mistake: number | undefined; readonly repeated: number | undefined } {
  const found: { mistake?: number; repeated?: number } = {};
  const open: Set<string>[] = [];
  visit(
    text,
    {
      onError: (_, offset) => {
        found.mistake ??= offset;
      },
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (name, offset) => {
        const names = open.at(-1);
        if (names?.has(name)) found.repeated ??= offset;
        names?.add(name);
      },
    },
    { disallowComments: true },
  );
  return { mistake: found.mistake, repeated: found.repeated };
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

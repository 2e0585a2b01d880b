/** Why bytes that people wrote cannot be taken as text. */
export type TextProblem = "byte-order-mark" | "not-utf-8";

const MARKS = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/** UTF-16 begins with a mark too, or has a NUL in every other byte. */
export function textOfBytes(bytes: Uint8Array): { readonly text: string } | { readonly problem: TextProblem } {
  if (MARKS.some((mark) => mark.every((byte, index) => bytes[index] === byte))) return { problem: "byte-order-mark" };
  if (bytes.includes(0)) return { problem: "not-utf-8" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: "not-utf-8" };
  }
}

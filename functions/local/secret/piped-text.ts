import { decodeText } from "../../../shared/platform/text.ts";

const MARKS = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/**
 * Piped bytes as text: UTF-8 without a byte order mark. A mark, or a NUL as UTF-16 has in every other byte, tells of an editor that may have
 * changed more, so that nothing is made of it.
 */
export function pipedText(bytes: Uint8Array): { readonly text: string } | { readonly problem: string } {
  if (MARKS.some((mark) => mark.every((byte, index) => bytes[index] === byte))) {
    return { problem: "it begins with a byte order mark: save it as UTF-8 without one" };
  }
  const text = bytes.includes(0) ? undefined : decodeText(bytes);
  return text === undefined ? { problem: "it is not in UTF-8" } : { text };
}

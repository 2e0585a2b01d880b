/**
 * The text that bytes stand for, without a byte order mark.
 * @param charset as a `Content-Type` names it. @default utf-8
 * @returns undefined when the bytes are not of that charset, or nobody knows it: nothing is guessed and nothing replaced
 */
export function decodeText(bytes: Uint8Array, charset = "utf-8"): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

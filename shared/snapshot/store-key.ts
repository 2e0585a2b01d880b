import { ReportsError } from "../platform/errors.ts";

/** S3's limit, in bytes; our keys are ASCII. */
const MAX_KEY_LENGTH = 1024;
/** Letters, digits and what our own keys use. No backslash, NUL, `%` or anything a file system or shell reads its own way. */
const SEGMENT = /^[A-Za-z0-9_=@+,()-][A-Za-z0-9._=@+,() -]*$/;

/**
 * The key itself, when every part of it is a plain name: relative, no `.` or `..`, no part that starts with a dot (a store's
 * own files do), ASCII.
 * @throws StoreFailed before anything is touched
 */
export function checkedKey(key: string): string {
  if (key.length > 0 && key.length <= MAX_KEY_LENGTH && key.split("/").every((part) => SEGMENT.test(part))) return key;
  throw new ReportsError("StoreFailed", {
    what: "the key is not made of plain names",
    where: `key ${JSON.stringify(key.slice(0, 200))}`,
    remedy: "Make keys with shared/snapshot/keys.ts from checked parts only",
    retryable: false,
  });
}

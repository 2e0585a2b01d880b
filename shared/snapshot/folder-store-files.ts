import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ObjectInfo, StoredObject } from "./store.ts";

/** What a killed process left aside is removed once it is this much older than a file just written. */
const ABANDONED_MS = 60 * 60 * 1000;

export const etagOf = (body: Uint8Array): string => `"${createHash("sha256").update(body).digest("hex")}"`;

/** An error's code such as `ENOENT`. */
export const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown error";

const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);
export const isAbsent = (error: unknown): boolean => ABSENT.has(codeOf(error));

/** Writes a whole file, on the disk and not only in its cache, where no reader looks; returns its path. */
export async function writeAside(folder: string, body: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  const file = await open(path, "wx");
  try {
    await file.writeFile(body);
    await file.datasync();
  } finally {
    await file.close();
  }
  return path;
}

/** Removes what killed processes left in the folder, judged by the age of `fresh`, a file of it just written. */
export async function removeAbandoned(folder: string, fresh: string): Promise<void> {
  const now = (await stat(fresh)).mtimeMs;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

export async function makeParent(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
}

/** Reads bytes and facts of one and the same version, whatever is renamed over it meanwhile. */
export async function readWhole(path: string, key: string): Promise<StoredObject | undefined> {
  return withFile(path, async (file) => {
    const facts = await file.stat();
    if (!facts.isFile()) return undefined;
    const body = new Uint8Array(await file.readFile());
    return { key, etag: etagOf(body), bytes: body.length, lastModified: facts.mtimeMs, body };
  });
}

/** Facts without bytes. Etags are of the content, so each version is read once; `known` remembers it per process. */
export async function readInfo(
  path: string,
  key: string,
  known: Map<string, { readonly stamp: string; readonly etag: string }>,
): Promise<ObjectInfo | undefined> {
  return withFile(path, async (file) => {
    const facts = await file.stat({ bigint: true });
    if (!facts.isFile()) return undefined;
    const stamp = `${facts.ino}:${facts.size}:${facts.mtimeNs}:${facts.ctimeNs}`;
    const before = known.get(path);
    const etag = before?.stamp === stamp ? before.etag : etagOf(await file.readFile());
    known.set(path, { stamp, etag });
    return { key, etag, bytes: Number(facts.size), lastModified: Number(facts.mtimeMs) };
  });
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

import { readFileSync, renameSync } from "node:fs";
import { link, readdir, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isReportsError, ReportsError } from "../platform/errors.ts";
import {
  codeOf,
  etagOf,
  isAbsent,
  makeParent,
  readInfo,
  readWhole,
  removeAbandoned,
  writeAside,
} from "./folder-store-files.ts";
import { underLock } from "./folder-store-lock.ts";
import type { CreateOutcome, ObjectInfo, ObjectStore, OverwriteOutcome } from "./store.ts";
import { checkedKey } from "./store-key.ts";

/** Starts with a dot, so no key can reach it and `list` never shows it. On the same file system as the objects. */
const OWN_FOLDER = ".store";

export interface FolderStoreOptions {
  /** How long an overwrite waits for other processes' overwrites, in ms. @default 10000 */
  readonly lockWaitMs?: number;
}

/**
 * Objects as files below `root`, with S3's guarantees: a file is written aside and then linked (create fails when there is
 * one) or renamed over the old one (overwrite, the etag compared under a lock all processes share). A process killed at
 * any step leaves the old version or the new one whole, and nothing that stops the next.
 */
export function createFolderStore(root: string, options: FolderStoreOptions = {}): ObjectStore {
  const aside = join(root, OWN_FOLDER, "aside");
  const lockFile = join(root, OWN_FOLDER, "overwrite.lock");
  const lockWaitMs = options.lockWaitMs ?? 10_000;
  const known = new Map<string, { stamp: string; etag: string }>();
  const pathOf = (key: string): string => join(root, ...checkedKey(key).split("/"));
  const attempt = async <T>(verb: string, key: string, work: (path: string) => Promise<T>): Promise<T> => {
    const path = pathOf(key);
    try {
      return await work(path);
    } catch (error) {
      throw failure(error, verb, `${key} in ${root}`);
    }
  };
  let swept = false;
  const withAside = async <T>(body: Uint8Array, use: (path: string) => Promise<T>): Promise<T> => {
    const path = await writeAside(aside, body);
    try {
      if (!swept) await removeAbandoned(aside, path);
      swept = true;
      return await use(path);
    } finally {
      await rm(path, { force: true });
    }
  };

  return {
    head: (key) => attempt("look at", key, (path) => readInfo(path, key, known)),
    get: (key) => attempt("read", key, (path) => readWhole(path, key)),
    list: (prefix) => listBelow(root, prefix, known),
    create: (key, body) =>
      attempt("create", key, (path) => withAside(body, (fresh) => linkNew(fresh, path, etagOf(body)))),
    overwrite: (key, body, { ifMatch }) =>
      attempt("overwrite", key, (path) =>
        withAside(body, (fresh) =>
          underLock(lockFile, lockWaitMs, () => replaceIfMatch(fresh, path, { ifMatch, etag: etagOf(body) })),
        ),
      ),
  };
}

async function linkNew(fresh: string, path: string, etag: string): Promise<CreateOutcome> {
  await makeParent(path);
  try {
    await link(fresh, path);
    return { outcome: "created", etag };
  } catch (error) {
    if (codeOf(error) === "EEXIST") return { outcome: "exists" };
    throw error;
  }
}

function replaceIfMatch(
  fresh: string,
  path: string,
  { ifMatch, etag }: { ifMatch: string; etag: string },
): OverwriteOutcome {
  let current: Uint8Array;
  try {
    current = readFileSync(path);
  } catch (error) {
    if (isAbsent(error)) return { outcome: "gone" };
    throw error;
  }
  if (etagOf(current) !== ifMatch) return { outcome: "changed" };
  renameSync(fresh, path);
  return { outcome: "replaced", etag };
}

async function listBelow(root: string, prefix: string, known: Map<string, { stamp: string; etag: string }>) {
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  if (folder !== "") checkedKey(folder.slice(0, -1));
  try {
    const keys = (await keysBelow(root, folder)).filter((key) => key.startsWith(prefix)).sort(byBytes);
    const found: ObjectInfo[] = [];
    for (const key of keys) {
      const info = await readInfo(join(root, ...key.split("/")), key, known);
      if (info !== undefined) found.push(info);
    }
    return found;
  } catch (error) {
    throw failure(error, "list", `${prefix} in ${root}`);
  }
}

/**
 * Files below `root/folder` as keys. Links are followed, as by every reader of the folder; one that leads nowhere is no object, and
 * neither is a name that starts with a dot.
 */
async function keysBelow(root: string, folder: string): Promise<string[]> {
  const keys: string[] = [];
  const walk = async (below: string, above: readonly string[]): Promise<void> => {
    const path = join(root, ...below.split("/"));
    const real = await realpath(path).catch(unlessAbsent);
    // A link to a folder above itself would go round for ever.
    if (real === undefined || above.includes(real)) return;
    const entries = (await readdir(path, { withFileTypes: true }).catch(unlessAbsent)) ?? [];
    for (const entry of entries.filter(({ name }) => !name.startsWith("."))) {
      const facts = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(unlessAbsent) : entry;
      if (facts?.isFile()) keys.push(`${below}${entry.name}`);
      if (facts?.isDirectory()) await walk(`${below}${entry.name}/`, [...above, real]);
    }
  };
  await walk(folder, []);
  return keys;
}

function unlessAbsent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}

/** S3 lists by UTF-8 bytes; keys are ASCII, so code units compare alike. */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function failure(error: unknown, verb: string, where: string): ReportsError {
  if (isReportsError(error)) return error;
  const code = codeOf(error);
  return new ReportsError("StoreFailed", {
    what: `the folder store could not ${verb} an object: ${code}`,
    where,
    remedy:
      code === "EXDEV"
        ? "A folder in it is a link to another file system, where a finished file cannot be put in one step: keep the whole data folder on one"
        : "Check that the folder is on a local disk, writable and not full",
    retryable: code !== "EXDEV",
  });
}

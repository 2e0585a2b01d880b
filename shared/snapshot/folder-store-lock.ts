import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { ReportsError } from "../platform/errors.ts";

/** SQLite's primary result code for "another connection holds the lock". */
const SQLITE_BUSY = 5;
const RETRY_MS = 5;

/**
 * Runs `section` while no other process is in a section of the same lock file.
 *
 * The lock is SQLite's file lock (Node's own `node:sqlite`), because the kernel drops it when its process dies, at whatever
 * step: there is no stale lock, no pid that another process may have got, no guess by age. Lock libraries on npm guess by
 * age (proper-lockfile: 10 s, refreshed by timer), and a process that slept longer than the guess then writes over another.
 * `section` is synchronous, so it never holds the lock across a turn of the event loop. Nothing is ever written to the file.
 * @throws StoreFailed when the lock is not free for `waitMs`
 */
export async function underLock<T>(lockFile: string, waitMs: number, section: () => T): Promise<T> {
  for (let left = Math.ceil(waitMs / RETRY_MS); left > 0; left--) {
    const held = tryLock(lockFile);
    if (held !== undefined) {
      try {
        return section();
      } finally {
        held.exec("ROLLBACK");
        held.close();
      }
    }
    await wait(RETRY_MS);
  }
  throw new ReportsError("StoreFailed", {
    what: `the folder's lock was not free for ${waitMs} ms`,
    where: lockFile,
    remedy: "See whether another process writes to this folder and has stopped",
  });
}

function tryLock(lockFile: string): DatabaseSync | undefined {
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: unknown }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ReportsError } from "../../shared/platform/errors.ts";

/**
 * A path as the person meant it who typed it: npm runs its scripts in the project's folder, wherever the person stands.
 * @param env environment of the process, in which npm says where it was started and what it runs
 */
export function fromWherePersonStands(path: string, env: NodeJS.ProcessEnv = process.env): string {
  const { INIT_CWD: stands, npm_lifecycle_script: script } = env;
  const startedByNpm = stands !== undefined && script?.includes("functions/local/main.ts") === true;
  return resolve(startedByNpm ? stands : ".", path);
}

/** What a data folder has at its top once anything was put into it. */
const CONTENTS = ["snapshots", "runs"] as const;

/**
 * For what only reads: a folder with data in it.
 * @returns the absolute path
 * @throws StoreFailed when there is no such folder, or none of a snapshot's files in it
 */
export async function folderWithData(path: string): Promise<string> {
  const folder = resolve(path);
  const names = await namesIn(folder);
  if (CONTENTS.some((name) => names?.includes(name))) return folder;
  const nearby = await foldersWithData(folder, names ?? []);
  throw new ReportsError("StoreFailed", {
    what:
      names !== undefined
        ? "no snapshot was ever put into this folder"
        : existsSync(folder)
          ? "this is no folder that can be read"
          : "there is no such folder",
    where: folder,
    remedy:
      nearby.length > 0
        ? `Did you mean --data ${nearby.join(" or ")}`
        : "Name the folder with --data, or take a first snapshot into it: npm run reports -- snapshot, or npm run demo",
    retryable: false,
  });
}

async function foldersWithData(folder: string, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const inside = await namesIn(join(folder, name));
    if (CONTENTS.every((content) => inside?.includes(content))) found.push(join(folder, name));
  }
  return found;
}

const namesIn = (folder: string): Promise<string[] | undefined> => readdir(folder).catch(() => undefined);

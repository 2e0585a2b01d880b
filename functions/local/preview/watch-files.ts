import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** An editor writes a file in several steps; they are one change. */
const SETTLE_MS = 80;

interface Watched {
  /** Folders whose files count, with all below them. */
  readonly folders: readonly string[];
  /** Files that count; each may be replaced, or come later. */
  readonly files: readonly string[];
}

/** Calls `onChange` after files have changed. @returns what ends it */
export function watchFiles({ folders, files }: Watched, onChange: () => void, onTrouble: (error: Error) => void) {
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const watchers: FSWatcher[] = [];
  const begin = (folder: string, recursive: boolean, counts: (name: string | null) => boolean): void => {
    try {
      const watcher = watch(folder, { recursive }, (_, name) => {
        if (counts(name)) changed();
      });
      watcher.on("error", onTrouble);
      watchers.push(watcher);
    } catch (error) {
      onTrouble(error as Error);
    }
  };
  for (const folder of folders) begin(folder, true, () => true);
  // The folder, not the file: an editor that saves by renaming would leave the watched file behind.
  for (const file of files) begin(dirname(file), false, (name) => name === null || name === basename(file));
  return (): void => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { settingsFiles } from "../../shared/settings/bundled.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

/** Puts settings into a folder as they lie in a function's bundle. */
export async function writeBundledSettings(folder: string, input: unknown): Promise<void> {
  for (const [file, text] of settingsFiles(parseSettings(input, "test"))) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

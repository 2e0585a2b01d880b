import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const FOLDER = new URL("../golden/digest/", import.meta.url);
/** Written only on demand: `UPDATE_GOLDEN=1`, as docs/testing.md says. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined;

/** What is kept under a name; with `UPDATE_GOLDEN` the content given is kept first. */
export function goldenFile(name: string, content: string): string {
  const file = new URL(name, FOLDER);
  if (UPDATE) {
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, content);
  }
  return readFileSync(file, "utf8");
}

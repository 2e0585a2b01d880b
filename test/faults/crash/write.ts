// npm run crashes: kills the jobs at every step, and writes what came of it to docs/crash-matrix.md.
import { writeFile } from "node:fs/promises";
import { matrixPage, playMatrix } from "./matrix.ts";

const matrix = await playMatrix();
for (const [{ name }, crashes] of matrix) {
  console.error(`${name}: killed ${crashes.length} times`);
  for (const { after, problems } of crashes) {
    for (const problem of problems) console.error(`  after step ${after?.number ?? 0}: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
await writeFile(new URL("../../../docs/crash-matrix.md", import.meta.url), matrixPage(matrix));

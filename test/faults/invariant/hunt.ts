// Many random cases against the invariant of faults (npm run faults), or one that was kept, again.
// Usage: npm run faults -- [--seeds N] [--from S] [--out FOLDER]
//        npm run faults -- --replay FILE [--times N]
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseCase } from "./case.ts";
import { playCase } from "./play-case.ts";
import { trySeed } from "./try-seed.ts";

const PROGRESS_EVERY = 100;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    out: { type: "string", default: ".reports/faults" },
    replay: { type: "string" },
    times: { type: "string", default: "5" },
  },
});

/** What a run of this command found; printed as one line of JSON. */
interface Summary {
  readonly seeds: number;
  readonly from: number;
  published: number;
  /** Failures by name. */
  readonly failed: Record<string, number>;
  violations: number;
  requests: number;
}

async function hunt(seeds: number, from: number, folder: string): Promise<Summary> {
  const summary: Summary = { seeds, from, published: 0, failed: {}, violations: 0, requests: 0 };
  for (let seed = from; seed < from + seeds; seed++) {
    const tried = await trySeed(seed);
    summary.requests += tried.requests;
    if (tried.outcome === "published") summary.published += 1;
    else summary.failed[tried.outcome] = (summary.failed[tried.outcome] ?? 0) + 1;
    if (tried.violations.length > 0) {
      summary.violations += 1;
      const file = join(folder, `seed-${seed}.json`);
      await mkdir(folder, { recursive: true });
      await writeFile(file, `${JSON.stringify(tried.counterexample, null, 2)}\n`);
      console.error(`seed ${seed}: ${tried.violations.join("; ")}\n  again: npm run faults -- --replay ${file}`);
    }
    const done = seed - from + 1;
    if (done % PROGRESS_EVERY === 0) console.error(`${done} of ${seeds}: ${summary.violations} violations`);
  }
  return summary;
}

/** Requests at the same time arrive in any order, so a case is played several times. */
async function replay(file: string, times: number): Promise<number> {
  const one = parseCase(JSON.parse(await readFile(file, "utf8")));
  let violations = 0;
  for (let time = 0; time < times; time++) {
    const played = await playCase(one);
    if (played.violations.length > 0) violations += 1;
    console.log(JSON.stringify(played));
  }
  return violations;
}

if (values.replay === undefined) {
  const summary = await hunt(Number(values.seeds), Number(values.from), values.out);
  console.log(JSON.stringify(summary));
  process.exitCode = summary.violations === 0 ? 0 : 1;
} else {
  process.exitCode = (await replay(values.replay, Number(values.times))) === 0 ? 0 : 1;
}

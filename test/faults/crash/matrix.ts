import { type Crash, playCrashes } from "./courses.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

/** Every scenario, with a process killed at every step of its job. */
export async function playMatrix(): Promise<ReadonlyMap<Scenario, readonly Crash[]>> {
  const matrix = new Map<Scenario, readonly Crash[]>();
  for (const scenario of SCENARIOS) matrix.set(scenario, await playCrashes(scenario));
  return matrix;
}

/** The page docs/crash-matrix.md. */
export function matrixPage(matrix: ReadonlyMap<Scenario, readonly Crash[]>): string {
  return `${[INTRODUCTION, ...[...matrix].map(([scenario, crashes]) => section(scenario, crashes))].join("\n\n")}\n`;
}

const INTRODUCTION = `# Crash matrix

Made by \`npm run crashes\`, which runs what it tells of; \`npm test\` holds this page against it.

Each job runs in a process apart, which is killed (SIGKILL) when the job has stopped for good: before its first step, when it has read what it needs, and right after each
step that changes anything took effect, before the job hears of it. A step is a call to the store or the mailer; the steps are found by running the job. Then other runs
follow. The right column is what stands in the end.

- **Snapshots.** One stands, whole, with one record of the run that made it; nothing is published twice. A run that finds the day published writes the record that a dead one owed.
- **Refused logins.** The refused version is noted, and there are at most two wrong logins in all (ten lock the account).
- **Months.** One stands, whole, or none; the next run finds it or makes it. Days are only read.
- **Mails.** Nobody has two without a person who asked for it. A claim without a result stays \`claimed\`, is told of as unknown, and is sent again only by force.

The steps are those of the ports. What a folder store does within a step is killed at random moments in \`test/snapshot/store-processes.test.ts\`; an S3 request happens as a whole or not at all.`;

function section({ name, story }: Scenario, crashes: readonly Crash[]): string {
  const rows = crashes.map(({ after, stands, again, finally: end }) => {
    const step = after === undefined ? "none" : after.changes ? after.what : "the last that reads";
    return `| ${step} | ${stands} | ${again} | ${end} |`;
  });
  const head = ["| killed after step | stands then | the next run | in the end |", "|---|---|---|---|"];
  return [`## ${name[0]?.toUpperCase()}${name.slice(1)}`, "", story, "", ...head, ...rows].join("\n");
}

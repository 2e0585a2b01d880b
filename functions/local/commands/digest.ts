import type { DigestAnswer } from "../../digest/answer.ts";
import { parseDigestEvent } from "../../digest/event.ts";
import { sendDigest } from "../../digest/job.ts";
import { folderWithData } from "../data-folder.ts";
import { localDigestDependencies } from "../dependencies.ts";
import { printResult } from "../output.ts";
import { createProgress } from "../progress.ts";
import { readSettings, withEnterprise } from "../settings.ts";

export interface DigestOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly digest: string;
  readonly member?: number;
  readonly date?: string;
  readonly to?: readonly string[];
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly wait: boolean;
  readonly early: boolean;
  readonly look: boolean;
  readonly verbose?: boolean;
}

const GOOD: ReadonlySet<DigestAnswer["outcome"]> = new Set(["sent", "already-sent", "empty", "dry-run"]);

/** @returns whether everybody has the mail, none was needed or it was a dry run; `later` when the mail waits for its snapshots */
export async function runDigest(options: DigestOptions): Promise<boolean | "later"> {
  const { enterprise, digest, member, date, to, dryRun, force, wait, early, look } = options;
  const request = parseDigestEvent({
    ...{ enterprise, digest, dryRun, force, wait, early, look },
    ...(member === undefined ? {} : { member }),
    ...(date === undefined ? {} : { date }),
    ...(to === undefined ? {} : { to }),
  });
  const progress = createProgress();
  const deps = localDigestDependencies({
    data: await folderWithData(options.data),
    settings: withEnterprise(await readSettings(options.settings), enterprise, options.settings),
    verbose: options.verbose,
    onWritten: ({ html }) => progress.done(`mail: ${html}`),
  });
  const answer = await sendDigest(deps, request);
  printResult(answer);
  const good = GOOD.has(answer.outcome);
  for (const one of answer.members ?? []) {
    const told = one.error?.message ?? one.reason ?? (one.subject === null ? undefined : `"${one.subject}"`);
    const line = `${one.member}: ${one.outcome}${told === undefined ? "" : `, ${told}`}`;
    progress[GOOD.has(one.outcome) ? "done" : "failed"](line);
  }
  const { outcome, subject, reason } = answer;
  const about = reason ?? (subject === null ? undefined : `"${subject}"`);
  progress[good ? "done" : "failed"](`${digest}: ${outcome}${about === undefined ? "" : `, ${about}`}`);
  return outcome === "deferred" ? "later" : good;
}

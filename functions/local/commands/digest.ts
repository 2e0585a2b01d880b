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
  readonly date?: string;
  readonly to?: readonly string[];
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly verbose?: boolean;
}

const GOOD: ReadonlySet<string> = new Set(["sent", "already-sent", "dry-run"]);

/** @returns whether everybody has the mail, or it was a dry run */
export async function runDigest(options: DigestOptions): Promise<boolean> {
  const { enterprise, digest, date, to, dryRun, force } = options;
  const request = parseDigestEvent({
    ...{ enterprise, digest, dryRun, force },
    ...(date === undefined ? {} : { date }),
    ...(to === undefined ? {} : { to }),
  });
  const progress = createProgress();
  const deps = localDigestDependencies({
    data: await folderWithData(options.data),
    settings: withEnterprise(await readSettings(options.settings), enterprise),
    verbose: options.verbose,
    onWritten: ({ html }) => progress.done(`mail: ${html}`),
  });
  const answer = await sendDigest(deps, request);
  printResult(answer);
  const good = GOOD.has(answer.outcome);
  progress[good ? "done" : "failed"](`${digest}: ${answer.outcome}, "${answer.subject}"`);
  return good;
}

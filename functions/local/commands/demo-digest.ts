import { relative } from "node:path";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { Day } from "../../../shared/platform/day.ts";
import { instantAt } from "../../../shared/platform/day.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { parseDigestEvent } from "../../digest/event.ts";
import { sendDigest } from "../../digest/job.ts";
import { DEMO_DIGEST, DEMO_ENTERPRISE } from "../demo-settings.ts";
import { localDigestDependencies } from "../dependencies.ts";

export interface DemoMail {
  readonly subject: string;
  /** Paths from the folder the command was started in. */
  readonly html: string;
  readonly eml: string;
}

/** The digest of the demo's last day, through the job that runs on AWS, into the outbox. */
export async function sendDemoDigest(demo: {
  readonly data: string;
  readonly date: Day;
  readonly clock: Clock;
  readonly settings: Settings;
}): Promise<DemoMail> {
  const written: { html: string; eml: string }[] = [];
  const deps = localDigestDependencies({ ...demo, onWritten: (files) => written.push(files) });
  const scheduledTime = new Date(instantAt(demo.date, "07:00", "Europe/London")).toISOString();
  const event = { enterprise: DEMO_ENTERPRISE, digest: DEMO_DIGEST, scheduledTime };
  const answer = await sendDigest(deps, parseDigestEvent(event));
  const [first] = written;
  if (answer.outcome !== "sent" || first === undefined) {
    throw new ReportsError("SendFailed", {
      what: `the demo's digest ended as ${answer.outcome}`,
      where: `demo, ${demo.date}`,
      remedy: "Report this",
    });
  }
  const here = (path: string): string => relative(process.cwd(), path);
  return { subject: answer.subject ?? "", html: here(first.html), eml: here(first.eml) };
}

import { type Day, dayOf } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { refuseContradiction } from "../../shared/platform/event.ts";
import type { DigestSettings, EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import type { DigestRequest } from "./event.ts";

/** One invocation of the job. */
export interface DigestRun {
  readonly request: DigestRequest;
  readonly settings: Settings;
  readonly enterprise: EnterpriseSettings;
  readonly digest: DigestSettings;
  readonly date: string;
  readonly runId: string;
}

/**
 * The snapshot_date a digest tells of: the one asked for, the scheduled time's, or today's in the enterprise's zone.
 * @throws InvalidEvent for a day to come, one before `historyFrom`, or two days
 */
export function digestDateOf(
  request: Pick<DigestRequest, "date" | "scheduledTime">,
  context: { readonly zone: string; readonly historyFrom: Day; readonly now: number },
): Day {
  const { zone, historyFrom, now } = context;
  const today = dayOf(now, zone);
  refuseContradiction(request, zone, "digest");
  const date = request.date ?? dayOf(request.scheduledTime ?? now, zone);
  if (date > today) throw refused(`the day lies after today, ${today} in ${zone}`);
  if (date < historyFrom) throw refused(`the day lies before historyFrom, ${historyFrom}`);
  return date;
}

const refused = (what: string): ReportsError =>
  new ReportsError("InvalidEvent", {
    what,
    where: "event of digest, date",
    remedy: "Name a day that has a snapshot",
  });

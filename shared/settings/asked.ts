import { type Day, dayOf } from "../platform/day.ts";
import { ReportsError } from "../platform/errors.ts";
import { refuseContradiction } from "../platform/event.ts";
import { membersOf, type Recipients } from "./recipients.ts";

/** What an event asks for: a digest, or a report of the user's own. */
type Job = "digest" | "report";

interface AskedEvent {
  readonly member?: number | undefined;
  readonly to?: readonly string[] | undefined;
  readonly date?: Day | undefined;
  readonly scheduledTime?: number | undefined;
}

/**
 * Whose mails an event is about.
 * @throws InvalidEvent for somebody who has none, and for a test of one of many that names nobody
 */
export function askedMembers(
  { member, to }: Pick<AskedEvent, "member" | "to">,
  settings: { readonly to: Recipients },
  job: Job,
): readonly (number | null)[] {
  const all = membersOf(settings);
  const ids = all.filter((id) => id !== null);
  if (member === undefined && ids.length > 0 && to !== undefined) {
    throw refused(job, "member", `a test of a ${job} of many names whose it is`, `Name one of ${ids.join(", ")}`);
  }
  if (member === undefined) return all;
  if (all.includes(member)) return [member];
  if (ids.length === 0) throw refused(job, "member", `the ${job} is one, and not of many`, "Leave member out");
  throw refused(job, "member", `the ${job} is not sent to ${member}`, `It is sent to ${ids.join(", ")}`);
}

/**
 * The snapshot_date that is told of: the one asked for, the scheduled time's, or today's in the enterprise's zone.
 * @throws InvalidEvent for a day to come, one before `historyFrom`, or two days
 */
export function askedDate(
  request: Pick<AskedEvent, "date" | "scheduledTime">,
  { zone, historyFrom, now }: { readonly zone: string; readonly historyFrom: Day; readonly now: number },
  job: Job,
): Day {
  const today = dayOf(now, zone);
  refuseContradiction(request, zone, job);
  const date = request.date ?? dayOf(request.scheduledTime ?? now, zone);
  const remedy = "Name a day that has a snapshot";
  if (date > today) throw refused(job, "date", `the day lies after today, ${today} in ${zone}`, remedy);
  if (date < historyFrom) throw refused(job, "date", `the day lies before historyFrom, ${historyFrom}`, remedy);
  return date;
}

const refused = (job: Job, field: string, what: string, remedy: string): ReportsError =>
  new ReportsError("InvalidEvent", { what, where: `event of ${job}, ${field}`, remedy });

import * as z from "zod";
import { type Day, dayOf, isDay } from "./day.ts";
import { ReportsError } from "./errors.ts";
import { inWords } from "./zod-words.ts";

/** A calendar day that exists. */
export const daySchema = z.string().refine(isDay, "must be a calendar day YYYY-MM-DD").meta({ format: "date" });

/** An instant with its offset, as EventBridge Scheduler writes `<aws.scheduler.scheduled-time>`; becomes epoch ms. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: "must be an instant with an offset, such as 2026-11-23T05:00:00Z" })
  .transform((text) => Date.parse(text));

/**
 * Checks an event before anything is called. Names every wrong field; repeats no value, for an event may hold addresses.
 * @throws InvalidEvent
 */
export function parseEvent<S extends z.ZodType>(schema: S, event: unknown, job: string): z.output<S> {
  const result = schema.safeParse(event, { error: inWords });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    if (issue.code === "unrecognized_keys") return `unknown keys: ${issue.keys.map(printable).join(", ")}`;
    return `${issue.path.length === 0 ? "(the event)" : issue.path.map(String).join(".")}: ${issue.message}`;
  });
  throw new ReportsError("InvalidEvent", {
    what: `the event has ${problems.length} problem${problems.length === 1 ? "" : "s"}: ${problems.join("; ")}`,
    where: `event of ${job}`,
    remedy: "Correct the event; docs/invoke.md shows its form",
  });
}

/**
 * An event may name its day and its scheduled time, when both say the same.
 * @param zone of the enterprise, whose day it is
 * @throws InvalidEvent
 */
export function refuseContradiction(
  { date, scheduledTime }: { readonly date?: Day | undefined; readonly scheduledTime?: number | undefined },
  zone: string,
  job: string,
): void {
  if (date === undefined || scheduledTime === undefined) return;
  const scheduled = dayOf(scheduledTime, zone);
  if (date === scheduled) return;
  throw new ReportsError("InvalidEvent", {
    what: `date is ${date}, but scheduledTime lies on ${scheduled} in ${zone}`,
    where: `event of ${job}`,
    remedy: "Leave one of the two out",
  });
}

/** Keys of a foreign event may be anything: short and without control characters in a message. */
function printable(key: string): string {
  return JSON.stringify(key.slice(0, 40));
}

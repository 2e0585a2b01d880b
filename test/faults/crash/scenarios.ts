import type { JobRun } from "./job-run.ts";

/** A run as a scenario tells it; where it runs is said later. */
export type PlannedRun = Omit<JobRun, "data" | "apiUrl">;

/** A job that is killed, what stood before it, and the runs that come after it. */
export interface Scenario {
  readonly name: string;
  /** A sentence for the matrix. */
  readonly story: string;
  readonly before: readonly PlannedRun[];
  /** A run killed after the step whose text begins like this, among those before. */
  readonly killedBefore?: { readonly run: PlannedRun; readonly after: string };
  readonly killed: PlannedRun;
  /** The same event again, later. */
  readonly again: PlannedRun;
  /** What a schedule or a person does after that; the state must be final by then. */
  readonly last: PlannedRun;
}

const snapshot = (run: number, date: string | undefined, more: Partial<PlannedRun> = {}): PlannedRun => ({
  job: "snapshot",
  event: { ...(date === undefined ? {} : { date }), ...more.event },
  run,
  minute: more.minute ?? 0,
  ...(more.password === undefined ? {} : { password: more.password }),
});
const digest = (run: number, minute: number, event: Readonly<Record<string, unknown>> = {}): PlannedRun => ({
  job: "digest",
  event,
  run,
  minute,
});

const months = (run: number, minute: number): PlannedRun => ({
  ...{ job: "months", event: { month: "2026-10" }, run, minute },
});

const report = (run: number, minute: number, more: Partial<PlannedRun> = {}): PlannedRun => ({
  ...{ job: "report", event: {}, run, minute },
  ...more,
});

const BROKEN = { isBroken: true };
const OVERWRITE = { event: { overwrite: true } };
const WRONG = { password: "not the password" };
const YESTERDAY = snapshot(1, "2026-11-23");
const TODAY = snapshot(2, undefined);
const OCTOBER = [snapshot(1, "2026-10-30"), snapshot(2, "2026-10-31")];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "snapshot",
    story: "The first snapshot of a day; then the catch-up an hour later, and the event once more.",
    before: [YESTERDAY],
    killed: snapshot(3, undefined),
    again: snapshot(4, undefined, { minute: 60 }),
    last: snapshot(5, undefined, { minute: 61 }),
  },
  {
    name: "replacement",
    story: "A snapshot that replaces the day's (`overwrite`); then the same again, and the day's catch-up.",
    before: [YESTERDAY, TODAY],
    killed: snapshot(3, undefined, OVERWRITE),
    again: snapshot(4, undefined, { ...OVERWRITE, minute: 60 }),
    last: snapshot(5, undefined, { minute: 61 }),
  },
  {
    name: "refused login",
    story: "A secret that Convertr refuses; then the catch-up, and another run.",
    before: [YESTERDAY],
    killed: snapshot(3, undefined, WRONG),
    again: snapshot(4, undefined, { ...WRONG, minute: 60 }),
    last: snapshot(5, undefined, { ...WRONG, minute: 61 }),
  },
  {
    name: "digest",
    story: "A digest to two recipients; then the same event again, and a person who forces what is unknown.",
    before: [YESTERDAY, TODAY],
    killed: digest(3, 120),
    again: digest(4, 140),
    last: digest(5, 160, { force: true }),
  },
  {
    name: "withheld digest",
    story:
      "A digest whose snapshots are too old: the owner is told and the list gets nothing; then twice the same event.",
    before: [snapshot(1, "2026-11-22")],
    killed: digest(3, 120),
    again: digest(4, 140),
    last: digest(5, 160),
  },
  {
    name: "takeover",
    story:
      "A run died with the first recipient claimed and nothing sent; a person forces a run, which is killed; then the schedule's event again, and the person once more.",
    before: [YESTERDAY, TODAY],
    killedBefore: { run: digest(3, 120), after: "create deliveries/" },
    killed: digest(4, 140, { force: true }),
    again: digest(5, 160),
    last: digest(6, 180, { force: true }),
  },
  {
    name: "month",
    story: "A closed month of two days; then the same again, twice.",
    before: OCTOBER,
    killed: months(3, 120),
    again: months(4, 140),
    last: months(5, 160),
  },
  {
    name: "month made anew",
    story: "A month of which a day was replaced since it was made; then the same again, twice.",
    before: [...OCTOBER, months(3, 60), snapshot(4, "2026-10-31", OVERWRITE)],
    killed: months(5, 120),
    again: months(6, 140),
    last: months(7, 160),
  },
  {
    name: "report",
    story: "A report to two recipients; then the same event again, and a person who forces what is unknown.",
    before: [YESTERDAY, TODAY],
    killed: report(3, 120),
    again: report(4, 140),
    last: report(5, 160, { event: { force: true } }),
  },
  {
    name: "broken report",
    story: "A report whose query fails: the owner is told and the list gets nothing; then twice the same event.",
    before: [YESTERDAY, TODAY],
    killed: report(3, 120, BROKEN),
    again: report(4, 140, BROKEN),
    last: report(5, 160, BROKEN),
  },
];

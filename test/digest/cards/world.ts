import { buildDigest } from "../../../shared/digest/build-digest.ts";
import type { Board } from "../../../shared/digest/cards/board.ts";
import type {
  CampaignDetail,
  ContractDetail,
  DigestInput,
  JobDetail,
} from "../../../shared/digest/input/digest-input.ts";
import { addDays, type Day, weekdayOf } from "../../../shared/platform/day.ts";
import { campaign, contract, inputOf, job, pounds, snapshot } from "../rows.ts";

/** A Tuesday: its snapshot tells of Monday 23 November. */
export const TODAY: Day = "2026-11-24";

/** What a campaign, with its contract and job, does on a day (an activity_date). */
export interface Plan {
  readonly row?: Partial<CampaignDetail>;
  /** Leads of a day. @default 10 from Monday to Friday */
  readonly leads?: (day: Day) => number;
  /** What else the snapshot that tells of a day shows. */
  readonly shows?: (day: Day) => Partial<CampaignDetail>;
  readonly contract?: (day: Day) => Partial<ContractDetail>;
  /** Failed leads of its job on a day. @default none */
  readonly fails?: (day: Day) => number;
  /** Invalid leads of a day, among its leads. @default none */
  readonly invalid?: (day: Day) => number;
  readonly job?: Partial<JobDetail>;
}

export interface WorldOptions {
  readonly date?: Day;
  /** Snapshots up to the date. @default 36 */
  readonly days?: number;
  readonly settings?: Record<string, unknown>;
  readonly over?: Partial<DigestInput>;
  /** Days whose snapshot of all datasets is not there. */
  readonly missing?: readonly Day[];
}

export const isWeekday = (day: Day): boolean => weekdayOf(day) < 6;
export const tenOnWeekdays = (day: Day): number => (isWeekday(day) ? 10 : 0);

/** The input of a mail about campaigns that do as planned; campaign 1 for the first plan, contract 101, job 201. */
export function worldOf(plans: readonly Plan[], options: WorldOptions = {}): DigestInput {
  const { date = TODAY, days = 36, settings, over, missing = [] } = options;
  const dates = Array.from({ length: days }, (_, at) => addDays(date, at + 1 - days));
  const states = plans.map((plan, at) => new State(plan, at + 1));
  const made = { campaigns: [], contracts: [], jobs: [] } as {
    campaigns: ReturnType<typeof snapshot<CampaignDetail>>[];
    contracts: ReturnType<typeof snapshot<ContractDetail>>[];
    jobs: ReturnType<typeof snapshot<JobDetail>>[];
  };
  for (const one of dates) {
    const rows = states.map((state) => state.after(addDays(one, -1)));
    if (missing.includes(one)) continue;
    made.campaigns.push(
      snapshot(
        one,
        rows.map((row) => row.campaign),
      ),
    );
    made.contracts.push(
      snapshot(
        one,
        rows.map((row) => row.contract),
      ),
    );
    made.jobs.push(
      snapshot(
        one,
        rows.map((row) => row.job),
      ),
    );
  }
  return inputOf(date, { ...made, settings: settings ?? {}, over: over ?? {} });
}

class State {
  readonly #plan: Plan;
  readonly #id: number;
  #leads = 0;
  #invalid = 0;
  #failed = 0;
  #last: number | null = null;

  constructor(plan: Plan, id: number) {
    this.#plan = plan;
    this.#id = id;
  }

  after(day: Day): { campaign: CampaignDetail; contract: ContractDetail; job: JobDetail } {
    const { row = {}, leads = tenOnWeekdays, shows, fails, invalid } = this.#plan;
    const came = leads(day);
    this.#leads += came;
    this.#invalid += invalid?.(day) ?? 0;
    this.#failed += fails?.(day) ?? 0;
    if (came > 0) this.#last = Date.parse(`${day}T12:00:00Z`);
    const [id, total, bad] = [this.#id, this.#leads, this.#invalid];
    const counters = { total_leads: total, invalid_leads: bad, billable_leads: total, last_conversion: this.#last };
    const made = campaign({
      ...{ id, name: `Campaign ${id}`, start_date: "2026-10-01", end_date: "2026-12-31", leads_required: 500 },
      ...{ base_currency_payout_amount: pounds(50), ...row, ...counters, ...shows?.(day) },
    });
    return {
      campaign: made,
      contract: contract({
        ...{ id: 100 + id, campaign_id: id, campaign_status: made.status, publisher_id: 5, leads_required: 5_000 },
        ...{ start_date: "2026-10-01", signed_ts: Date.parse("2026-10-01T09:00:00Z") },
        ...{ total_leads: total, invalid_leads: bad, billable_leads: total, ...this.#plan.contract?.(day) },
      }),
      job: job({
        ...{ id: 200 + id, campaign_id: id, total, failed: this.#failed, passed: total - this.#failed },
        ...this.#plan.job,
      }),
    };
  }
}

export function boardOf(input: DigestInput): Board {
  const { board } = buildDigest(input);
  if (board === null) throw new Error("the mail has no board");
  return board;
}

/** The same history as the mail of an earlier date has it. */
export function asOf(input: DigestInput, date: Day): DigestInput {
  const until = <R>(history: readonly { readonly info: { readonly date: Day }; readonly rows: readonly R[] }[]) =>
    history.filter(({ info }) => info.date <= date) as never;
  const { settings } = input;
  const made = {
    campaigns: until(input.campaigns.history),
    contracts: until(input.contracts.history),
    jobs: until(input.jobs.history),
  };
  const since = input.mailsBefore.findLast((mail) => mail.since < date)?.since ?? addDays(date, -1);
  const { digest, mailsBefore: _, mailedAt: __, ...again } = inputOf(date, { ...made, over: { since } });
  const before = input.mailsBefore.filter((mail) => mail.since < date);
  const mailedAt = before.at(-1)?.mailedAt ?? inputOf(date, { ...made, over: { since } }).mailedAt;
  return { ...again, digest, settings, mailedAt, mailsBefore: before, expected: input.expected };
}

/** Ids of the campaigns of each tier. */
export const idsOf = (cards: Board["watch"]): readonly (number | null)[] =>
  cards.map(({ subject }) => (subject.kind === "campaign" ? subject.campaign.id : subject.publisher.id));

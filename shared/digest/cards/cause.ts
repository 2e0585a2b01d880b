import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { ContractRef, JobRef } from "../model/refs.ts";

/** What every cause has. */
interface Weighed {
  /** It is reason enough for a card by itself; the others explain one. */
  readonly calls: boolean;
  /** Leads it costs; null where it costs none by itself. */
  readonly leads: number | null;
  /** Their worth in the base currency; null without a price. */
  readonly money: Decimal4 | null;
}

/** Why a card is one. Days are the enterprise's, instants epoch ms. */
export type Cause = Weighed &
  (
    | { readonly kind: "pace"; readonly status: "at-risk" | "behind" }
    /** Whole weekdays without a lead, at the least; `lastLead` and its day are null where they are unknown or none `everCame`. */
    | {
        readonly kind: "silent";
        readonly lastLead: number | null;
        readonly lastDay: Day | null;
        readonly everCame: boolean;
        readonly weekdays: number;
      }
    | JobCause
    | ContractCause
    /** `endDate` is the campaign's last day. */
    | {
        readonly kind: "paused";
        readonly isSetUp: boolean;
        readonly endDate: Day | null;
        readonly index: number | null;
      }
    /** It has started, and none of its contracts is signed. */
    | {
        readonly kind: "starting-unsigned";
        readonly startDate: Day;
        readonly hasStarted: boolean;
        readonly contracts: number;
      }
    | { readonly kind: "ended-short"; readonly endDate: Day; readonly required: number; readonly missing: number }
    | InvalidCause
    | { readonly kind: "margin"; readonly revenue: Decimal4; readonly payout: Decimal4 }
  );

interface JobCause {
  readonly kind: "job";
  readonly job: JobRef;
  /** The day (activity_date) told of: the newest weekday that could tell. */
  readonly date: Day;
  /** Net, on that day. */
  readonly failed: number;
  /** Of so many that reached it; null where that is of other days. */
  readonly of: number | null;
  /** Leads of the campaign that wait now; where the account says nothing of them, those that failed. */
  readonly stuck: number;
  /** Of these by the leads themselves, where they are collected. */
  readonly heldBack: number | null;
  /** Day its configuration changed, close before the failures began. */
  readonly changedOn: Day | null;
}

interface ContractCause {
  readonly kind: "contract-unsigned" | "contract-ending" | "contract-reached";
  readonly contract: ContractRef;
  /** Leads of it: the cap of an unsigned one alone, else of all the publisher's contracts that follow one another. */
  readonly cap: number | null;
  readonly delivered: number | null;
  /** Unsigned: its age. Ending: days left after the day told of. */
  readonly days: number | null;
  readonly endDate: Day | null;
  /** It follows a contract of the same publisher. */
  readonly renewal: boolean;
}

interface InvalidCause {
  readonly kind: "invalid";
  /** The day (activity_date) told of: the newest weekday with enough leads. */
  readonly date: Day;
  readonly invalid: number;
  /** Leads of the day, and what share of the publisher's is usual: over so many days before. */
  readonly total: number;
  readonly usual: number;
  readonly usualDays: number;
  /** Wilson's interval of the day lies above the usual rate: hardly chance. */
  readonly clear: boolean;
  /** The last day before with enough leads to be judged. */
  readonly before: { readonly date: Day; readonly invalid: number; readonly total: number } | null;
}

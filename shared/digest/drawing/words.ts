import type { CapCounter } from "../../settings/schema.ts";
import type { FindingKind } from "../model/finding.ts";
import type { PaceStatus } from "../model/pace.ts";
import type { Streak } from "../model/streak.ts";
import type { Format } from "./format.ts";

export const COUNTER_WORDS: Readonly<Record<CapCounter, string>> = {
  billableLeads: "billable leads",
  validLeads: "valid leads",
  deliveredLeads: "delivered leads",
};

export const STATUS_WORDS: Readonly<Record<PaceStatus, string>> = {
  "at-risk": "At risk",
  behind: "Behind",
  "on-pace": "On pace",
  ahead: "Ahead",
  reached: "Cap reached",
  early: "Early",
  "not-started": "Not started",
};

/** What a finding of each kind is called, for one and for more. */
export const FINDING_WORDS: Readonly<Record<FindingKind, readonly [string, string]>> = {
  "job-failing": ["integration job failing", "integration jobs failing"],
  "at-risk": ["campaign at risk of missing its cap", "campaigns at risk of missing their cap"],
  silent: ["campaign silent and behind", "campaigns silent and behind"],
  "paused-behind": ["campaign paused while behind", "campaigns paused while behind"],
  "starting-unsigned": [
    "campaign starting without a signed publisher",
    "campaigns starting without a signed publisher",
  ],
  "negative-margin": ["campaign below its margin", "campaigns below their margin"],
  "invalid-rate": ["publisher with more invalid leads than usual", "publishers with more invalid leads than usual"],
  "ended-short": ["campaign ended short of its cap", "campaigns ended short of their cap"],
  behind: ["campaign behind schedule", "campaigns behind schedule"],
  "contract-ending": ["contract ending below its target", "contracts ending below their target"],
  "contract-unsigned": ["contract not signed", "contracts not signed"],
  "contract-reached": [
    "publisher at its cap on a campaign that needs leads",
    "publishers at their cap on campaigns that need leads",
  ],
  overcommitted: ["campaign with contracts for more than it needs", "campaigns with contracts for more than they need"],
  "job-disabled": [
    "integration job switched off on an active campaign",
    "integration jobs switched off on active campaigns",
  ],
};

/** Where a publisher is told of itself. */
const OWN_WORDS: Partial<Readonly<Record<FindingKind, readonly [string, string]>>> = {
  "invalid-rate": ["rise of your invalid rate", "rises of your invalid rate"],
  "contract-unsigned": ["contract for you to sign", "contracts for you to sign"],
};

/** What findings of a kind are called in a mail of that view. */
export const findingWords = (kind: FindingKind, view: "internal" | "publisher"): readonly [string, string] =>
  (view === "publisher" ? OWN_WORDS[kind] : undefined) ?? FINDING_WORDS[kind];

/** `1 campaign`, `1,204 campaigns`. */
export function counted(format: Format, value: number, words: readonly [string, string]): string {
  return `${format.count(value)} ${value === 1 ? words[0] : words[1]}`;
}

/** What judging anew did to earlier leads, where it makes a share of the newer ones meaningless. */
export const rejudgedText = (leads: number, format: Format): string =>
  `${counted(format, leads, ["earlier lead", "earlier leads"])} re-judged`;

export const LEAD_WORDS = ["lead", "leads"] as const;
export const DAY_WORDS = ["day", "days"] as const;
export const CAMPAIGN_WORDS = ["campaign", "campaigns"] as const;

/** `new`, or `day 3` of what goes on; `day 36+` when it may have begun before the days read. */
export function streakText(streak: Streak | null): string {
  if (streak === null) return "";
  return streak.state === "new" ? "new" : `day ${streak.days}${streak.atLeast ? "+" : ""}`;
}

/** Parts that hold something, set apart by a middle dot. */
export const joined = (parts: readonly (string | null | undefined | false)[]): string =>
  parts.filter((part) => typeof part === "string" && part !== "").join(" · ");

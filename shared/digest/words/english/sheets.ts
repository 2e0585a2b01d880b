import type { Day } from "../../../platform/day.ts";
import type { PaceStatus } from "../../model/pace.ts";
import type { AttentionRow } from "../../sections/attention/figures.ts";
import type { BookedState } from "../../sections/booked/figures.ts";
import type { ContractRow } from "../../sections/contracts/figures.ts";
import type { OwnState } from "../../sections/own/figures.ts";

interface AboutWords {
  readonly tab: string;
  readonly head: readonly [string, string];
  readonly enterprise: string;
  readonly days: string;
  readonly asOf: string;
  readonly digest: string;
  readonly date: string;
  readonly version: string;
  readonly none: string;
  readonly span: (first: Day, last: Day) => string;
  readonly snapshot: (dataset: string) => string;
  readonly before: (dataset: string) => string;
  readonly taken: (of: { readonly date: Day; readonly at: string; readonly run: string }) => string;
}

/** States as cells of the attachment name them. */
export const sheetWords: {
  readonly tier: Readonly<Record<"act" | "open" | "over" | "watch" | "information", string>>;
  readonly status: Readonly<Record<PaceStatus, string>>;
  readonly bookedState: Readonly<Record<BookedState, string>>;
  readonly ownState: Readonly<Record<OwnState, string>>;
  readonly finding: Readonly<Record<AttentionRow["kind"] | ContractRow["kind"], string>>;
  readonly money: { readonly low: string; readonly revalued: string };
  /** Names of the workbook's tabs where they are not the table's own. */
  readonly tabs: Readonly<Record<string, string>>;
  readonly about: AboutWords;
} = {
  tabs: { quality: "Publishers", integrations: "Jobs" },
  about: {
    ...{ tab: "About", head: ["What", "Value"], enterprise: "Enterprise", days: "Days told of", asOf: "Figures as of" },
    ...{ digest: "Digest", date: "Snapshot date", version: "Version", none: "none" },
    span: (first, last) => (first === last ? first : `${first} to ${last}`),
    snapshot: (dataset) => `Snapshot of ${dataset}`,
    before: (dataset) => `Compared with, of ${dataset}`,
    taken: ({ date, at, run }) => `${date}, taken ${at}, run ${run}`,
  },
  tier: { act: "act today", open: "still open", over: "over", watch: "watch", information: "information" },
  money: { low: "low margin", revalued: "revalued, not counted" },
  status: {
    "at-risk": "At risk",
    behind: "Behind",
    "on-pace": "On pace",
    ahead: "Ahead",
    reached: "Cap reached",
    early: "Early",
    "not-started": "Not started",
  },
  bookedState: { running: "Running", full: "Full", paused: "Paused", ended: "Ended", other: "Not running" },
  ownState: { running: "Running", full: "Full", paused: "Paused", other: "Not running" },
  finding: {
    silent: "campaign silent and behind",
    "paused-behind": "campaign paused while behind",
    "starting-unsigned": "campaign starting without a signed publisher",
    "ended-short": "campaign ended short of its cap",
    "contract-ending": "contract ending below its target",
    "contract-unsigned": "contract not signed",
    "contract-reached": "publisher at its cap on a campaign that needs leads",
    overcommitted: "campaign with contracts for more than it needs",
  },
};

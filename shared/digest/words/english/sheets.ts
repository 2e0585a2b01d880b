import type { PaceStatus } from "../../model/pace.ts";
import type { AttentionRow } from "../../sections/attention/figures.ts";
import type { ContractRow } from "../../sections/contracts/figures.ts";
import type { OwnState } from "../../sections/own/figures.ts";

/** States as cells of the attachment name them. */
export const sheetWords: {
  readonly tier: Readonly<Record<"act" | "open" | "over" | "watch" | "information", string>>;
  readonly status: Readonly<Record<PaceStatus, string>>;
  readonly ownState: Readonly<Record<OwnState, string>>;
  readonly finding: Readonly<Record<AttentionRow["kind"] | ContractRow["kind"], string>>;
  readonly money: { readonly low: string; readonly revalued: string };
} = {
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

import type { FindingKind } from "../../model/finding.ts";
import type { PaceStatus } from "../../model/pace.ts";
import type { OwnState } from "../../sections/own/figures.ts";

/** States as cells of the attachment name them. */
export const sheetWords: {
  readonly status: Readonly<Record<PaceStatus, string>>;
  readonly ownState: Readonly<Record<OwnState, string>>;
  readonly finding: Readonly<Record<FindingKind, string>>;
  readonly money: { readonly low: string; readonly revalued: string };
} = {
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
    "job-failing": "integration job failing",
    "at-risk": "campaign at risk of missing its cap",
    silent: "campaign silent and behind",
    "paused-behind": "campaign paused while behind",
    "starting-unsigned": "campaign starting without a signed publisher",
    "negative-margin": "campaign below its margin",
    "invalid-rate": "publisher with more invalid leads than usual",
    "ended-short": "campaign ended short of its cap",
    behind: "campaign behind schedule",
    "contract-ending": "contract ending below its target",
    "contract-unsigned": "contract not signed",
    "contract-reached": "publisher at its cap on a campaign that needs leads",
    overcommitted: "campaign with contracts for more than it needs",
    "job-disabled": "integration job switched off on an active campaign",
  },
};

import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { SectionSetting } from "../../settings/schema.ts";
import type { CardCampaign, ContractRef, JobRef } from "./refs.ts";

/** Kinds of a family read well together, in one bullet of the mail. */
interface NoteKind {
  readonly family: "life" | "terms" | "price" | "contract" | "fill" | "job" | "leads";
  /** The section of the settings that shows it. */
  readonly section: SectionSetting;
}

const life = { family: "life", section: "pacing" } as const;
const terms = { family: "terms", section: "pacing" } as const;
const contract = { family: "contract", section: "contracts" } as const;
const fill = { family: "fill", section: "contracts" } as const;
const job = { family: "job", section: "integrations" } as const;

/** Every kind of note, in the order of the mail. */
export const NOTE_KINDS = {
  ...{ ended: life, paused: life, resumed: life, started: life, new: life, vanished: life, status: life },
  ...{ cap: terms, end: terms, price: { family: "price", section: "money" } },
  ...{ "contract-new": contract, "contract-renewed": contract, "contract-signed": contract },
  ...{ "contract-status": contract, "contract-cap": contract, "contract-ending": fill, "contract-reached": fill },
  ...{ "contract-vanished": contract, overcommitted: fill },
  ...{ "job-new": job, "job-enabled": job, "job-disabled": job, "job-recovered": job },
  corrected: { family: "leads", section: "pacing" },
} as const satisfies Readonly<Record<Note["kind"], NoteKind>>;

/** Something that is different from the previous mail's snapshot, or was reached since, and asks for nothing. */
export type Note = CampaignNote | ContractNote | JobNote;

type CampaignNote = { readonly campaign: CardCampaign } & (
  | { readonly kind: "ended"; readonly endDate: Day; readonly missing: number | null; readonly required: number | null }
  | { readonly kind: "paused" | "resumed" | "started" | "vanished" }
  /** Leads it came with. */
  | { readonly kind: "new"; readonly leads: number | null }
  | { readonly kind: "status"; readonly from: string; readonly to: string }
  /** Null: uncapped. */
  | { readonly kind: "cap"; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "end"; readonly from: Day | null; readonly to: Day | null }
  | { readonly kind: "price"; readonly from: Decimal4; readonly to: Decimal4; readonly currency: string | null }
  /** Corrections, and how many leads they took; `net` is the whole movement, which holds them. */
  | { readonly kind: "corrected"; readonly leads: number; readonly net: number | null }
  /** Its contracts may deliver more than it needs: told when it begins. */
  | { readonly kind: "overcommitted"; readonly open: number; readonly wanted: number; readonly contracts: number }
);

type ContractNote = { readonly contract: ContractRef; readonly campaign: string } & (
  | { readonly kind: "contract-new"; readonly cap: number | null; readonly signed: boolean }
  /** One line for all of it: its status and cap changes are part of it. */
  | {
      readonly kind: "contract-renewed";
      readonly fromCap: number | null;
      readonly toCap: number | null;
      readonly signed: boolean;
    }
  | { readonly kind: "contract-signed"; readonly cap: number | null }
  | { readonly kind: "contract-status"; readonly from: string; readonly to: string }
  | { readonly kind: "contract-cap"; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "contract-vanished" }
  /** Ends within the settings' days, while its campaign does not need it. */
  | { readonly kind: "contract-ending"; readonly endDate: Day; readonly delivered: number; readonly cap: number }
  | { readonly kind: "contract-reached"; readonly delivered: number; readonly cap: number }
);

type JobNote = { readonly job: JobRef; readonly campaign: string } & {
  readonly kind: "job-new" | "job-enabled" | "job-disabled" | "job-recovered";
};

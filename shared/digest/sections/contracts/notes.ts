import type { Account } from "../../model/account.ts";
import type { Note } from "../../model/note.ts";
import { cardCampaign } from "../../model/refs.ts";
import type { Change } from "../changes/figures.ts";
import type { ContractRow } from "./figures.ts";

/** Contracts that came near their end or to their cap just now, and campaigns whose contracts were changed to more than they need. */
export function contractNote(account: Account, row: ContractRow, changes: readonly Change[]): readonly Note[] {
  const { kind, contract, campaign, streak, endDate, capLeads, required } = row;
  if (kind === "overcommitted") return overcommittedNote(account, row, changes);
  if (streak?.state !== "new" || capLeads === null || required === null) return [];
  const told = { contract, campaign, delivered: capLeads, cap: required };
  if (kind === "contract-reached") return [{ ...told, kind }];
  return kind === "contract-ending" && endDate !== null ? [{ ...told, kind, endDate }] : [];
}

const MAKES_MORE: ReadonlySet<Change["kind"]> = new Set([
  ...(["campaign-cap", "contract-new", "contract-renewed", "contract-signed", "contract-cap"] as const),
]);

function overcommittedNote(account: Account, row: ContractRow, changes: readonly Change[]): readonly Note[] {
  const campaign = account.campaignOf.get(row.campaignId ?? -1);
  const { open, wanted, among: contracts } = row;
  if (campaign === undefined || open === null || wanted === null) return [];
  const changed = changes.some(({ kind, of }) => MAKES_MORE.has(kind) && campaignIdOf(of) === campaign.id);
  return changed ? [{ kind: "overcommitted", campaign: cardCampaign(campaign), open, wanted, contracts }] : [];
}

const campaignIdOf = (of: Change["of"]): number | null =>
  "campaign" in of ? of.campaign.id : "contract" in of ? of.contract.campaignId : of.job.campaignId;

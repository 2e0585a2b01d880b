import type { CampaignDetail } from "../../input/digest-input.ts";
import { type Account, campaignKey, isActive, standsStill } from "../../model/account.ts";
import { missingOf } from "../../model/campaign-pace.ts";
import type { Note } from "../../model/note.ts";
import { type CardCampaign, cardCampaign } from "../../model/refs.ts";
import type { Change } from "./figures.ts";

/** A line a campaign, contract or job and matter. */
export function changeNotes(account: Account, changes: readonly Change[]): readonly Note[] {
  const edges = account.campaigns.flatMap((campaign) => edgesOf(account, campaign));
  const told = new Set(edges.map(({ campaign }) => campaign.id));
  return [
    ...edges,
    ...changes.flatMap((change) => campaignNote(change, told)),
    ...contractNotes(changes),
    ...changes.flatMap(jobNote),
  ];
}

type Edge = Extract<Note, { readonly campaign: CardCampaign }>;

/** Flights that ended or began since the previous mail. */
function edgesOf(account: Account, row: CampaignDetail): readonly Edge[] {
  const { infos, base, last } = account.campaignSeries;
  const [before, now] = [infos[base], infos[last]];
  if (before === undefined || now === undefined) return [];
  const { start_date: start, end_date: end } = row;
  const campaign = cardCampaign(row);
  const wasEnd = (account.campaignSeries.row(base, campaignKey(row)) ?? row).end_date;
  if (end !== null && end <= now.activityDate && !(wasEnd !== null && wasEnd <= before.activityDate)) {
    const required = row.uncapped === true ? null : row.leads_required;
    return [{ kind: "ended", campaign, endDate: end, missing: missingOf(row, account.capCounter(row)), required }];
  }
  const began = start !== null && start <= now.date && start > before.date && isActive(row.status) && !standsStill(row);
  return began ? [{ kind: "started", campaign }] : [];
}

/** Of a flight that began or ended its new status is part of that. */
function campaignNote({ kind, from, to, of, currency }: Change, told: ReadonlySet<number>): readonly Note[] {
  if (!("campaign" in of)) return [];
  const { campaign } = of;
  const count = (value: unknown): number | null => (typeof value === "number" ? value : null);
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  switch (kind) {
    case "campaign-new":
      return [{ kind: "new", campaign, leads: count(to) }];
    case "campaign-vanished":
      return [{ kind: "vanished", campaign }];
    case "campaign-paused":
      return [{ kind: "paused", campaign }];
    case "campaign-resumed":
      return [{ kind: "resumed", campaign }];
    case "campaign-status":
      return told.has(campaign.id) ? [] : [statusNote(campaign, text(from) ?? "?", text(to) ?? "?")];
    case "campaign-cap":
      return [{ kind: "cap", campaign, from: count(from), to: count(to) }];
    case "campaign-end":
      return [{ kind: "end", campaign, from: text(from), to: text(to) }];
    case "campaign-price":
      return typeof from === "bigint" && typeof to === "bigint"
        ? [{ kind: "price", campaign, from, to, currency }]
        : [];
    case "corrected":
      return [{ kind: "corrected", campaign, leads: count(from) ?? 0, net: count(to) }];
    default:
      return [];
  }
}

function statusNote(campaign: CardCampaign, from: string, to: string): Note {
  if (to.toLowerCase() === "paused") return { kind: "paused", campaign };
  if (from.toLowerCase() === "paused" && to.toLowerCase() === "active") return { kind: "resumed", campaign };
  return { kind: "status", campaign, from, to };
}

/** A renewal is one note: its status and its cap are part of it. */
function contractNotes(changes: readonly Change[]): readonly Note[] {
  const idOf = ({ of }: Change): number | null => ("contract" in of ? of.contract.id : null);
  const renewed = new Set(changes.filter(({ kind }) => kind === "contract-renewed").map(idOf));
  return changes.flatMap((change): readonly Note[] => {
    const { kind, from, to, of } = change;
    if (!("contract" in of)) return [];
    const { contract, on: campaign, cap, signed } = of;
    const told = { contract, campaign };
    const count = (value: unknown): number | null => (typeof value === "number" ? value : null);
    if (kind === "contract-renewed") {
      const moved = changes.find((one) => one.kind === "contract-cap" && idOf(one) === contract.id);
      return [{ ...told, kind, fromCap: moved === undefined ? cap : count(moved.from), toCap: cap, signed }];
    }
    if (kind === "contract-new") return [{ ...told, kind, cap, signed }];
    if (kind === "contract-vanished") return [{ ...told, kind }];
    if (renewed.has(contract.id)) return [];
    if (kind === "contract-signed") return [{ ...told, kind, cap }];
    if (kind === "contract-status") return [{ ...told, kind, from: String(from), to: String(to) }];
    return kind === "contract-cap" ? [{ ...told, kind, from: count(from), to: count(to) }] : [];
  });
}

function jobNote({ kind, of }: Change): readonly Note[] {
  if (!("job" in of) || (kind !== "job-new" && kind !== "job-enabled" && kind !== "job-disabled")) return [];
  return [{ kind, job: of.job, campaign: of.on }];
}

import { type Account, contractKey } from "../model/account.ts";
import { shortfallOf } from "../model/campaign-pace.ts";
import type { Pace } from "../model/pace.ts";
import type { CardPublisher } from "../model/refs.ts";
import { cardPublisher } from "../model/refs.ts";
import type { Advice } from "./advice.ts";
import type { Cause } from "./cause.ts";
import type { CampaignParts } from "./judge/subjects.ts";

type Of<K extends Cause["kind"]> = Cause & { readonly kind: K };

/** The one thing to do first: what stands in the way of leads that are there, before what might bring others. */
export function adviceOf(
  account: Account,
  {
    parts,
    causes,
    pace,
  }: { readonly parts: CampaignParts; readonly causes: readonly Cause[]; readonly pace: Pace | null },
): Advice {
  const { id: campaignId } = parts.campaign;
  const find = <K extends Cause["kind"]>(kind: K): Of<K> | undefined =>
    causes.find((cause): cause is Of<K> => cause.kind === kind);
  if (find("ended-short")) return { act: "settle", campaignId };
  const paused = find("paused");
  if (paused !== undefined) return { act: paused.isSetUp ? "resume" : "set-up", campaignId };
  const job = find("job");
  if (job !== undefined) return repair(job, find("pace") ? pace : null);
  const unsigned = largestCap(causes.filter((cause) => isUnsigned(cause)));
  if (unsigned !== undefined) return { act: "sign", contract: unsigned.contract, leads: openOf(unsigned) };
  if (find("silent")) return { act: "ask-publishers", campaignId, publishers: publishersToAsk(account, parts) };
  const full = find("contract-reached");
  if (full !== undefined) return { act: "raise-contract", contract: full.contract, cap: full.cap ?? 0 };
  const ending = find("contract-ending");
  if (ending !== undefined) return { act: "extend-contract", contract: ending.contract, leads: openOf(ending) };
  return find("margin") ? { act: "reprice", campaignId } : { act: "widen", campaignId };
}

/** What waits counts towards the cap once it is released. */
function repair({ job, stuck }: Of<"job">, pace: Pace | null): Advice {
  const short = pace === null ? 0 : shortfallOf(pace);
  const brings = short === 0 || stuck === 0 ? null : { short, becomes: Math.max(short - stuck, 0) };
  return { act: "repair", job, release: stuck, brings };
}

type ContractCause = Of<"contract-unsigned" | "contract-reached" | "contract-ending">;

const isUnsigned = (cause: Cause): cause is Of<"contract-unsigned"> => cause.kind === "contract-unsigned";

const largestCap = (causes: readonly ContractCause[]): ContractCause | undefined =>
  causes.toSorted((a, b) => (b.cap ?? 0) - (a.cap ?? 0))[0];

const openOf = ({ cap, delivered, kind }: ContractCause): number | null => {
  if (cap === null) return null;
  return kind === "contract-unsigned" ? cap : Math.max(cap - (delivered ?? 0), 0);
};

const MOST_ASKED = 3;

/** Publishers with a signed contract, those that have delivered most first. */
function publishersToAsk(
  { capCounter, contractSeries: series }: Account,
  { contracts }: CampaignParts,
): readonly CardPublisher[] {
  const delivered = (row: (typeof contracts)[number]): number => capCounter(row) ?? 0;
  return contracts
    .filter((row) => row.signed_ts !== null && series.row(series.last, contractKey(row)) !== undefined)
    .toSorted((a, b) => delivered(b) - delivered(a) || a.id - b.id)
    .slice(0, MOST_ASKED)
    .map(cardPublisher);
}

import type { CampaignParts, PublisherDraft } from "./draft.ts";
import type { BandPlan, ContractPlan, PublisherPlan, VersionPlan } from "./plan.ts";
import { between, type Random, randomOf } from "./random.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NEVER = Number.POSITIVE_INFINITY;

/** The publishers of a campaign with their contracts, and sometimes leads that reach it without a publisher. */
export function planPublishers(parts: CampaignParts, drafts: readonly PublisherDraft[]): readonly PublisherPlan[] {
  const { seed, campaign } = parts;
  const random = randomOf(seed, "direct", campaign.ordinal);
  const direct = drafts.length === 0 ? 1 : random() < 0.1 ? between(random, 0.02, 0.08) : 0;
  const withContract = drafts.map((draft, index) => planPublisher(parts, draft, { index, part: 1 - direct }));
  if (direct === 0) return withContract;
  const alone = {
    publisher: null,
    share: direct,
    invalidRate: 0.05,
    cautionRate: 0.02,
    clicksPerLead: 0,
    contract: null,
  };
  return [...withContract, { ...alone, silentFromMs: silenceOf(parts) }];
}

function silenceOf({ draft, calendar }: CampaignParts): number {
  return draft.silentFrom === null ? NEVER : calendar.momentOf(draft.silentFrom);
}

function planPublisher(
  parts: CampaignParts,
  draft: PublisherDraft,
  at: { readonly index: number; readonly part: number },
): PublisherPlan {
  const random = randomOf(parts.seed, "publisher", parts.campaign.ordinal, at.index);
  return {
    publisher: draft.publisher,
    share: draft.share * at.part,
    invalidRate: draft.invalidRate ?? between(random, 0.03, 0.14),
    cautionRate: between(random, 0.01, 0.08),
    clicksPerLead: random() < 0.3 ? 0 : between(random, 2, 18),
    silentFromMs: silenceOf(parts),
    contract: planContract(parts, draft, random),
  };
}

function planContract(parts: CampaignParts, draft: PublisherDraft, random: Random): ContractPlan {
  const { campaign } = parts;
  const capsOnBands = draft.bandCaps !== undefined;
  const uncapped = !capsOnBands && (campaign.uncapped || draft.fixed !== undefined);
  const room = between(random, 1.12, 1.4);
  const cap = draft.cap ?? Math.max(5, Math.ceil((campaign.volume * draft.share * room) / 5) * 5);
  const endMs = campaign.endDay === null ? null : parts.calendar.minuteOf(campaign.endDay, 1_439);
  return {
    versions: planVersions(parts, draft, { cap: uncapped || capsOnBands ? null : cap, random }),
    bands: planBands(campaign.price, campaign.publisherPercent, draft.bandCaps),
    capsOnBands,
    uncapped,
    fixed: draft.fixed ?? null,
    disabledMs: endMs !== null && random() < 0.15 ? endMs + 9 * 24 * HOUR_MS : NEVER,
  };
}

function planVersions(
  parts: CampaignParts,
  draft: PublisherDraft,
  terms: { readonly cap: number | null; readonly random: Random },
): readonly VersionPlan[] {
  const { calendar, campaign } = parts;
  const delay = Math.floor(between(terms.random, 0.5, 20) * HOUR_MS);
  const createdMs = draft.created === undefined ? campaign.createdMs + delay : calendar.momentOf(draft.created);
  const signedMs = signatureOf(parts, draft, createdMs + delay);
  const startMs = Math.max(calendar.startOf(campaign.startDay), createdMs);
  const endMs = draft.ends === undefined ? null : calendar.startOf(draft.ends + 1) - 1_000;
  const first: VersionPlan = { createdMs, signedMs, startMs, endMs, leadsRequired: terms.cap };
  if (draft.renewed === undefined) return [first];
  const [made, signed] = draft.renewed;
  const second: VersionPlan = {
    createdMs: Math.max(calendar.momentOf(made), createdMs + HOUR_MS),
    signedMs: signed === null ? NEVER : Math.max(calendar.momentOf(signed), createdMs + 2 * HOUR_MS),
    startMs,
    endMs,
    leadsRequired: terms.cap === null ? null : Math.ceil((terms.cap * 1.25) / 5) * 5,
  };
  return [first, second];
}

/** A publisher of a campaign that is never signed does not sign either. */
function signatureOf(parts: CampaignParts, draft: PublisherDraft, usualMs: number): number {
  if (parts.campaign.signedMs === NEVER || draft.signed === null) return NEVER;
  return draft.signed === undefined ? usualMs : parts.calendar.momentOf(draft.signed);
}

/** One default band, or three whose payouts step up and whose caps are their own. */
function planBands(price: number, percent: number, caps: readonly number[] | undefined): readonly BandPlan[] {
  const payout = Math.round((price * percent) / 100);
  if (caps === undefined) return [{ share: 1, payout, leadsRequired: null, name: null }];
  const names = ["Standard", "Manager", "Director and above"];
  const sum = caps.reduce((total, cap) => total + cap, 0);
  return caps.map((cap, index) => ({
    share: cap / sum,
    payout: Math.round((payout * (100 + index * 25)) / 100),
    leadsRequired: cap,
    name: index === 0 ? null : (names[index] ?? null),
  }));
}

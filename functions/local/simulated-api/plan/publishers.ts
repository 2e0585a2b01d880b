import { HISTORY_DAYS } from "../world/calendar.ts";
import { between, integerBetween, type Random, randomOf } from "../world/random.ts";
import { PUBLISHERS } from "./names.ts";
import {
  type BandPlan,
  type CampaignParts,
  type ContractPlan,
  NEVER,
  type PublisherDraft,
  type PublisherPlan,
  type VersionPlan,
} from "./plan.ts";
import { QUALITY_DROP } from "./stories.ts";

const HOUR_MS = 3_600_000;
/** Shorter than this a contract is not renewed. */
const SHORTEST_RENEWED_DAYS = 5;
const BAND_NAMES = ["Standard", "Manager", "Director and above"] as const;

/** `count` different publishers, the first with the greatest share. */
export function drawPublishers(parts: CampaignParts, count: number): readonly PublisherDraft[] {
  const random = randomOf(parts.seed, "publishers", parts.campaign.ordinal);
  const chosen = new Set<number>();
  while (chosen.size < count) {
    const publisher = Math.floor(random() * PUBLISHERS.length);
    // The publisher whose leads go bad has its campaigns in the stories.
    if (publisher !== QUALITY_DROP.publisher) chosen.add(publisher);
  }
  const weights = [...chosen].map((_, index) => between(random, 0.6, 1) / (index + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [...chosen].map((publisher, index) => {
    const share = (weights[index] ?? 0) / sum;
    return { publisher, share, ...drawContract(random, parts, { share, first: index === 0 }) };
  });
}

function drawContract(
  random: Random,
  { draft, calendar }: CampaignParts,
  of: { readonly share: number; readonly first: boolean },
): Partial<PublisherDraft> {
  const { momentOf } = calendar;
  const { startDay, endDay, uncapped, leadsRequired } = draft;
  const kind = random();
  const middle = startDay + Math.floor(((endDay ?? startDay + 60) - startDay) * between(random, 0.3, 0.8));
  if (kind < 0.2) {
    const toMs = momentOf(middle + integerBetween(random, 0, 6), "17:30");
    return { renewed: { fromMs: momentOf(middle, "11:15"), toMs } };
  }
  if (kind < 0.24) return { renewed: { fromMs: momentOf(middle, "15:05"), toMs: NEVER } };
  if (kind < 0.3 && !of.first) {
    return { createdMs: momentOf(middle, "10:25"), signedMs: momentOf(middle + 1, "14:00") };
  }
  if (kind < 0.34) return { endDay: middle };
  if (kind < 0.37 && uncapped) return { fixed: { fee: integerBetween(random, 8, 60) * 10_000, minimum: 100 } };
  if (kind < 0.41 && !uncapped && leadsRequired > 0) {
    const cap = Math.ceil(leadsRequired * of.share * 1.15);
    return { bandCaps: [Math.ceil(cap * 0.5), Math.ceil(cap * 0.3), Math.ceil(cap * 0.2)] };
  }
  return kind > 0.97 ? { cap: Math.ceil(leadsRequired * of.share * 0.8) } : {};
}

/** The publishers of a campaign with their contracts, and sometimes leads that reach it without a publisher. */
export function planPublishers(parts: CampaignParts, drafts: readonly PublisherDraft[]): readonly PublisherPlan[] {
  const random = randomOf(parts.seed, "direct", parts.campaign.ordinal);
  const direct = drafts.length === 0 ? 1 : random() < 0.1 ? between(random, 0.02, 0.08) : 0;
  const withContract = drafts.map((draft, index) => planPublisher(parts, draft, { index, part: 1 - direct }));
  if (direct === 0) return withContract;
  const alone = { publisher: null, share: direct, invalidRate: 0.05, cautionRate: 0.02, clicksPerLead: 0 };
  return [...withContract, { ...alone, contract: null }];
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
  const versions = planVersions(parts, draft, { cap: uncapped || capsOnBands ? null : cap, random });
  return {
    versions,
    renewed: planRenewed(parts, versions[0]),
    bands: planBands(Math.round((campaign.price * campaign.publisherPercent) / 100), draft.bandCaps),
    capsOnBands,
    uncapped,
    fixed: draft.fixed ?? null,
    disabledMs: endMs !== null && random() < 0.15 ? endMs + 9 * 24 * HOUR_MS : NEVER,
  };
}

function planVersions(
  { calendar, campaign }: CampaignParts,
  draft: PublisherDraft,
  { cap, random }: { readonly cap: number | null; readonly random: Random },
): readonly [VersionPlan, ...VersionPlan[]] {
  const delay = Math.floor(between(random, 0.5, 20) * HOUR_MS);
  const createdMs = draft.createdMs ?? campaign.createdMs + delay;
  const first: VersionPlan = {
    createdMs,
    // A publisher of a campaign that is never signed does not sign either.
    signedMs: campaign.signedMs === NEVER ? NEVER : (draft.signedMs ?? createdMs + delay),
    startMs: Math.max(calendar.startOf(campaign.startDay), createdMs),
    endMs: draft.endDay === undefined ? null : calendar.startOf(draft.endDay + 1) - 1_000,
    leadsRequired: cap,
  };
  if (draft.renewed === undefined) return [first];
  const second: VersionPlan = {
    ...first,
    createdMs: Math.max(draft.renewed.fromMs, createdMs + HOUR_MS),
    signedMs: Math.max(draft.renewed.toMs, createdMs + 2 * HOUR_MS),
    leadsRequired: cap === null ? null : Math.ceil((cap * 1.25) / 5) * 5,
  };
  return [first, second];
}

/**
 * A contract that began well after its campaign renewed one that had run until then. Only those from before the weeks of history:
 * within them it would have been the newest, or the one in force.
 */
function planRenewed({ calendar, campaign }: CampaignParts, first: VersionPlan): VersionPlan | null {
  const startDay = calendar.dayAt(first.startMs);
  const isLate = first.signedMs >= calendar.startOf(-HISTORY_DAYS);
  if (isLate || startDay < campaign.startDay + SHORTEST_RENEWED_DAYS) return null;
  const signedMs = calendar.startOf(campaign.startDay) - 20 * HOUR_MS;
  return {
    createdMs: signedMs - 2 * HOUR_MS,
    signedMs,
    startMs: calendar.startOf(campaign.startDay),
    endMs: calendar.startOf(startDay) - 1_000,
    leadsRequired: first.leadsRequired === null ? null : Math.ceil(first.leadsRequired / 20) * 5,
  };
}

/** One default band, or three whose payouts step up and whose caps are their own. */
function planBands(payout: number, caps: readonly number[] | undefined): readonly BandPlan[] {
  if (caps === undefined) return [{ share: 1, payout, leadsRequired: null, name: null }];
  const sum = caps.reduce((total, cap) => total + cap, 0);
  return caps.map((cap, index) => ({
    share: cap / sum,
    payout: Math.round((payout * (100 + index * 25)) / 100),
    leadsRequired: cap,
    name: index === 0 ? null : (BAND_NAMES[index] ?? null),
  }));
}

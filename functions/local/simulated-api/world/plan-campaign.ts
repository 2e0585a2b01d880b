import { addDays } from "../../../../shared/platform/day.ts";
import type { Calendar } from "./calendar.ts";
import { type CampaignDraft, intervalOf } from "./draft.ts";
import { drawCampaign } from "./draw-campaign.ts";
import { drawIntegrations, drawPublishers } from "./draw-parts.ts";
import { ADVERTISERS, COUNTRIES, campaignName, SUBCATEGORIES } from "./names.ts";
import type { CampaignBasics, CampaignPlan } from "./plan.ts";
import { planJobs } from "./plan-jobs.ts";
import { planPublishers } from "./plan-publishers.ts";
import { integerBetween, type Random, randomOf } from "./random.ts";
import { type Story, UNEVENTFUL } from "./story.ts";

/** The documented newest campaign of 479 has id 601. */
const FIRST_CAMPAIGN_ID = 123;

export interface CampaignSeat {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly ordinal: number;
  readonly createdMs: number;
  readonly story: Story | undefined;
  /** How many contracts and integration jobs a campaign without a story of its own for them has. */
  readonly contracts: number;
  readonly integrations: number;
}

/** What a campaign is and will go through, drawn from the seed and its ordinal alone. */
export function planCampaign(seat: CampaignSeat): CampaignPlan {
  const { seed, calendar, ordinal, createdMs } = seat;
  const random = randomOf(seed, "campaign", ordinal);
  const drawn = drawCampaign(random, calendar.dayAt(createdMs));
  const draft = seat.story === undefined ? drawn : castFor(drawn, seat.story);
  const basics = planBasics(random, draft, seat);
  const parts = { seed, calendar, campaign: basics, draft };
  const publishers = draft.publishers ?? drawPublishers(randomOf(seed, "publishers", ordinal), draft, seat.contracts);
  const jobs = draft.jobs ?? drawIntegrations(randomOf(seed, "integrations", ordinal), draft, seat.integrations);
  return { ...basics, publishers: planPublishers(parts, publishers), jobs: planJobs(parts, jobs) };
}

/** A story's cap is big enough for its pace to be seen. */
const castFor = (drawn: CampaignDraft, story: Story): CampaignDraft => ({
  ...drawn,
  ...UNEVENTFUL,
  leadsRequired: Math.max(200, drawn.leadsRequired),
  ...story,
});

function planBasics(random: Random, draft: CampaignDraft, seat: CampaignSeat): CampaignBasics {
  const { calendar, createdMs } = seat;
  const country = random() < 0.25 ? null : integerBetween(random, 0, COUNTRIES.length - 1);
  const market = country === null ? "Global" : (COUNTRIES[country]?.market ?? "Global");
  const name = campaignName(random, market, addDays(calendar.anchor, draft.starts));
  return {
    ordinal: seat.ordinal,
    id: FIRST_CAMPAIGN_ID + seat.ordinal,
    name: draft.name ?? name,
    formerName: draft.formerName,
    createdMs,
    deletedMs: draft.deleted === null ? Number.POSITIVE_INFINITY : calendar.momentOf(draft.deleted),
    signedMs: signatureOf(draft, seat),
    startDay: draft.starts,
    endDay: draft.ends,
    pauses: draft.pauses.map((span) => intervalOf(calendar, span)),
    unsignedSpans: draft.unsignedSpans.map((span) => intervalOf(calendar, span)),
    uncapped: draft.uncapped,
    leadsRequired: draft.uncapped ? (random() < 0.5 ? 0 : null) : draft.leadsRequired,
    volume: draft.leadsRequired || 120,
    pace: draft.pace,
    paceFrom: draft.paceFrom,
    cleanUp: draft.cleanUp === null ? null : { atMs: calendar.momentOf(draft.cleanUp.at), leads: draft.cleanUp.leads },
    advertiser: integerBetween(random, 0, ADVERTISERS.length - 1),
    country,
    subcategory: integerBetween(random, 0, SUBCATEGORIES.length - 1),
    currency: draft.currency,
    price: integerBetween(random, 18, 130) * 50,
    publisherPercent: integerBetween(random, 9, 14) * 5,
    testMode: draft.testMode,
    internalOnly: draft.internalOnly,
    isTemplate: draft.isTemplate,
    scheduledDelivery: draft.scheduledDelivery,
    holdOverDelivery: draft.holdOverDelivery,
  };
}

/** A campaign in time is signed two hours after it was made. */
function signatureOf(draft: CampaignDraft, { calendar, createdMs }: CampaignSeat): number {
  if (draft.signed === "never" || draft.isTemplate) return Number.POSITIVE_INFINITY;
  return draft.signed === null ? createdMs + 2 * 3_600_000 : calendar.momentOf(draft.signed);
}

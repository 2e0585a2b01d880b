import { daysBetween } from "../../platform/day.ts";
import { missingOf, paceAt } from "../model/campaign-pace.ts";
import { cardCampaign, cardPublisher } from "../model/refs.ts";
import { adviceOf } from "./advise.ts";
import { type CardState, campaignCauses } from "./campaign-causes.ts";
import type { Card, CardSubject, OpenSince, Stake } from "./card.ts";
import type { Cause } from "./cause.ts";
import { campaignStakeAt } from "./judge/campaign.ts";
import { publisherDayAt } from "./judge/publisher.ts";
import type { Bench, CampaignParts, PublisherParts } from "./judge/subjects.ts";
import type { Moment } from "./replay/timeline.ts";
import { holds, type Opened, type Track } from "./replay/track.ts";

export const NO_STAKE: Stake = { of: "short", leads: null, money: null };

interface Made {
  readonly track: Track;
  readonly stake: Stake | null;
  readonly moments: readonly Moment[];
}

export const campaignSubject = ({ campaign }: CampaignParts): CardSubject => ({
  kind: "campaign",
  campaign: cardCampaign(campaign),
});

/** The card of a campaign as the newest snapshots show it; null where nothing is the matter with it. */
export function campaignCard(bench: Bench, parts: CampaignParts, { track, moments }: Omit<Made, "stake">): Card | null {
  const { account } = bench;
  const pace = paceAt(account, account.campaignSeries.last, parts.campaign.id);
  const state: CardState = { track, pace, moments };
  const causes =
    track.short === null ? campaignCauses(bench, parts, state) : endedCause(bench, parts, track.short.stake);
  if (causes.length === 0 && track.open === null) return null;
  const advice = adviceOf(account, { parts, causes, pace });
  return {
    subject: campaignSubject(parts),
    stake:
      track.short?.stake ?? stakeNow(bench, parts, moments) ?? (track.open === null ? null : track.stake) ?? NO_STAKE,
    causes,
    pace,
    advice,
  };
}

function stakeNow(bench: Bench, parts: CampaignParts, moments: readonly Moment[]): Stake | null {
  const now = moments.findLast(({ campaigns }) => campaigns >= 0);
  return now === undefined ? null : campaignStakeAt(bench, parts, now);
}

function endedCause({ account }: Bench, { campaign }: CampaignParts, { leads, money }: Stake): readonly Cause[] {
  const { end_date: endDate, leads_required: required } = campaign;
  const missing = leads ?? missingOf(campaign, account.capCounter(campaign)) ?? 0;
  if (endDate === null) return [];
  return [{ kind: "ended-short", calls: true, leads: missing, money, endDate, required: required ?? 0, missing }];
}

type PublisherSubject = Extract<CardSubject, { readonly kind: "publisher" }>;

export function publisherSubject({ id, group }: PublisherParts): PublisherSubject {
  const [row] = group.rows;
  const publisher = row === undefined ? { id, name: `Publisher ${id}` } : cardPublisher(row);
  return { kind: "publisher", publisher, campaigns: new Set(group.rows.map((one) => one.campaign_id)).size };
}

/** The card of a publisher by the newest weekday with enough leads; null where its share was not out of the usual on it. */
export function publisherCard(bench: Bench, parts: PublisherParts, { track, stake, moments }: Made): Card | null {
  const subject = publisherSubject(parts);
  const days = lastDays(bench, parts, moments);
  const [day, before] = days;
  if (day === undefined || (!day.high && track.open === null)) return null;
  const { leads: total, invalid, usual, usualDays, clear, date } = day;
  const cause: Cause = {
    kind: "invalid",
    calls: holds(track, "invalid"),
    leads: stake?.leads ?? null,
    money: stake?.money ?? null,
    ...{ date, invalid, total, usual, usualDays, clear },
    before: before === undefined ? null : { date: before.date, invalid: before.invalid, total: before.leads },
  };
  const { publisher } = subject;
  const causes = day.high ? [cause] : [];
  return { subject, stake: stake ?? NO_STAKE, causes, pace: null, advice: { act: "question-publisher", publisher } };
}

/** The two newest days that a publisher can be judged on, the newest first. */
function lastDays(bench: Bench, parts: PublisherParts, moments: readonly Moment[]) {
  const found = [];
  for (const moment of moments.toReversed()) {
    const day = publisherDayAt(bench, parts, moment);
    if (day !== null) found.push({ ...day, date: moment.activityDate });
    if (found.length === 2) break;
  }
  return found;
}

/** How long something had been open on a date. */
export const openSince = ({ since, atLeast }: Opened, date: string): OpenSince => ({
  since,
  atLeast,
  days: daysBetween(since, date) + 1,
});

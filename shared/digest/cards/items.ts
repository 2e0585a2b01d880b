import type { Account } from "../model/account.ts";
import type { Card, CardSubject, Stake } from "./card.ts";
import { campaignStakeAt, judgeCampaign } from "./judge/campaign.ts";
import { judgePublisher, publisherDayAt, publisherStake } from "./judge/publisher.ts";
import { type Bench, type CampaignParts, campaignsOf, type PublisherParts, publishersOf } from "./judge/subjects.ts";
import { campaignCard, campaignSubject, publisherCard, publisherSubject } from "./make-cards.ts";
import type { Subject } from "./replay/replay.ts";
import type { Moment } from "./replay/timeline.ts";
import type { Track } from "./replay/track.ts";

/** A campaign or a publisher, as the replay and the board see it. */
export interface Item extends Subject {
  readonly subject: () => CardSubject;
  /** Null where nothing is the matter. */
  readonly card: (now: { readonly track: Track; readonly stake: Stake | null }) => Card | null;
}

/** Everything of the mail that can have a card. */
export function itemsOf(account: Account, bench: Bench, moments: readonly Moment[]): readonly Item[] {
  return [
    ...campaignsOf(account).map((parts) => campaignItem(bench, parts, moments)),
    ...publishersOf(account).map((parts) => publisherItem(bench, parts, moments)),
  ];
}

const campaignItem = (bench: Bench, parts: CampaignParts, moments: readonly Moment[]): Item => ({
  id: parts.campaign.id,
  judge: (moment) => judgeCampaign(bench, parts, moment),
  stakeAt: (moment) => campaignStakeAt(bench, parts, moment),
  endAt: ({ campaigns }) => bench.account.campaignSeries.row(campaigns, parts.campaign.id)?.end_date ?? null,
  subject: () => campaignSubject(parts),
  card: (now) => campaignCard(bench, parts, { ...now, moments }),
});

const publisherItem = (bench: Bench, parts: PublisherParts, moments: readonly Moment[]): Item => ({
  id: parts.id,
  judge: (moment) => judgePublisher(bench, parts, moment),
  stakeAt: (moment) => {
    const day = publisherDayAt(bench, parts, moment);
    return day === null ? null : publisherStake(bench, parts, { moment, day });
  },
  endAt: () => null,
  subject: () => publisherSubject(parts),
  card: (now) => publisherCard(bench, parts, { ...now, moments }),
});

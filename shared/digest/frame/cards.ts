import type { Advice } from "../cards/advice.ts";
import type { ActCard, Card, Stake } from "../cards/card.ts";
import type { Cause } from "../cards/cause.ts";
import type { Accent } from "../drawing/accents.ts";
import type { CardBlock } from "../drawing/mail-parts.ts";
import { joinedBy, nameOf, type Phrase, say } from "../drawing/phrase/phrase.ts";
import type { Progress } from "../drawing/progress.ts";
import type { Writing } from "../words/writing.ts";
import { causeLines } from "./causes.ts";
import { campaignBit, campaignLink, contractLink, jobLink, publisherBit } from "./writing.ts";

type Of<K extends Cause["kind"]> = Extract<Cause, { readonly kind: K }>;

const causeOf = <K extends Cause["kind"]>({ causes }: Card, kind: K): Of<K> | undefined =>
  causes.find((cause): cause is Of<K> => cause.kind === kind);

/** A whole card: money and leads, name, where it stands, why, and what to do. */
export function cardBlock(writing: Writing, currency: string | null, card: ActCard): CardBlock {
  const { words } = writing;
  const ended = causeOf(card, "ended-short");
  return {
    kind: "card",
    accent: accentOf(card),
    head: words.card.heading({
      stake: card.stake,
      money: writing.money(card.stake.money),
      invalid: causeOf(card, "invalid") ?? null,
    }),
    tag: tagOf(writing, card),
    subject: subjectLine(writing, card),
    progress: ended === undefined ? progressOf(card) : null,
    lines: [
      ended === undefined ? (card.pace === null ? [] : words.card.pace(card.pace)) : words.card.endedShort(ended),
      ...causeLines(writing, currency, card),
      ...(card.easing ? [say`${words.card.easing}`] : card.causes.length === 0 ? [say`${words.card.unknown}`] : []),
      words.card.do(adviceText(writing, card.advice)),
    ],
  };
}

const accentOf = (card: Card): Accent => (causeOf(card, "ended-short") === undefined ? "act" : "over");

/** Where it stands beside where time does; nothing once it is over. */
function progressOf({ pace }: Card): Progress | null {
  if (pace === null || pace.daysLeft === 0 || pace.daysElapsed === 0 || pace.required <= 0) return null;
  return { share: pace.capLeads / pace.required, mark: pace.daysElapsed / pace.daysTotal };
}

function tagOf(writing: Writing, { telling, open, ...card }: ActCard): Phrase {
  const { card: words } = writing.words;
  switch (telling.why) {
    case "new":
      return say`${causeOf(card, "ended-short") === undefined ? words.tagNew : words.tagEnded}`;
    case "first":
      return causeOf(card, "ended-short") === undefined ? [] : say`${words.tagEnded}`;
    case "changed":
      return say`${words.tagChanged({ told: stakeText(writing, telling.told), on: telling.toldOn })}`;
    case "reminder":
      return say`${words.tagReminder(open)}`;
  }
}

/** What was told, as money or, without a price, as leads. */
function stakeText({ money, words }: Writing, stake: Stake): string {
  return money(stake.money) ?? words.list.leads(stake.leads ?? 0);
}

function subjectLine(writing: Writing, { subject }: Card): Phrase {
  if (subject.kind === "publisher") {
    return say`${publisherBit(writing, subject.publisher)} · ${writing.words.card.onCampaigns(subject.campaigns)}`;
  }
  const { campaign } = subject;
  const href = writing.link("advertiser", { advertiser: campaign.advertiserId });
  const advertiser = campaign.advertiser === "" ? null : nameOf(campaign.advertiser, null, href);
  return joinedBy(" · ", [campaignBit(writing, campaign), advertiser]);
}

/** What to do, as one sentence. */
export function adviceText(writing: Writing, advice: Advice): Phrase {
  const { card: words } = writing.words;
  switch (advice.act) {
    case "repair":
      return words.repair({ ...advice, job: jobLink(writing, advice.job) });
    case "sign":
      return words.sign({ ...advice, contract: contractLink(writing, advice.contract) });
    case "raise-contract":
      return words.raiseContract({ ...advice, contract: contractLink(writing, advice.contract) });
    case "extend-contract":
      return words.extendContract({ ...advice, contract: contractLink(writing, advice.contract) });
    case "resume":
      return words.resume(campaignLink(writing, advice.campaignId));
    case "set-up":
      return words.setUp(campaignLink(writing, advice.campaignId));
    case "ask-publishers":
      return words.askPublishers({
        campaign: campaignLink(writing, advice.campaignId),
        publishers: advice.publishers.map((publisher) => publisherBit(writing, publisher)),
      });
    case "widen":
      return words.widen(campaignLink(writing, advice.campaignId));
    case "settle":
      return words.settle(campaignLink(writing, advice.campaignId));
    case "reprice":
      return words.reprice(campaignLink(writing, advice.campaignId));
    case "question-publisher":
      return words.questionPublisher(publisherBit(writing, advice.publisher));
  }
}

import type { Sum } from "../cards/board.ts";
import type { DigestModel } from "../digest-model.ts";
import { formatOf } from "../drawing/format.ts";
import { linkerOf } from "../drawing/links.ts";
import { type Bit, linked, nameOf } from "../drawing/phrase/phrase.ts";
import type { CardCampaign, CardPublisher, ContractRef, JobRef } from "../model/refs.ts";
import { wordsOf } from "../words/catalogue.ts";
import type { Writing } from "../words/writing.ts";

export function writingOf(model: DigestModel): Writing {
  const format = formatOf(model, (model.sections.own ?? model.sections.booked)?.currencies);
  return {
    format,
    words: wordsOf(format),
    link: linkerOf(model.links, model.enterprise),
    attached: model.attach !== "none",
    money: (amount) => (amount === null ? null : format.roundMoney(amount, model.currency)),
  };
}

/** Whether something that the board is made of is missing: what stands on it is known, and more may be. */
export const isUnknown = ({ board, incomplete }: Pick<DigestModel, "board" | "incomplete">): boolean =>
  incomplete || board?.state === "cannot-tell";

/** Worth of a sum as texts take it: money, or the leads that no price is known of. */
export const stakeOf = (
  { money }: Writing,
  sum: Sum,
): { readonly money: string | null; readonly unpricedLeads: number } => ({
  money: sum.money === 0n ? null : money(sum.money),
  unpricedLeads: sum.unpriced.leads,
});

export const campaignBit = ({ link }: Writing, { id, name, advertiserId }: CardCampaign): Bit =>
  nameOf(name, id, link("campaign", { campaign: id, advertiser: advertiserId }));

export const publisherBit = ({ link }: Writing, { id, name }: CardPublisher): Bit =>
  nameOf(name, id, link("publisher", { publisher: id }));

export const jobBit = ({ link }: Writing, { id, name, campaignId }: JobRef): Bit =>
  nameOf(name, id, link("job", { job: id, campaign: campaignId }));

/** The object of what is to be done: `job 7045`, `contract 941`, `campaign 560`. */
export const jobLink = ({ link, words }: Writing, { id, campaignId }: JobRef): Bit =>
  linked(words.card.job(id), link("job", { job: id, campaign: campaignId }));

export const contractLink = ({ link, words }: Writing, { id, publisher, campaignId }: ContractRef): Bit =>
  linked(words.card.contract(id), link("contract", { contract: id, publisher: publisher.id, campaign: campaignId }));

export const campaignLink = ({ link, words }: Writing, id: number): Bit =>
  linked(words.card.campaign(id), link("campaign", { campaign: id }));

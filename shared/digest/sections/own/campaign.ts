import type { Decimal4 } from "../../../catalog/column.ts";
import type { CardBlock } from "../../drawing/mail-parts.ts";
import { type Bit, linked, nameOf, type Phrase, say, sentences } from "../../drawing/phrase/phrase.ts";
import { grossOf } from "../../model/net-amount.ts";
import type { Writing } from "../../words/writing.ts";
import type { OwnCampaign } from "./figures.ts";

/** Earnings are told to the cent. */
export const money = ({ format }: Writing, amount: Decimal4, currency: string | null): string =>
  format.money(amount, currency);

export const campaignBit = ({ link }: Writing, row: OwnCampaign): Bit =>
  nameOf(row.campaign, row.campaignId, link("campaign", { campaign: row.campaignId, contract: row.contractId }));

/** A running campaign. @param of what movements belong to, such as `of the week` */
export function campaignBlock(writing: Writing, row: OwnCampaign, of: string): CardBlock {
  const { cap, accepted } = row;
  return {
    kind: "card",
    accent: "own",
    head: [campaignBit(writing, row)],
    tag: [],
    subject: [],
    progress: cap === null || accepted === null ? null : { share: accepted / cap, mark: null },
    lines: [standing(writing, row), movement(writing, row, of), signature(writing, row)],
  };
}

function standing({ words }: Writing, row: OwnCampaign): Phrase {
  const { own } = words;
  const { cap, accepted, pace, endDate, short } = row;
  if (row.state === "full" && cap !== null && accepted !== null) return own.full({ accepted, cap });
  const end =
    pace !== null ? own.pace({ pace, short }) : endDate === null ? say`${own.noEnd}` : say`${own.ends(endDate)}`;
  const starts = row.startsOn === null ? "" : own.starts(row.startsOn);
  return sentences(own.accepted(row), starts, end);
}

function movement(writing: Writing, { since, waiting, earned, currency }: OwnCampaign, of: string): Phrase {
  const { own } = writing.words;
  const { leads = null, notAccepted = null } = since ?? {};
  const gross = earned === null ? 0n : grossOf(earned);
  const amount = (value: Decimal4): string | null => (value === 0n ? null : money(writing, value, currency));
  return sentences(
    leads === null || notAccepted === null ? null : own.notAccepted({ leads, notAccepted, of }),
    waiting === null || waiting <= 0 ? null : own.waiting(waiting),
    own.earned({ earned: amount(gross), takenBack: amount(earned?.takenBack ?? 0n) }),
  );
}

function signature({ words, link }: Writing, { unsigned, contractId, campaignId }: OwnCampaign): Phrase {
  if (!unsigned) return [];
  const { own } = words;
  return own.sign(linked(own.contract(contractId), link("contract", { contract: contractId, campaign: campaignId })));
}

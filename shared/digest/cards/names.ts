import type { CampaignRef } from "../model/account.ts";

/** A campaign as a card names it. */
export interface CardCampaign extends CampaignRef {
  readonly advertiserId: number | null;
}

/** A publisher as a card names it; without an id where its contracts have none. */
export interface CardPublisher {
  readonly id: number | null;
  readonly name: string;
}

/** A publisher's contract on the campaign of the card. */
export interface ContractRef {
  /** Of the contract's newest version. */
  readonly id: number;
  readonly publisher: CardPublisher;
  readonly campaignId: number | null;
}

/** An integration job of the campaign. */
export interface JobRef {
  readonly id: number;
  /** Kind of job, and the user's label where there is one. */
  readonly name: string;
  readonly campaignId: number | null;
}

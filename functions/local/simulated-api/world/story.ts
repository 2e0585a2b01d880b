import type { CampaignDraft } from "./draft.ts";

/** The newest campaign before the anchor day has slot 1, the one before it 2; about two days lie between them. */
export type Story = Partial<CampaignDraft> & { readonly slot: number };

/** What a story does not say: it goes on pace and nothing happens to it. */
export const UNEVENTFUL = {
  formerName: null,
  signed: null,
  deleted: null,
  pauses: [],
  unsignedSpans: [],
  uncapped: false,
  pace: 1.06,
  paceFrom: null,
  cleanUp: null,
  silentFrom: null,
  testMode: false,
  internalOnly: false,
  isTemplate: false,
  scheduledDelivery: false,
  holdOverDelivery: false,
} as const satisfies Partial<CampaignDraft>;

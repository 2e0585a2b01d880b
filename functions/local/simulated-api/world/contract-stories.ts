import { QUALITY_DROP } from "./quality-drop.ts";
import type { Story } from "./story.ts";

const { publisher: DROPPING } = QUALITY_DROP;

/** Contracts with a part to play: fixed, by band, renewed, unsigned, ending, at their cap, of a publisher gone bad. */
export const CONTRACT_STORIES: readonly Story[] = [
  {
    slot: 24,
    starts: -42,
    ends: 50,
    uncapped: true,
    leadsRequired: 900,
    publishers: [
      { publisher: 4, share: 0.6, fixed: { fee: 450_000, minimum: 150 } },
      { publisher: 9, share: 0.4 },
    ],
  },
  {
    slot: 25,
    starts: -30,
    ends: 60,
    uncapped: true,
    leadsRequired: 500,
    currency: "EUR",
    publishers: [{ publisher: 10, share: 1, fixed: { fee: 600_000, minimum: 400 } }],
  },
  {
    slot: 26,
    name: "Zero Trust Guide – MQL, by seniority – UK&I",
    starts: -45,
    ends: 44,
    leadsRequired: 700,
    publishers: [
      { publisher: 0, share: 0.65, bandCaps: [230, 160, 90] },
      { publisher: 6, share: 0.35 },
    ],
  },
  {
    slot: 27,
    starts: -46,
    ends: 50,
    leadsRequired: 450,
    publishers: [
      { publisher: 2, share: 0.55, renewed: [[-6, "15:45"], null] },
      { publisher: 11, share: 0.45 },
    ],
  },
  {
    slot: 28,
    starts: -48,
    ends: 58,
    leadsRequired: 800,
    publishers: [
      {
        publisher: 5,
        share: 0.7,
        renewed: [
          [-12, "11:00"],
          [-11, "09:30"],
        ],
      },
      { publisher: 8, share: 0.3 },
    ],
  },
  {
    slot: 29,
    starts: -50,
    ends: 28,
    leadsRequired: 600,
    pace: 0.93,
    publishers: [
      { publisher: 3, share: 0.5, ends: 4, cap: 330 },
      { publisher: 7, share: 0.5 },
    ],
  },
  {
    slot: 30,
    starts: -50,
    ends: 20,
    leadsRequired: 560,
    publishers: [
      { publisher: 12, share: 0.6, cap: 220 },
      { publisher: 15, share: 0.4, cap: 400 },
    ],
  },
  {
    slot: 31,
    starts: -53,
    ends: 18,
    leadsRequired: 480,
    holdOverDelivery: true,
    publishers: [
      { publisher: 16, share: 0.4, cap: 140 },
      { publisher: 1, share: 0.6, cap: 420 },
    ],
  },
  {
    slot: 33,
    starts: -56,
    ends: 24,
    leadsRequired: 1_500,
    publishers: [
      { publisher: DROPPING, share: 0.7, invalidRate: 0.08 },
      { publisher: 1, share: 0.3 },
    ],
  },
  {
    slot: 34,
    starts: -58,
    ends: 57,
    leadsRequired: 1_100,
    currency: "USD",
    publishers: [
      { publisher: DROPPING, share: 0.5, invalidRate: 0.09 },
      { publisher: 17, share: 0.5 },
    ],
  },
  {
    slot: 43,
    starts: -72,
    ends: 23,
    leadsRequired: 700,
    pace: 0.92,
    publishers: [
      { publisher: 18, share: 0.75 },
      { publisher: 20, share: 0.25, created: [-11, "11:20"], signed: null },
    ],
  },
];

import type { CampaignDraft, Span } from "./draft.ts";
import type { CurrencyName } from "./money.ts";
import { between, integerBetween, pick, type Random } from "./random.ts";

const CAPS = [60, 80, 100, 150, 150, 200, 250, 300, 300, 400, 500, 600, 750, 900, 1_200, 1_500, 2_400] as const;
const CURRENCIES: readonly CurrencyName[] = ["GBP", "GBP", "GBP", "GBP", "GBP", "USD", "USD", "EUR", "EUR", "EUR"];

/** A campaign without a part to play, such as an account is full of. @param createdDay day it was made on */
export function drawCampaign(random: Random, createdDay: number): CampaignDraft {
  const starts = createdDay + integerBetween(random, 3, 14);
  const length = integerBetween(random, 48, 120);
  const fate = random();
  const parked = fate < 0.015;
  return {
    name: null,
    formerName: random() < 0.04 ? "Untitled campaign" : null,
    starts,
    ends: parked ? null : starts + length - 1,
    signed: drawSignature(random, fate, starts),
    deleted: null,
    pauses: parked ? [[[starts + length, "15:00"], null]] : drawPauses(random, starts, length),
    unsignedSpans: drawUnsignedSpans(random, starts, length),
    uncapped: random() < 0.06,
    leadsRequired: fate > 0.985 ? 0 : pick(random, CAPS),
    pace: drawPace(random),
    paceFrom: random() < 0.06 ? { day: starts + Math.floor(length / 2), pace: between(random, 0.3, 0.9) } : null,
    cleanUp:
      random() < 0.1
        ? { at: [starts + Math.floor(length * 0.7), "11:30"], leads: integerBetween(random, 5, 25) }
        : null,
    silentFrom: random() < 0.03 ? [starts + Math.floor(length * 0.6), "06:00"] : null,
    currency: pick(random, CURRENCIES),
    testMode: random() < 0.015,
    internalOnly: random() < 0.02,
    isTemplate: fate > 0.015 && fate < 0.022,
    scheduledDelivery: random() < 0.06,
    holdOverDelivery: random() < 0.12,
    publishers: null,
    jobs: null,
  };
}

function drawSignature(random: Random, fate: number, starts: number): CampaignDraft["signed"] {
  if (fate > 0.022 && fate < 0.034) return "never";
  const delay = random();
  if (delay < 0.05) return [starts + integerBetween(random, 1, 3), "10:40"];
  return delay < 0.3 ? [starts - 2, "15:20"] : null;
}

/** Most keep pace; some fall behind, some run ahead and meet their allocation early. */
function drawPace(random: Random): number {
  const kind = random();
  if (kind < 0.66) return between(random, 1.03, 1.09);
  if (kind < 0.79) return between(random, 0.9, 0.98);
  if (kind < 0.88) return between(random, 0.45, 0.82);
  return between(random, 1.15, 1.5);
}

function drawPauses(random: Random, starts: number, length: number): readonly Span[] {
  if (random() > 0.1) return [];
  const from = starts + integerBetween(random, 5, Math.max(6, length - 12));
  return [[[from, "16:20"], random() < 0.2 ? null : [from + integerBetween(random, 2, 9), "09:15"]]];
}

function drawUnsignedSpans(random: Random, starts: number, length: number): readonly Span[] {
  if (random() > 0.04) return [];
  const from = starts + integerBetween(random, 4, length - 8);
  return [
    [
      [from, "14:10"],
      [from + integerBetween(random, 1, 4), "11:00"],
    ],
  ];
}

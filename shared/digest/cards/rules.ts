import type { Decimal4 } from "../../catalog/column.ts";
import { readDecimal } from "../../catalog/values/decimal.ts";
import type { Thresholds } from "../../settings/schema.ts";
import type { Stake } from "./card.ts";

/** From when something is a card, and from when it is told again: what the settings say, and what follows from it. */
export interface Rules {
  /** Shares of the cap that a forecast lies at. Below `severe` one snapshot is enough, below `atRisk` two; from `leave` on it is well. */
  readonly severeBelow: number;
  readonly atRiskBelow: number;
  readonly leaveFrom: number;
  readonly behindBelow: number;
  /** What must be at stake for a card: money, or leads where there is no price. */
  readonly floor: Amount;
  /** By how much more than was told a stake is told again: both the share and the amount. */
  readonly changed: Amount & { readonly share: number };
  readonly silentWeekdays: number;
  readonly jobFailedShare: number;
  readonly invalidPoints: number;
  readonly invalidMinLeads: number;
  readonly marginBelow: number;
  readonly endsWithinDays: number;
}

interface Amount {
  readonly money: Decimal4;
  readonly leads: number;
}

/** Points that a forecast lies below and above "at risk" (85 %): 70 % is severe, and from 90 % on it is well. */
const SEVERE_POINTS = 0.15;
const LEAVE_POINTS = 0.05;
const CHANGED_SHARE = 0.25;
/** Twice the floor: 1,000 by default. */
const CHANGED_FLOORS = 2;
/** 0.85 and 0.05 are a hair less than 0.9 in floats. */
const DIGITS = 1e9;

export function rulesOf(thresholds: Thresholds): Rules {
  const { atRiskBelow, behindBelow, actFrom, silentWeekdays } = thresholds;
  const floor = { money: moneyOf(actFrom.amount), leads: actFrom.leads };
  return {
    atRiskBelow,
    behindBelow,
    severeBelow: rounded(atRiskBelow - SEVERE_POINTS),
    leaveFrom: rounded(atRiskBelow + LEAVE_POINTS),
    floor,
    changed: {
      share: CHANGED_SHARE,
      money: floor.money * BigInt(CHANGED_FLOORS),
      leads: floor.leads * CHANGED_FLOORS,
    },
    silentWeekdays,
    jobFailedShare: thresholds.jobFailedShare,
    invalidPoints: thresholds.invalidRatePoints,
    invalidMinLeads: thresholds.invalidRateMinLeads,
    marginBelow: thresholds.marginBelow,
    endsWithinDays: thresholds.contractEndsWithinDays,
  };
}

const rounded = (share: number): number => Math.round(share * DIGITS) / DIGITS;

/** The settings hold it to a plain decimal. */
function moneyOf(amount: string): Decimal4 {
  const money = readDecimal(amount);
  return typeof money === "bigint" ? money : 0n;
}

/** Whether a stake is worth a card. What is lost without a price counts by its leads. */
export function isOverFloor({ money, leads }: Stake, { floor }: Rules): boolean {
  return money === null ? (leads ?? 0) >= floor.leads : money >= floor.money;
}

/** Whether a stake has grown so much since it was told that it is told again. */
export function hasGrown(now: Stake, told: Stake, { changed }: Rules): boolean {
  if (now.money !== null && told.money !== null) {
    const more = now.money - told.money;
    return more >= changed.money && Number(more) >= Number(told.money) * changed.share;
  }
  const [leads, before] = [now.leads ?? 0, told.leads ?? 0];
  return leads - before >= changed.leads && leads - before >= before * changed.share;
}

import type { Decimal4 } from "../../catalog/column.ts";
import type { Streak } from "./streak.ts";

/** Every kind of finding, in the order in which equals are told. */
const FINDING_KINDS = [
  "job-failing",
  "at-risk",
  "silent",
  "paused-behind",
  "starting-unsigned",
  "negative-margin",
  "invalid-rate",
  "ended-short",
  "behind",
  "contract-ending",
  "contract-unsigned",
  "contract-reached",
  "overcommitted",
  "job-disabled",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/**
 * How much of the money at stake counts when findings are ranked, in percent: what is being lost now and can be stopped today
 * before what is only due later, and that before what can no longer be changed.
 */
const URGENCY: Readonly<Record<FindingKind, bigint>> = {
  "job-failing": 100n,
  "at-risk": 100n,
  silent: 60n,
  "paused-behind": 60n,
  "starting-unsigned": 40n,
  "negative-margin": 100n,
  "invalid-rate": 100n,
  "ended-short": 30n,
  behind: 50n,
  "contract-ending": 30n,
  "contract-unsigned": 10n,
  "contract-reached": 0n,
  overcommitted: 0n,
  "job-disabled": 0n,
};

/** One thing that needs somebody. */
export interface Finding {
  readonly kind: FindingKind;
  /** What it is about, as the mail names it. */
  readonly subject: string;
  /** Leads it is about: short, failed, invalid above the usual … */
  readonly leads: number | null;
  /** Their worth in base currency; null when no price is known. */
  readonly stake: Decimal4 | null;
  /** New or still; null for what happens once. */
  readonly streak: Streak | null;
}

/** A finding of the previous mail that is over. */
export interface Resolved {
  readonly kind: FindingKind;
  readonly subject: string;
}

/** Findings of one kind, told as one line. */
export interface Headline {
  readonly kind: FindingKind;
  readonly count: number;
  readonly fresh: number;
  readonly resolved: number;
  readonly leads: number | null;
  readonly stake: Decimal4 | null;
  /** The first by consequence. */
  readonly worst: Finding;
}

/** Findings by kind, most consequence first: money at stake weighed by urgency, then the order of the kinds. */
export function headlinesOf(findings: readonly Finding[], resolved: readonly Resolved[]): readonly Headline[] {
  const lines = FINDING_KINDS.flatMap((kind) => {
    const group = findings.filter((finding) => finding.kind === kind).toSorted(byStake);
    const [worst] = group;
    if (worst === undefined) return [];
    return [
      {
        kind,
        count: group.length,
        fresh: group.filter(({ streak }) => streak?.state === "new").length,
        resolved: resolved.filter((finding) => finding.kind === kind).length,
        leads: total<number>(
          group,
          ({ leads }) => leads,
          (a, b) => a + b,
        ),
        stake: total<bigint>(
          group,
          ({ stake }) => stake,
          (a, b) => a + b,
        ),
        worst,
      },
    ];
  });
  return lines.toSorted((a, b) => compare(weight(b), weight(a)));
}

const weight = ({ kind, stake }: Headline): bigint => (stake ?? 0n) * URGENCY[kind];
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Greatest stake first, then most leads, then by name: the same order on every machine. */
function byStake(a: Finding, b: Finding): number {
  return compare(b.stake ?? 0n, a.stake ?? 0n) || (b.leads ?? 0) - (a.leads ?? 0) || (a.subject < b.subject ? -1 : 1);
}

function total<T extends number | bigint>(
  group: readonly Finding[],
  of: (finding: Finding) => T | null,
  add: (a: T, b: T) => T,
): T | null {
  return group
    .map(of)
    .reduce<T | null>((sum, value) => (sum === null || value === null ? (sum ?? value) : add(sum, value)), null);
}

import type { Stake } from "../card.ts";

/**
 * What one snapshot says of one cause. `starts`: it holds, and once is enough. `on`: it holds, and starts when two snapshots say so.
 * `keeps`: neither; an open one stays. `off`: it does not hold, and ends when two say so. `ends`: it is over, as a fact. A snapshot that
 * cannot tell gives no verdict at all.
 */
export type Verdict = "starts" | "on" | "keeps" | "off" | "ends";

export interface CauseVerdict {
  /** Names the cause among those of its card: the kind, and the id of the job or contract. */
  readonly key: string;
  readonly verdict: Verdict;
  /** A card whatever is at stake. */
  readonly always: boolean;
}

/** What one snapshot says of a campaign or a publisher. */
export interface Judgement {
  /** Those that could be told; a cause of none is as it was. */
  readonly causes: readonly CauseVerdict[];
  /** The largest of what the causes cost; null where none costs anything. */
  readonly stake: Stake | null;
  /** `ended`: its last day is over. `short`: just now, and far from its cap. */
  readonly state: "running" | "reached" | "ended" | "short";
}

export const causeVerdict = (key: string, verdict: Verdict, always = false): CauseVerdict => ({ key, verdict, always });

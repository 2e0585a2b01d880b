import type { CardSubject, Stake } from "./card.ts";

/** Money first, then leads; what has no price comes after all that has one. */
export function byStake(a: Stake, b: Stake): number {
  if (a.money === null || b.money === null) {
    if (a.money !== b.money) return a.money === null ? 1 : -1;
  } else if (a.money !== b.money) return a.money > b.money ? -1 : 1;
  return (b.leads ?? 0) - (a.leads ?? 0);
}

interface Ordered {
  readonly subject: CardSubject;
  readonly stake: Stake;
}

/** The one order of cards: money, leads, id; a publisher after a campaign of the same id. */
export const inOrder = (a: Ordered, b: Ordered): number =>
  byStake(a.stake, b.stake) ||
  (idOf(a.subject) ?? 0) - (idOf(b.subject) ?? 0) ||
  (a.subject.kind < b.subject.kind ? -1 : a.subject.kind > b.subject.kind ? 1 : 0);

/** The campaign's or the publisher's. */
export const idOf = (subject: CardSubject): number | null =>
  subject.kind === "campaign" ? subject.campaign.id : subject.publisher.id;

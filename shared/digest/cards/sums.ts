import type { Sum } from "./board.ts";
import type { Stake } from "./card.ts";

/** What cards are worth together; each is of another campaign or publisher. */
export function sumOf(cards: readonly { readonly stake: Stake }[]): Sum {
  let money = 0n;
  const unpriced = { cards: 0, leads: 0 };
  for (const { stake } of cards) {
    if (stake.money !== null) money += stake.money;
    else {
      unpriced.cards += 1;
      unpriced.leads += stake.leads ?? 0;
    }
  }
  return { cards: cards.length, money, unpriced };
}

export const added = (a: Sum, b: Sum): Sum => ({
  cards: a.cards + b.cards,
  money: a.money + b.money,
  unpriced: { cards: a.unpriced.cards + b.unpriced.cards, leads: a.unpriced.leads + b.unpriced.leads },
});

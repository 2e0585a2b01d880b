import { expect, test } from "vitest";
import { type Day, weekdayOf } from "../../../shared/platform/day.ts";
import { DEMO_FIRST_DAY, DEMO_LAST_DAY, demoHistory } from "./demo-history.ts";
import { asOf, boardOf, idsOf } from "./world.ts";

test("the demo's 25 mails: cards, new and changed ones, reminders and days with nothing new", () => {
  const history = demoHistory();
  const dates = history.campaigns.history
    .map(({ info }) => info.date)
    .filter((date: Day) => weekdayOf(date) < 6 && date > DEMO_FIRST_DAY);
  const boards = dates.map((date) => boardOf(asOf(history, date)));
  const count = (of: (board: (typeof boards)[number]) => number) => boards.reduce((sum, board) => sum + of(board), 0);
  const cards = boards.map(({ act }) => act.length).toSorted((a, b) => a - b);
  expect({
    mails: boards.length,
    fewest: cards[0],
    median: cards[12],
    most: cards.at(-1),
    fresh: count(({ counts }) => counts.fresh),
    changed: count(({ counts }) => counts.changed),
    reminders: count(({ counts }) => counts.reminders),
    nothingNew: count(({ counts }) => (counts.fresh + counts.changed === 0 ? 1 : 0)),
    calm: count(({ state }) => (state === "calm" ? 1 : 0)),
    over: count(({ over }) => over.length),
  }).toMatchInlineSnapshot(`
    {
      "calm": 7,
      "changed": 4,
      "fewest": 0,
      "fresh": 20,
      "mails": 25,
      "median": 2,
      "most": 7,
      "nothingNew": 14,
      "over": 6,
      "reminders": 32,
    }
  `);
  const last = boards.at(-1);
  expect(dates.at(-1)).toBe(DEMO_LAST_DAY);
  expect([idsOf(last?.act ?? []), idsOf(last?.open ?? []), idsOf(last?.watch ?? [])]).toMatchInlineSnapshot(`
    [
      [
        571,
        564,
        563,
        585,
        565,
        11,
        584,
      ],
      [
        560,
        586,
        593,
        562,
        559,
      ],
      [
        574,
        595,
        592,
        591,
        18,
        582,
        14,
        576,
      ],
    ]
  `);
});

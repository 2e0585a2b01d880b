import fc from "fast-check";
import { expect, test } from "vitest";
import { dueAfter, dueBefore } from "../../../shared/digest/cards/replay/reminders.ts";
import { addDays, type Day, dayNumber, daysBetween } from "../../../shared/platform/day.ts";

const SINCE = "2026-11-02";

/** Days of the card's own count on which it comes again, when a mail leaves every day. */
function daysOf(id: number, until: number): readonly number[] {
  const days: number[] = [];
  for (let day: Day = SINCE; ; ) {
    day = dueAfter(day, { since: SINCE, atLeast: false }, id);
    const number = daysBetween(SINCE, day) + 1;
    if (number > until) return days;
    days.push(number);
  }
}

test("a card comes again on day 3, 7 and 14, and from day 21 on every 14 days on a day of its own", () => {
  const days = daysOf(571, 80);
  expect(days.slice(0, 3)).toEqual([3, 7, 14]);
  const regular = days.slice(3);
  expect(regular[0]).toBeGreaterThanOrEqual(21);
  expect(regular[0]).toBeLessThanOrEqual(34);
  expect(regular.map((day, at) => day - (regular[at - 1] ?? day - 14))).toEqual(regular.map(() => 14));
  expect(regular.every((day) => (dayNumber(addDays(SINCE, day - 1)) - 571) % 14 === 0)).toBe(true);
});

test("it does not come the day after it was told for another reason", () => {
  expect(dueAfter(addDays(SINCE, 1), { since: SINCE, atLeast: false }, 1)).toBe(addDays(SINCE, 6));
  expect(dueAfter(addDays(SINCE, 5), { since: SINCE, atLeast: false }, 1)).toBe(addDays(SINCE, 13));
});

test("what ends comes once more while there is time to act, and never after its end", () => {
  const friday = "2026-11-20";
  // The mail of Tuesday tells of Monday: four days are left, the Friday included.
  expect(dueBefore(friday, "2026-12-03", "2026-11-04")).toBe("2026-11-17");
  expect(dueBefore(friday, "2026-11-11", "2026-11-04")).toBe("2026-11-11");
  expect(dueBefore(friday, "2026-11-19", "2026-11-17")).toBe("2026-11-19");
  expect(dueBefore(friday, "2026-11-23", "2026-11-17")).toBeNull();
  expect(dueBefore(null, "2026-11-23", "2026-11-17")).toBe("2026-11-23");
});

test("from day 21 on the days are the same whether its beginning is known or not", () => {
  const id = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(id, fc.integer({ min: 21, max: 400 }), (of, age) => {
      const day = addDays(SINCE, age);
      const forgotten = { since: addDays(day, -20), atLeast: true };
      expect(dueAfter(day, forgotten, of)).toBe(dueAfter(day, { since: SINCE, atLeast: false }, of));
    }),
  );
});

test("what is due lies after the day asked for", () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.nat(500), fc.boolean(), (id, age, atLeast) => {
      const day = addDays(SINCE, age);
      const due = dueAfter(day, { since: SINCE, atLeast }, id);
      expect(due > day).toBe(true);
      expect(daysBetween(day, due)).toBeLessThanOrEqual(34);
    }),
  );
});

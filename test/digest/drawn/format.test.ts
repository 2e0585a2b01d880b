import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOf } from "../../../shared/digest/drawing/format.ts";
import { textOf } from "../../../shared/digest/drawing/phrase/text.ts";
import { pounds } from "../rows.ts";

const writing = { timeZone: "Europe/London", date: "2026-11-24" };
const british = formatOf({ locale: "en-GB", ...writing });
const plainly = (text: string): string => textOf([text]);

describe("a share", () => {
  test("of less than 20 is told in counts, from 20 in whole percents, from 200 with a decimal", () => {
    expect(british.shareOf(3, 19)).toBeNull();
    expect(british.shareOf(3, 20)).toBe("15%");
    expect(british.shareOf(30, 199)).toBe("15%");
    expect(british.shareOf(80, 527)).toBe("15.2%");
  });

  test("is never above 100 % or below none", () => {
    expect(british.shareOf(31, 30)).toBeNull();
    expect(british.shareOf(-1, 30)).toBeNull();
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (part, whole) => {
        const text = british.shareOf(part, whole);
        if (text !== null) expect(Number.parseFloat(text)).toBeGreaterThanOrEqual(0);
        if (text !== null) expect(Number.parseFloat(text)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

test("leads are whole, rates have one decimal under 100, a change has its sign", () => {
  expect(british.count(8279)).toBe("8,279");
  expect([11.44, 99.96, 123.4].map(british.perDay)).toEqual(["11.4", "100", "123"]);
  expect([-84, 24, 0].map(british.change)).toEqual(["−84", "+24", "±0"]);
  expect(british.points(6.74)).toBe("+6.7");
});

describe("money", () => {
  test("is whole in sentences, with cents where it is earned, short in a subject", () => {
    expect(british.roundMoney(pounds(17_116.4), "GBP")).toBe("£17,116");
    expect(british.money(pounds(53), "GBP")).toBe("£53.00");
    expect(british.shortMoney(pounds(79_400), "GBP")).toBe("£79k");
  });

  test("keeps sign, symbol and amount together", () => {
    expect(british.moneyChange(pounds(-1567), "GBP")).toBe("−\u2060£1,567");
    expect(plainly(british.moneyChange(pounds(-1567), "GBP"))).toBe("−£1,567");
    expect(plainly(british.moneyChange(0n, "GBP"))).toBe("±£0");
  });

  test("whose symbol another currency of the mail has too takes its code", () => {
    const shared = formatOf({ locale: "en-GB", ...writing }, ["USD", "CAD", "EUR"]);
    expect(plainly(shared.money(pounds(5), "USD"))).toBe("USD 5.00");
    expect(shared.money(pounds(5), "EUR")).toBe("€5.00");
    expect(british.money(pounds(5), "USD")).toBe("$5.00");
  });

  test("of any size is written without a float", () => {
    expect(british.roundMoney(90_071_992_547_409_930_000n, "GBP")).toBe("£9,007,199,254,740,993");
  });

  test("in no known currency is a bare number", () => {
    expect(british.money(pounds(5), null)).toBe("5.00");
    expect(british.money(pounds(5), "not one")).toBe("5");
  });
});

test("dates have their weekday within a fortnight of the mail, and their year where it is another", () => {
  expect(british.date("2026-11-26")).toBe("Thu 26 Nov");
  expect(british.date("2026-12-20")).toBe("20 Dec");
  expect(british.date("2027-01-20")).toBe("20 Jan 2027");
  expect(british.longDay("2026-11-23")).toBe("Monday, 23 November 2026");
  expect(british.days("2026-11-16", "2026-11-22")).toBe("16–22 Nov");
  expect(british.instant(Date.parse("2026-11-24T05:00:03Z"))).toBe("Tue 24 Nov, 05:00");
});

describe("the locale", () => {
  test("gives separators and the order of day and month; words stay English", () => {
    const german = formatOf({ locale: "de-DE", ...writing });
    expect(german.count(8279)).toBe("8.279");
    expect(plainly(german.money(pounds(1567.5), "GBP"))).toBe("1.567,50 £");
    expect(german.date("2026-12-20")).toBe("20 Dec");
    expect(german.weekday("2026-11-23")).toBe("Mon 23 Nov");
    const american = formatOf({ locale: "en-US", ...writing });
    expect(american.weekday("2026-11-23")).toBe("Mon Nov 23");
    expect(american.days("2026-11-16", "2026-11-22")).toBe("Nov 16–22");
  });

  test.each(["ar-EG", "he-IL", "fa-IR", "ja-JP", "zh-CN", "hi-IN", "th-TH", "ru-RU"])(
    "%s, of another script, takes British English whole",
    (locale) => {
      const other = formatOf({ locale, ...writing });
      expect(other.money(pounds(1567.5), "GBP")).toBe("£1,567.50");
      expect(other.date("2026-12-20")).toBe("20 Dec");
    },
  );

  test("that shortens thousands by words of its own writes them out", () => {
    expect(plainly(formatOf({ locale: "sv-SE", ...writing }).shortMoney(pounds(79_400), "GBP"))).toBe("79 400 £");
  });
});

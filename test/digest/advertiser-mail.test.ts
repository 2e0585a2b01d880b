import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notForTheList } from "../../functions/digest/withheld.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { addDays } from "../../shared/platform/day.ts";
import { campaign, inputOf, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
type Over = Parameters<typeof campaign>[0];

/** Campaigns that move evenly for two weeks: `rows` gives them by the day, 0 the first and 14 that of the mail. */
function input(rows: (day: number) => readonly Over[], settings: object = {}, over: object = {}) {
  const campaigns = Array.from({ length: 15 }, (_, day) =>
    snapshot(
      addDays(DATE, day - 14),
      rows(day).map((row, at) => campaign({ id: at + 1, name: `C${at + 1}`, end_date: "2026-12-20", ...row })),
    ),
  );
  const own = { audience: "advertiser", filter: { advertisers: [319] }, period: "week", days: ["MON"], ...settings };
  return inputOf(DATE, { campaigns, settings: own, over: { since: "2026-11-16", ...over } });
}
const mail = (...of: Parameters<typeof input>) => renderText(buildDigest(input(...of)));

const steady = (day: number, row: Over = {}) => ({
  ...{ leads_required: 100, billable_leads: day * 2, revenue: pounds(day * 20) },
  ...row,
});

describe("an advertiser reads of a running campaign", () => {
  test("what it needs and what comes a day, where that ends, and what it may do", () => {
    expect(mail((day) => [steady(day)])).toContain(
      "28 of 100 accepted. Ends 20 Dec, 28 days left: needs 2.6 a day, now 2. At this pace 84: 16 short. " +
        "The cap would be reached on about 28 Dec: move the end, or reply to ask what would bring more.",
    );
  });

  test("no day of its cap where that is over three months after its end", () => {
    expect(mail((day) => [steady(day, { leads_required: 300 })])).toContain(
      "216 short. Move the end, or reply to ask what would bring more.",
    );
  });

  test("what it spent, at its own price", () => {
    expect(mail((day) => [steady(day)])).toContain("14 leads in the week, £140.00, at £10.00 a lead.");
    for (const payout of [null, pounds(12)])
      expect(mail((day) => [steady(day, { payout_amount: payout })])).toContain("14 leads in the week, £140.00.\n");
    expect(mail(() => [steady(7)])).toContain("No new leads in the week.");
  });

  test("that it is full, and by how many it is over", () => {
    const full = (leads: number) => mail(() => [{ leads_required: 220, billable_leads: leads }]);
    expect(full(220)).toContain("Full: 220 of 220. Raise the cap if you want more.");
    expect(full(240)).toContain("Full: 220 of 220, 20 over the cap. Raise the cap");
    expect(full(240)).not.toMatch(/\d short/);
  });

  test("when it will be full before its end, that it is on pace, or that it starts", () => {
    expect(mail((day) => [steady(day, { leads_required: 40 })])).toContain(
      "Full on about Sat 28 Nov at this pace: raise the cap to go on until the end.",
    );
    expect(mail((day) => [steady(day, { leads_required: 85 })])).toContain("now 2. On pace.");
    expect(mail((day) => [steady(day, { leads_required: 85 })])).not.toContain("clearly");
    expect(mail(() => [{ start_date: "2026-12-01" }])).toContain("Starts Tue 1 Dec. Ends 20 Dec");
  });

  test("where it ends, a little under its cap, and is not called on pace beside a higher need", () => {
    const text = mail((day) => [steady(day, { leads_required: 86 })]);
    expect(text).toContain("needs 2.1 a day, now 2. At this pace 84, 2 under the cap.");
    expect(text).toContain("Your running campaign will not end clearly short at this pace.");
  });

  test("its leads without a cap or an end, and that nothing is known today where nothing is", () => {
    expect(mail(() => [{ uncapped: true, billable_leads: 40 }])).toContain("40 accepted, no cap. Ends 20 Dec.");
    expect(mail(() => [{ end_date: null, billable_leads: 40 }])).toContain("40 of 300 accepted. No end is set.");
    expect(mail((day) => [steady(day, day === 14 ? { billable_leads: null } : {})])).toContain(
      "Accepted leads are not known today; the cap is 100.",
    );
  });

  test("the counter that its caps are counted by", () => {
    const counters = { billable_leads: 11, valid_leads: 22, delivered_leads: 33 };
    expect(mail(() => [counters], { capCounter: "validLeads" })).toContain("22 of 300 accepted.");
    expect(mail(() => [counters], { capCounter: "deliveredLeads" })).toContain("33 of 300 accepted.");
  });
});

describe("an advertiser's campaigns come", () => {
  const rows = (day: number) => [
    steady(day, { leads_required: 90 }),
    steady(day, { leads_required: 300 }),
    { leads_required: 50, billable_leads: 50 },
    steady(day, { end_date: addDays(DATE, -3), leads_required: 40 }),
    steady(day, { status: day < 10 ? "Active" : "Ended" }),
    steady(day, { status: "Ended" }),
    steady(day, { status: "Paused" }),
    steady(day, { status: "Setup Required" }),
    steady(day, { advertiser_id: 320, name: "OTHER" }),
    steady(day, { internal_only: true, name: "INTERNAL" }),
    steady(day, { test_mode: true, name: "TEST" }),
  ];

  test("by the leads that will be short, full ones last, then what ended in these days, then what is paused", () => {
    const text = mail(rows);
    const order = [...text.matchAll(/C(\d) \(/g)].map(([, id]) => Number(id));
    expect(order).toEqual([2, 1, 3, 4, 5, 7]);
    expect(text).toContain("2 of 3 running campaigns will end short at this pace.");
    expect(text).toContain(
      "Ended\n-----\n- C4 (4): 28 of 40 accepted, £280.00 spent in all.\n- C5 (5): 28 of 100 accepted, £280.00 spent in all.",
    );
    expect(text).toContain(
      "Paused\n------\n- C7 (7): 28 of 100 accepted.\nNothing is delivered while a campaign is paused",
    );
    expect(text).toContain(
      "Your other campaigns\n--------------------\nOn campaigns that are paused, over or not started: 70 leads in the week, £700.00.",
    );
    expect(text).not.toMatch(/OTHER|INTERNAL|TEST/);
  });

  test("all of them in the table, the lists' limits notwithstanding", () => {
    const model = buildDigest(input((day) => Array.from({ length: 40 }, () => steady(day))));
    expect(renderText(model)).toContain("15 more, in the attachment.");
    expect(renderHtml(model).match(/<h3/g)).toHaveLength(25);
    expect(renderCsv(model).map(({ name, content }) => [name, content.trimEnd().split("\r\n").length])).toEqual([
      ["campaigns.csv", 41],
    ]);
  });
});

describe("a campaign is told as ended", () => {
  const ended = (row: (day: number) => Over) => mail((day) => [row(day)]).includes("Ended\n-----\n- C1 (1)");
  /** The mail before told of day 7. */
  const before = addDays(DATE, -12);

  test("once it is over that ran or was paused when the mail before left, whichever way it ended", () => {
    expect(ended((day) => ({ end_date: day < 10 ? "2026-12-20" : before }))).toBe(true);
    expect(ended((day) => ({ status: day < 10 ? "Paused" : "Ended" }))).toBe(true);
    expect(ended(() => ({ status: "Paused", end_date: addDays(DATE, -3) }))).toBe(true);
    expect(ended((day) => ({ status: day === 7 ? null : day < 10 ? "Active" : "Ended" }))).toBe(true);
  });

  test("never where it had not begun, was over before, or only its status is not known", () => {
    expect(ended(() => ({ status: "Setup Required", end_date: addDays(DATE, -3) }))).toBe(false);
    expect(ended(() => ({ end_date: before }))).toBe(false);
    const unknown = (day: number) => ({ status: day === 14 ? null : "Active", billable_leads: 40 });
    expect(ended(unknown)).toBe(false);
    expect(mail((day) => [unknown(day)])).toContain(
      "Your running campaigns\n----------------------\nC1 (1)\n40 of 300",
    );
  });
});

test("a campaign that one mail lists as running or paused and the next does not is ended there, and no other is", () => {
  const days = fc.array(
    fc.record({
      status: fc.constantFrom("Active", "Paused", "Ended", "Setup Required", null),
      end: fc.constantFrom(null, addDays(DATE, -12), addDays(DATE, -6), addDays(DATE, -1), "2026-12-20"),
      leads: fc.nat(400),
    }),
    { minLength: 15, maxLength: 15 },
  );
  fc.assert(
    fc.property(days, (all) => {
      const history = all.map(({ status, end, leads }, day) =>
        snapshot(addDays(DATE, day - 14), [campaign({ status, end_date: end, billable_leads: leads })]),
      );
      const settings = { audience: "advertiser", filter: { advertisers: [319] } };
      const mails = history.slice(1).map(({ info: { date } }, at) => {
        const { booked } = buildDigest(inputOf(date, { campaigns: history.slice(0, at + 2), settings })).sections;
        return { on: [...(booked?.running ?? []), ...(booked?.paused ?? [])].length, ended: booked?.ended.length };
      });
      for (const [at, mail] of mails.slice(1).entries())
        expect(mail.ended).toBe(mails[at]?.on === 1 && mail.on === 0 ? 1 : 0);
    }),
    { numRuns: 40, seed: 41 },
  );
});

describe("what was credited", () => {
  test("is told of a campaign that is over too, and what came before it stands apart", () => {
    const text = mail((day) => [
      steady(day, { status: "Ended", ...(day === 14 ? { billable_leads: 22, revenue: pounds(220) } : {}) }),
      steady(day, day === 14 ? { billable_leads: 24, revenue: pounds(240) } : {}),
    ]);
    expect(text).toContain("Credited\n--------\n- C1 (1): 4 leads, £40.00.\n- C2 (2): 2 leads, £20.00.");
    expect(text).toContain("12 leads in the week, £120.00, at £10.00 a lead. Credited: 2 leads, £20.00.");
    expect(text).toContain("18 leads accepted, £180.00 spent");
  });

  test("is no negative spend: what is still to be set off is said", () => {
    const text = mail((day) => [
      { billable_leads: day === 14 ? 46 : 50, revenue: pounds(day === 14 ? 460 : 500), leads_required: 100 },
    ]);
    expect(text.split("\n")[0]).toBe("More leads credited than accepted");
    expect(text).toContain("More was credited than spent: £40.00 is set off against what comes.");
    expect(text).not.toMatch(/[-−]\s*[£\d]/);
  });

  test("and what was spent add up to the sums on top, in each currency, whatever came and went", () => {
    const amount = fc.integer({ min: 0, max: 40 });
    const campaignOf = fc.record({
      amounts: fc.array(amount, { minLength: 15, maxLength: 15 }),
      currency: fc.constantFrom("GBP", "EUR", "USD"),
      status: fc.constantFrom("Active", "Ended", "Paused"),
      end: fc.constantFrom("2026-11-10", "2026-11-20", "2026-12-20"),
    });
    fc.assert(
      fc.property(fc.array(campaignOf, { minLength: 1, maxLength: 6 }), (all) => {
        const model = buildDigest(
          input((day) =>
            all.map(({ amounts, currency, status, end }) => ({
              ...{ currency, status, end_date: end, revenue: pounds(amounts[day] ?? 0) },
            })),
          ),
        );
        const { booked } = model.sections;
        if (booked === null) throw new Error("the mail is empty");
        for (const currency of ["GBP", "EUR", "USD"]) {
          const of = <R extends { readonly currency: string | null }>(rows: readonly R[], value: (row: R) => bigint) =>
            rows.reduce((sum, row) => (row.currency === currency ? sum + value(row) : sum), 0n);
          const gross = of(booked.running, ({ spent }) => (spent?.net ?? 0n) + (spent?.takenBack ?? 0n));
          const elsewhere = of(booked.elsewhere.spent, ({ amount: sum }) => sum);
          const back = of(booked.credited, ({ spent }) => spent?.takenBack ?? 0n);
          expect(gross + elsewhere - back).toBe(of(booked.spent, ({ amount: sum }) => sum));
        }
        expect(renderText(model)).not.toMatch(/[-−]\s*[£€$\d]/);
      }),
      { numRuns: 60, seed: 20 },
    );
  });
});

describe("an advertiser's mail says", () => {
  test("in its subject what came, what will end short and of which days, so that no two are alike", () => {
    const model = buildDigest(input((day) => [steady(day)]));
    expect(subjectOf(model)).toBe("14 leads accepted, 1 of 1 will end short: 16–22 Nov");
    expect(subjectOf(model, { test: true })).toBe(`[Test] ${subjectOf(model)}`);
  });

  test("spend of several currencies side by side, and nothing of one that changed meanwhile", () => {
    const text = mail((day) => [
      steady(day, { currency: "EUR" }),
      steady(day),
      steady(day, { currency: day < 10 ? "USD" : "GBP" }),
    ]);
    expect(text.split("\n")[0]).toBe("42 leads accepted, €140.00 · £140.00 spent");
    expect(text).toContain("C3 (3)\n28 of 100 accepted.");
    expect(text).toContain("C3 (3)\n28 of 100 accepted.");
    expect(text).toMatch(/C3 \(3\)\n.*\n14 leads in the week\.\n/);
  });

  test("on the first day that it is the first, and no movement", () => {
    const settings = { audience: "advertiser", filter: { advertisers: [319] } };
    const campaigns = [snapshot(DATE, [campaign({ billable_leads: 40, revenue: pounds(400) })])];
    const text = renderText(buildDigest(inputOf(DATE, { campaigns, settings })));
    expect(text).toMatch(/^Your campaigns\n/);
    expect(text).toContain("This is the first report: what is new comes with the next.");
  });

  test("of which day its figures are when newer ones have not come, without a word of snapshots", () => {
    const text = renderText(buildDigest({ ...input((day) => [steady(day)]), date: "2026-11-24" }));
    expect(text).toContain("! Not of today: Figures are those of Mon 23 Nov; newer ones have not come.");
    expect(text).not.toMatch(/snapshot/i);
  });

  test("nothing where settings want none of a calm day: no lead, nothing short, ended or credited", () => {
    const skipped = (rows: Parameters<typeof input>[0]) => {
      const daily = { whenCalm: "skip", period: "day", days: ["MON", "TUE"] };
      const of = input(rows, daily, { since: "2026-11-22", date: "2026-11-24" });
      const later = {
        ...of,
        campaigns: { ...of.campaigns, newest: of.campaigns.newest, base: of.campaigns.history.at(-2) },
      };
      return notForTheList(of.settings, buildDigest(later as typeof of))?.outcome;
    };
    const full = { leads_required: 20, billable_leads: 20, revenue: pounds(200) };
    expect(skipped(() => [full])).toBe("empty");
    expect(skipped((day) => [{ ...full, billable_leads: day < 14 ? 20 : 21 }])).toBeUndefined();
    expect(skipped((day) => [{ ...full, billable_leads: day < 14 ? 20 : 19 }])).toBeUndefined();
    expect(skipped(() => [{ ...full, leads_required: 200 }])).toBeUndefined();
    expect(skipped((day) => [{ ...full, status: day < 14 ? "Active" : "Ended" }])).toBeUndefined();
  });

  test("that none of its campaigns is in it, where the filter leaves none", () => {
    expect(mail((day) => [steady(day)], { filter: { advertisers: [319], campaigns: [77] } })).toMatch(
      /^None of your campaigns is in this report\n/,
    );
  });

  test("nothing at all where the filter names nobody, or two", () => {
    const whole = input((day) => [steady(day)]);
    for (const advertisers of [[], [319, 320]]) {
      const settings = { ...whole.settings, filter: { ...whole.settings.filter, advertisers } };
      const model = buildDigest({ ...whole, settings });
      expect(model.sections.booked?.all ?? []).toEqual([]);
      expect([model.sections.pacing, model.sections.money, model.board, model.totals]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    }
  });
});

test("an advertiser that no snapshot holds is told to the owner alone", () => {
  expect(buildDigest(input((day) => [steady(day)], { filter: { advertisers: [77] } })).audience).toEqual({
    to: "owner-only",
    reasons: [{ kind: "unknown-filter", list: "advertisers", ids: [77], all: true }],
  });
});

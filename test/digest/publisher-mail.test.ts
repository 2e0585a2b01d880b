import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { addDays, type Day } from "../../shared/platform/day.ts";
import { contract, inputOf, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
type Over = Parameters<typeof contract>[0];

/** Contracts that move evenly for two weeks: `rows` gives them by the day, 0 the first and 14 that of the mail. */
function input(rows: (day: number) => readonly Over[], settings: object = {}, over: object = {}) {
  const contracts = Array.from({ length: 15 }, (_, day) =>
    snapshot(
      addDays(DATE, day - 14),
      rows(day).map((row, at) => contract({ id: at + 1, campaign_id: at + 1, campaign_name: `C${at + 1}`, ...row })),
    ),
  );
  const own = { audience: "publisher", filter: { publishers: [5] }, period: "week", days: ["MON"], ...settings };
  return inputOf(DATE, { contracts, settings: own, over: { since: "2026-11-16", ...over } });
}
const mail = (...of: Parameters<typeof input>) => renderText(buildDigest(input(...of)));
const ends = (end: Day, ids = [1, 2, 3]) => ({ campaignEnds: new Map(ids.map((id) => [id, end])) });

describe("a publisher reads of a running campaign", () => {
  const steady = (day: number) => [
    {
      leads_required: 100,
      total_leads: day * 3,
      invalid_leads: day,
      billable_leads: day * 2,
      earnings: pounds(day * 16),
    },
  ];

  test("what it needs and what comes a day, and where that ends", () => {
    expect(mail(steady, {}, ends("2026-12-20"))).toContain(
      "28 of 100 accepted. Ends 20 Dec, 28 days left: needs 2.6 a day, now 2. At this pace 84: 16 short.",
    );
  });

  test("the end of its contract, and the campaign's where it has none of its own", () => {
    expect(
      mail((day) => steady(day).map((row) => ({ ...row, end_date: "2026-12-01" })), {}, ends("2026-12-20")),
    ).toContain("Ends Tue 1 Dec, 9 days left");
    expect(mail(steady)).toContain("28 of 100 accepted. No end is set.");
    expect(mail(steady)).not.toMatch(/will end short|is well/);
  });

  test("counts of what was not accepted, with a share from twenty on", () => {
    expect(mail(steady)).toContain("7 of 21 leads of the week not accepted (33%). Earned £112.00.");
    expect(mail((day) => [{ total_leads: day * 2, invalid_leads: day, leads_required: 100 }])).toContain(
      "7 of 14 leads of the week not accepted.",
    );
  });

  test("no share of more than all, and none below nothing, where earlier leads were judged again", () => {
    const judged = (total: number, invalid: number) =>
      mail((day) => [{ total_leads: 50 + (day === 14 ? total : 0), invalid_leads: 20 + (day === 14 ? invalid : 0) }]);
    expect(judged(3, 5)).toContain("3 new leads of the week; 5 not accepted, earlier ones among them.");
    expect(judged(3, -5)).toContain("3 new leads of the week; 5 earlier leads count as not accepted no more.");
    expect(judged(0, 0)).toContain("No new leads of the week.");
    for (const [total, invalid] of [
      [3, 5],
      [3, -5],
      [-4, -5],
      [-1, 3],
    ] as const)
      expect(judged(total, invalid)).not.toMatch(/%|−|-\d/);
  });

  test("to send no more when it is full, and by how many it is over", () => {
    const full = (leads: number) =>
      mail(() => [{ leads_required: 220, billable_leads: leads }], {}, ends("2026-12-20"));
    expect(full(220)).toContain("Full: 220 of 220. Please send no more; ask for a higher cap if you can deliver more.");
    expect(full(240)).toContain("Full: 220 of 220, 20 over the cap. Please send no more");
    expect(full(240)).not.toMatch(/\d short/);
  });

  test("how many of its leads wait, by holds and processing together", () => {
    const waits = (held: number | null, processing: number | null) =>
      mail(() => [{ held_leads: held, processing_leads: processing }]);
    expect(waits(3, 4)).toContain("Not yet processed: 7.");
    expect(waits(null, 4)).toContain("Not yet processed: 4.");
    expect(waits(0, 0)).not.toContain("Not yet processed");
    expect(waits(null, null)).not.toContain("Not yet processed");
  });

  test("to sign while it runs and was let in, and never of a campaign that is over or paused", () => {
    const unsigned = (row: object, over = ends("2026-12-20")) => mail(() => [{ signed_ts: null, ...row }], {}, over);
    expect(unsigned({})).toContain("Not signed yet: please sign contract 1, so that its leads count.");
    for (const row of [
      { campaign_status: "Ended" },
      { campaign_status: "Paused" },
      { end_date: "2026-11-22" },
      { current_contract_status: "Inactive" },
      { application_status: "Rejected" },
    ])
      expect(unsigned(row)).not.toContain("sign");
    expect(unsigned({}, ends("2026-11-22"))).not.toContain("sign");
  });

  test("that nothing is known today where nothing is", () => {
    expect(mail((day) => [{ billable_leads: day === 14 ? null : day, leads_required: 50 }])).toContain(
      "Accepted leads are not known today; the cap is 50.",
    );
  });

  test("its leads without a cap, and across contracts whose caps do not add up", () => {
    expect(mail(() => [{ uncapped: true, leads_required: null, billable_leads: 40 }])).toContain(
      "40 accepted, no cap.",
    );
    expect(mail((day) => [{ id: day === 14 ? 9 : 1, billable_leads: 40, leads_required: 50 }])).toContain(
      "40 accepted, across 2 contracts.",
    );
  });
});

describe("a publisher's campaigns come", () => {
  test("by the largest gap a day, the full ones last, and those that are over not at all", () => {
    const rows = (day: number) => [
      { leads_required: 200, billable_leads: day * 5 },
      { leads_required: 300, billable_leads: day * 5 },
      { leads_required: 50, billable_leads: 50 },
      { leads_required: 900, billable_leads: day, campaign_status: "Ended" },
      { leads_required: 120, billable_leads: day * 5 },
      { leads_required: 400, billable_leads: day, end_date: "2026-11-22" },
      { leads_required: 400, billable_leads: day, campaign_status: "Paused" },
    ];
    const text = mail(rows, {}, ends("2026-12-20", [1, 2, 3, 4, 5, 6, 7]));
    const order = [...text.matchAll(/C(\d) \(/g)].map(([, id]) => Number(id));
    expect(order).toEqual([2, 1, 5, 3, 7]);
    expect(text).toContain("Paused: please wait\n-------------------\n- C7 (7): 14 of 400 accepted.");
    expect(text).toContain("1 of 4 running campaigns will end short at this pace.");
  });

  test("to 25 of them, with the number of the others", () => {
    const model = buildDigest(input(() => Array.from({ length: 40 }, () => ({})), { attach: "csv" }));
    expect(renderText(model)).toContain("15 more, in the attachment.");
    expect(renderText(buildDigest(input(() => Array.from({ length: 40 }, () => ({})), { attach: "none" })))).toContain(
      "15 more, not shown here.",
    );
    expect(renderHtml(model).match(/<h3/g)).toHaveLength(25);
    expect(renderCsv(model).map(({ name, content }) => [name, content.trimEnd().split("\r\n").length])).toEqual([
      ["campaigns.csv", 41],
    ]);
  });
});

describe("what was taken back", () => {
  const falls = (day: number, row: object = {}) => ({
    ...{ leads_required: 100, billable_leads: day === 14 ? 46 : 50, earnings: pounds(day === 14 ? 609.5 : 662.5) },
    ...row,
  });

  test("is told of a campaign that is over too, and of none that lost nothing", () => {
    const text = mail((day) => [
      falls(day, { campaign_status: "Ended" }),
      { billable_leads: day, earnings: pounds(day * 100) },
    ]);
    expect(text).toContain("3 leads accepted, £647.00");
    expect(text).toContain(
      "Taken back\n----------\n- C1 (1): 4 leads, £53.00.\nTaken off the sums at the top; each campaign above shows what it earned.",
    );
    expect(text).not.toMatch(/C1.*\n.*accepted/);
  });

  test("is no negative earning: what is still to be set off is said", () => {
    const text = mail((day) => [falls(day)]);
    expect(text.split("\n")[0]).toBe("More leads taken back than accepted");
    expect(text).toContain("£53.00 taken back.");
    expect(text).toContain("More was taken back than earned: £53.00 is set off against what comes.");
    expect(text).not.toMatch(/[-−]\s*[£\d]/);
  });

  test("and what is earned add up to the sums on top, in each currency, whatever came and went", () => {
    const amount = fc.integer({ min: 0, max: 40 });
    const campaignOf = fc.record({
      amounts: fc.array(amount, { minLength: 15, maxLength: 15 }),
      currency: fc.constantFrom("GBP", "EUR", "USD"),
      status: fc.constantFrom("Active", "Ended", "Paused"),
    });
    fc.assert(
      fc.property(fc.array(campaignOf, { minLength: 1, maxLength: 6 }), (all) => {
        const model = buildDigest(
          input((day) =>
            all.map(({ amounts, currency, status }) => ({
              ...{ currency, campaign_status: status, earnings: pounds(amounts[day] ?? 0) },
            })),
          ),
        );
        const own = model.sections.own;
        if (own === null) throw new Error("the mail is empty");
        for (const currency of ["GBP", "EUR", "USD"]) {
          const of = <R extends { readonly currency: string | null }>(rows: readonly R[], value: (row: R) => bigint) =>
            rows.reduce((sum, row) => (row.currency === currency ? sum + value(row) : sum), 0n);
          const running = of(own.running, ({ earned }) => (earned?.net ?? 0n) + (earned?.takenBack ?? 0n));
          const elsewhere = of(own.earnedElsewhere, ({ amount: sum }) => sum);
          const back = of(own.takenBack, ({ earned }) => earned?.takenBack ?? 0n);
          expect(running + elsewhere - back).toBe(of(own.earned, ({ amount: sum }) => sum));
        }
        expect(renderText(model)).not.toMatch(/[-−]\s*[£€$\d]/);
      }),
      { numRuns: 60, seed: 20 },
    );
  });
});

describe("a publisher's mail says", () => {
  test("earnings of several currencies side by side, a shared symbol by its code", () => {
    const earning = (currencies: readonly string[]) =>
      mail((day) =>
        currencies.map((currency, at) => ({ currency, billable_leads: day, earnings: pounds(day * (at + 1)) })),
      );
    expect(earning(["EUR", "GBP"]).split("\n")[0]).toBe("14 leads accepted, €7.00 · £14.00");
    expect(earning(["CAD", "USD"]).split("\n")[0]).toMatch(/CAD\s7\.00 · USD\s14\.00$/);
  });

  test("in its subject what came, what will end short and of which days, so that no two are alike", () => {
    const model = buildDigest(input((day) => [{ leads_required: 100, billable_leads: day }], {}, ends("2026-12-20")));
    expect(subjectOf(model)).toBe("7 leads accepted, 1 of 1 will end short: 16–22 Nov");
    expect(subjectOf(model, { test: true })).toBe(`[Test] ${subjectOf(model)}`);
  });

  test("on the first day that it is the first, and no movement", () => {
    const contracts = [snapshot(DATE, [contract({ billable_leads: 40 })])];
    const text = renderText(
      buildDigest(inputOf(DATE, { contracts, settings: { audience: "publisher", filter: { publishers: [5] } } })),
    );
    expect(text).toMatch(/^Your campaigns\n/);
    expect(text).toContain("This is the first report: what is new comes with the next.");
    expect(text).not.toContain("not accepted");
  });

  test("of which day its figures are when newer ones have not come, without a word of snapshots", () => {
    const late = { ...input((day) => [{ billable_leads: day }]), date: "2026-11-24" };
    const text = renderText(buildDigest(late));
    expect(text).toContain("! Not of today: Figures are those of Mon 23 Nov; newer ones have not come.");
    expect(text).not.toMatch(/snapshot/i);
  });

  test("that none of its campaigns is in it, where the filter leaves none", () => {
    expect(mail(() => [{}], { filter: { publishers: [5], campaigns: [77] } })).toMatch(
      /^None of your campaigns is in this report\n/,
    );
  });
});

import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { renderText } from "../../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../../shared/digest/frame/subject.ts";
import type { CampaignDetail, DigestInput } from "../../../shared/digest/input/digest-input.ts";
import type { Day } from "../../../shared/platform/day.ts";
import { pounds } from "../rows.ts";
import { boardOf, idsOf, type Plan, tenOnWeekdays, worldOf } from "./world.ts";

const MONDAY: Day = "2026-11-23";
const textOf = (input: DigestInput): string => renderText(buildDigest(input));
const titleOf = (input: DigestInput): string => subjectOf(buildDigest(input));

/** Short of a cap of 900 at £50 since before the history, and shown otherwise on the newest day. */
const onMonday = (shows: Partial<CampaignDetail>): Plan => ({
  row: { leads_required: 900 },
  shows: (day) => (day >= MONDAY ? shows : {}),
});

describe("what is open, once it is unknown", () => {
  test.each([
    ["its counter", { billable_leads: null }],
    ["its cap", { leads_required: null }],
    ["its end", { end_date: null }],
  ])("by %s, keeps what was at stake when it was known, and says so", (_, shows) => {
    const world = worldOf([onMonday(shows)]);
    const { open, sums } = boardOf(world);
    expect(open[0]?.stake.money).toBeGreaterThan(pounds(17_000));
    expect(sums.open.money).toBe(open[0]?.stake.money);
    expect(textOf(world)).toContain("Not known by the newest figures; this is what was known last.");
  });

  test("is over where it has no cap any more, be that said as uncapped or as zero", () => {
    for (const shows of [{ uncapped: true }, { leads_required: 0 }]) {
      const board = boardOf(worldOf([onMonday(shows)]));
      expect([idsOf(board.open), board.over.map(({ end }) => end)]).toEqual([[], ["settled"]]);
    }
  });
});

test("a campaign without a cap is not said to be short of leads, or to have no price", () => {
  const plan: Plan = {
    row: { start_date: "2026-11-24", uncapped: true },
    leads: () => 0,
    contract: () => ({ signed_ts: null }),
  };
  expect(textOf(worldOf([plan]))).toContain("\nAt stake: unknown [New]\n");
});

test("a publisher whose counters are unknown today is not told that this is its first report", () => {
  const unknown = { billable_leads: null, total_leads: null, invalid_leads: null };
  const plan: Plan = { contract: (day) => (day >= MONDAY ? unknown : {}) };
  const settings = { audience: "publisher", filter: { publishers: [5] } };
  const text = textOf(worldOf([plan], { settings }));
  expect(text).toContain("What is new is not known today.");
  expect(text).not.toContain("first report");
  expect(textOf(worldOf([plan], { settings, days: 1 }))).toContain("first report");
});

test("a line is not told again on a day after its campaign's end", () => {
  const plan: Plan = {
    row: { end_date: "2026-11-21" },
    shows: (day) => ({ leads_required: day >= "2026-11-18" ? 900 : 200 }),
  };
  const world = worldOf([plan], { date: "2026-11-20" });
  expect(boardOf(world).open).toMatchObject([{ next: null }]);
  expect(textOf(world)).not.toContain("Told again Mon");
});

test("a silent campaign that has had leads is not said to have had none, when the API does not tell of the last", () => {
  const plan: Plan = {
    shows: () => ({ last_conversion: null, leads_required: 900 }),
    leads: (day) => (day < "2026-11-20" ? tenOnWeekdays(day) : 0),
  };
  expect(textOf(worldOf([plan]))).toContain("No lead since Thu 19 Nov.");
  const allBefore: Plan = { ...plan, leads: (day) => (day === "2026-10-19" ? 100 : 0) };
  expect(textOf(worldOf([allBefore]))).toContain("No lead for 2 weekdays or more.");
  expect(textOf(worldOf([{ ...plan, leads: () => 0 }]))).toContain("No lead has ever come.");
});

test("of a cap under 20 counts are told and no percent; of a counter below zero neither", () => {
  const small: Plan = {
    row: { end_date: MONDAY, leads_required: 12, base_currency_payout_amount: pounds(500) },
    leads: (day) => (day === "2026-11-02" ? 3 : 0),
  };
  expect(textOf(worldOf([small]))).toContain("3 of 12 on its last day");
  const below: Plan = {
    shows: (day) => ({ status: day < MONDAY ? "Active" : "Paused" }),
    leads: (day) => (day === "2026-11-16" ? -600 : 10),
  };
  const text = textOf(worldOf([below]));
  expect(text).toContain("Paused.");
  expect(text).not.toMatch(/−\d+%/);
});

describe("a weekly mail", () => {
  const settings = { period: "week", days: ["MON"] };
  const at = { date: MONDAY, days: 43, settings, over: { since: "2026-11-16" } } as const;
  const withoutJobs = (world: DigestInput): DigestInput => {
    const { history } = world.jobs;
    const [newest, older] = [history.at(-2), history.slice(0, -1)];
    return { ...world, jobs: { ...world.jobs, history: older, newest } as DigestInput["jobs"] };
  };

  test("does not say that there is nothing to act on while a dataset is missing", () => {
    expect(titleOf(withoutJobs(worldOf([{}], at)))).toContain("cannot tell what to act on");
    expect(titleOf(withoutJobs(worldOf([{ row: { leads_required: 900 } }], at)))).toContain("at least 1 to act on");
    expect(titleOf(worldOf([{}], at))).toContain("nothing new to act on");
  });

  test("names the week that it is compared with where that is not the one before", () => {
    const gap = worldOf([{}], { ...at, missing: ["2026-11-09"] });
    expect(textOf(gap)).toMatch(/^50 leads, ±0 vs 26 Oct – 1 Nov, the last like days there are\n/);
    expect(titleOf(gap)).toContain("50 leads; nothing");
    expect(textOf(worldOf([{}], at))).toMatch(/^50 leads, ±0 on the week before\n/);
  });

  test("in which more was taken back than came says so, and tells no negative leads", () => {
    const back = worldOf([{ leads: (day) => (day === "2026-11-19" ? -200 : tenOnWeekdays(day)) }], at);
    expect(titleOf(back)).toMatch(/^Week 16–22 Nov: 160 taken back, −210; /);
    expect(textOf(back)).toMatch(/^160 taken back, −210 on the week before\n/);
  });
});

test("a month of the year before has its year once", () => {
  const settings = { period: "month" };
  const world = worldOf([{}], { date: "2027-01-01", days: 70, settings, over: { since: "2026-12-01" } });
  expect(textOf(world)).toContain("Tue 1 Dec to Thu 31 Dec 2026 · acme");
});

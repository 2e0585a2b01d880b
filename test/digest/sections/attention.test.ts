import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { campaign, contract, inputOf, snapshot } from "../rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

describe("campaigns that need a look", () => {
  const rowsOf = (
    before: Parameters<typeof campaign>[0],
    now: Parameters<typeof campaign>[0],
    contracts = [contract()],
  ) => {
    const campaigns = [
      snapshot("2026-11-18", [campaign(before)]),
      snapshot(BEFORE, [campaign(before)]),
      snapshot(DATE, [campaign(now)]),
    ];
    const signed = [snapshot(BEFORE, contracts), snapshot(DATE, contracts)];
    return buildDigest(inputOf(DATE, { campaigns, contracts: signed })).sections.attention?.rows ?? [];
  };

  test("are silent when active, behind, without a conversion for the settings' whole weekdays and without a lead", () => {
    const quiet = { billable_leads: 50, total_leads: 50, last_conversion: Date.parse("2026-11-18T10:00:00Z") };
    expect(rowsOf(quiet, quiet)).toMatchObject([{ kind: "silent", missing: 250 }]);
    // Thursday's last lead, told on Monday: of the days since only Friday is a weekday.
    expect(rowsOf(quiet, { ...quiet, last_conversion: Date.parse("2026-11-19T10:00:00Z") })).toEqual([]);
    expect(rowsOf(quiet, { ...quiet, total_leads: 51 })).toEqual([]);
    expect(rowsOf(quiet, { ...quiet, last_conversion: Date.parse("2026-11-22T10:00:00Z") })).toEqual([]);
  });

  test("are paused while behind", () => {
    const paused = { status: "Paused", pause_ts: Date.parse("2026-11-22T10:00:00Z"), billable_leads: 100 };
    expect(rowsOf({ billable_leads: 100 }, paused)).toMatchObject([{ kind: "paused-behind", missing: 200 }]);
    expect(rowsOf({ billable_leads: 250 }, { ...paused, billable_leads: 250 })).toEqual([]);
  });

  test("ended short of their cap since the previous mail, once", () => {
    const ended = { end_date: "2026-11-22", billable_leads: 280 };
    expect(rowsOf(ended, { ...ended, status: "Ended" })).toMatchObject([{ kind: "ended-short", missing: 20 }]);
    expect(rowsOf(ended, { ...ended, billable_leads: 300 })).toEqual([]);
    expect(rowsOf({ ...ended, end_date: "2026-11-21" }, { ...ended, end_date: "2026-11-21" })).toEqual([]);
  });

  test("start today without a signed publisher", () => {
    const starting = { start_date: DATE, status: "Inactive" };
    expect(rowsOf(starting, starting, [contract({ signed_ts: null })])).toMatchObject([{ kind: "starting-unsigned" }]);
    expect(rowsOf(starting, starting)).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { campaign, contract, inputOf, snapshot } from "../rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

describe("publisher quality", () => {
  const sent = (total: number, invalid: number, over = {}) =>
    contract({ total_leads: total, invalid_leads: invalid, ...over });
  /** 1,000 leads with 5 % invalid in the 28 days before, then the given ones in the window. */
  const quality = (total: number, invalid: number, settings = {}) => {
    const contracts = [
      snapshot("2026-10-25", [sent(0, 0)]),
      snapshot(BEFORE, [sent(1000, 50)]),
      snapshot(DATE, [sent(1000 + total, 50 + invalid)]),
    ];
    return buildDigest(inputOf(DATE, { contracts, settings })).sections.quality?.all[0];
  };

  test("is the invalid rate of the window against the publisher's own of the 28 days before", () => {
    const row = quality(100, 20);
    expect(row).toMatchObject({ leads: 100, invalid: 20, rate: 0.2, usual: 0.05, usualDays: 28, clear: true });
    expect(row?.rise).toBeCloseTo(15);
    expect(row?.streak).toMatchObject({ state: "new", days: 1 });
  });

  test("needs the volume and the points of the settings", () => {
    expect(quality(19, 10)?.streak).toBeNull();
    expect(quality(20, 10)?.streak).not.toBeNull();
    expect(quality(100, 9)?.streak).toBeNull();
    expect(quality(100, 9, { thresholds: { invalidRatePoints: 4 } })?.streak).not.toBeNull();
  });

  test("says when a rise may be chance: 3 of 25 against 5 % is not clear of it", () => {
    expect(quality(25, 3)?.clear).toBe(false);
    expect(quality(200, 30)?.clear).toBe(true);
  });

  test("goes on over a renewal, whose contract has another id", () => {
    const contracts = [
      snapshot("2026-10-25", [sent(0, 0)]),
      snapshot(BEFORE, [sent(1000, 50)]),
      snapshot(DATE, [sent(1100, 70, { id: 99 })]),
    ];
    const model = buildDigest(inputOf(DATE, { contracts }));
    expect(model.sections.quality?.all[0]).toMatchObject({ leads: 100, invalid: 20 });
    expect(model.sections.changes?.rows).toContainEqual(
      expect.objectContaining({ kind: "contract-renewed", from: 1, to: 99 }),
    );
  });

  test("leaves out the contracts of test campaigns", () => {
    const contracts = [snapshot(BEFORE, [sent(1000, 50)]), snapshot(DATE, [sent(1100, 150)])];
    const campaigns = [snapshot(DATE, [campaign({ test_mode: true })])];
    expect(buildDigest(inputOf(DATE, { campaigns, contracts })).sections.quality?.all).toHaveLength(0);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderText } from "../../shared/digest/frame/mail.ts";
import { addDays } from "../../shared/platform/day.ts";
import { campaign, contract, inputOf, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

test("a rate is of the contracts that know both its terms: 2 of 20, and not 32 of 20", () => {
  const a = (total: number | null, invalid: number) => contract({ total_leads: total, invalid_leads: invalid });
  const b = (total: number, invalid: number) =>
    contract({ id: 2, campaign_id: 2, total_leads: total, invalid_leads: invalid });
  const contracts = [snapshot(BEFORE, [a(130, 13), b(120, 12)]), snapshot(DATE, [a(null, 43), b(140, 14)])];
  const { quality } = buildDigest(inputOf(DATE, { contracts })).sections;
  expect(quality?.all).toMatchObject([{ leads: 20, invalid: 2, rate: 0.1 }]);
  const campaigns = [
    snapshot(BEFORE, [
      campaign({ total_leads: 130, invalid_leads: 13 }),
      campaign({ id: 2, total_leads: 120, invalid_leads: 12 }),
    ]),
    snapshot(DATE, [
      campaign({ total_leads: null, invalid_leads: 43 }),
      campaign({ id: 2, total_leads: 140, invalid_leads: 14 }),
    ]),
  ];
  expect(buildDigest(inputOf(DATE, { campaigns })).totals?.now).toMatchObject({
    total: 20,
    invalid: 2,
    invalidRate: 0.1,
  });
});

test("a publisher's mail says one share of what was not accepted, of all its campaigns, also of those that are over", () => {
  const ended = { id: 2, campaign_id: 2, campaign_name: "Ended", campaign_status: "Ended", billable_leads: 5 };
  const rows = (step: number) => [
    contract({ total_leads: 100 + 10 * step, invalid_leads: 10 + step, billable_leads: 50 + 9 * step }),
    contract({ ...ended, total_leads: 100 + 50 * step, invalid_leads: 10 + 50 * step }),
  ];
  const mail = buildDigest(
    inputOf(DATE, {
      contracts: [
        snapshot("2026-10-26", [contract(), contract(ended)]),
        snapshot(BEFORE, rows(0)),
        snapshot(DATE, rows(1)),
      ],
      settings: { audience: "publisher", filter: { publishers: [5] } },
    }),
  );
  expect(mail.sections.own).toMatchObject({ leads: 60, notAccepted: 51 });
  expect(renderText(mail)).toContain("51 of 60 leads of Sun 22 Nov not accepted (85%).");
});

const anyCounter = fc.option(fc.integer({ min: 0, max: 400 }), { freq: 4, nil: null });
const anyRow = fc.option(fc.record({ total: anyCounter, invalid: anyCounter }), { freq: 6, nil: null });
const anyHistory = fc.array(fc.array(anyRow, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 30 });

/** Shares that the mail tells, of whatever kind. */
function sharesOf(history: readonly (readonly ({ total: number | null; invalid: number | null } | null)[])[]) {
  const dates = history.map((_, index) => addDays(DATE, index + 1 - history.length));
  const contracts = dates.map((date, index) =>
    snapshot(
      date,
      (history[index] ?? []).flatMap((row, id) =>
        row === null
          ? []
          : [contract({ id: id + 1, campaign_id: id + 1, total_leads: row.total, invalid_leads: row.invalid })],
      ),
    ),
  );
  const campaigns = dates.map((date, index) =>
    snapshot(
      date,
      (history[index] ?? []).flatMap((row, id) =>
        row === null ? [] : [campaign({ id: id + 1, total_leads: row.total, invalid_leads: row.invalid })],
      ),
    ),
  );
  const internal = buildDigest(inputOf(DATE, { campaigns, contracts }));
  const own = buildDigest(
    inputOf(DATE, { contracts, settings: { audience: "publisher", filter: { publishers: [5] } } }),
  );
  return [
    internal.totals?.now?.invalidRate,
    internal.totals?.previous?.invalidRate,
    ...(internal.sections.quality?.all ?? []).flatMap(({ rate, usual }) => [rate, usual]),
    ...[...renderText(own).matchAll(/([−-]?[\d.,]+)%/g)].map(([, percent]) => Number(percent?.replace("−", "-")) / 100),
  ].filter((share) => share !== null && share !== undefined);
}

test("no share is ever below nothing or above all, whatever is unknown, absent or judged again", () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const share of sharesOf(history)) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }),
    { seed: 1_508, numRuns: 200 },
  );
});

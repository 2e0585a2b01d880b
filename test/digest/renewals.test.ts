import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderText } from "../../shared/digest/frame/mail.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import type { ContractDetail, ContractVersion } from "../../shared/digest/input/digest-input.ts";
import { campaign, contract, inputOf, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

const version = (over: Partial<ContractVersion> = {}): ContractVersion => ({
  ...{ id: 1, campaign_id: 1, publisher_id: 5, leads_required: 400, uncapped: false, caps_on_bands: false },
  ...{ start_date: "2026-09-01", end_date: "2026-10-14", signed_ts: Date.parse("2026-09-01T09:00:00Z") },
  ...over,
});
/** Renewed on 15 October, its own cap 100: more than 35 days ago. All the publisher's contracts delivered 472. */
const renewed = (over: Partial<ContractDetail> = {}): ContractDetail =>
  contract({
    ...{ id: 9, leads_required: 100, billable_leads: 472, start_date: "2026-10-15", end_date: "2026-12-31" },
    ...over,
  });

function mailOf(row: ContractDetail, versions: readonly ContractVersion[] | undefined, settings: object = {}) {
  const busy = campaign({ leads_required: 1_000, billable_leads: 472, end_date: "2027-01-31" });
  return buildDigest(
    inputOf(DATE, {
      campaigns: [snapshot(BEFORE, [busy]), snapshot(DATE, [busy])],
      contracts: [snapshot(BEFORE, [row]), snapshot(DATE, [row])],
      settings: { ...settings },
      over: versions === undefined ? {} : { versions },
    }),
  );
}
const ownMail = (row: ContractDetail, versions: readonly ContractVersion[]) =>
  mailOf(row, versions, { audience: "publisher", filter: { publishers: [5] } });

test("a renewed contract is never 472 of 100 with its cap reached, however long ago it was renewed", () => {
  const chain = [version(), version({ id: 9, leads_required: 100, start_date: "2026-10-15", end_date: "2026-12-31" })];
  expect(mailOf(renewed(), chain).sections.contracts?.rows).toEqual([]);
  const own = ownMail(renewed(), chain);
  expect(own.sections.own?.running).toMatchObject([{ cap: 500, accepted: 472, contracts: 2 }]);
  expect(own.sections.own?.running[0]?.pace).toMatchObject({ required: 500, endDate: "2026-12-31" });
  const text = renderText(own);
  expect(text).toContain("472 of 500 accepted, across 2 contracts");
  expect(text).not.toMatch(/of 100|cap reached/i);
});

test("caps add only where each contract began after the one before it had ended: else the terms were amended, and nothing is judged", () => {
  const amended: readonly Partial<ContractVersion>[] = [
    { end_date: null },
    { end_date: "2026-10-15" },
    { end_date: "2026-12-31" },
    { leads_required: null },
    { uncapped: true },
    { caps_on_bands: true },
  ];
  for (const over of amended) {
    const versions = [version(over)];
    expect(mailOf(renewed(), versions).sections.contracts?.rows, JSON.stringify(over)).toEqual([]);
    const own = ownMail(renewed(), versions);
    expect(own.sections.own?.running, JSON.stringify(over)).toMatchObject([{ cap: null, contracts: 2, pace: null }]);
    expect(renderText(own)).toContain("472 accepted, across 2 contracts");
  }
  const unknownStart = mailOf(renewed({ start_date: null }), [version()]);
  expect(unknownStart.sections.contracts?.rows).toEqual([]);
});

test("contracts that follow one another are judged by all their caps: reached at 500, ending below it, open to it", () => {
  const reached = mailOf(renewed({ billable_leads: 500 }), [version()]);
  expect(reached.sections.contracts?.rows).toMatchObject([
    { kind: "contract-reached", required: 500, capLeads: 500, contracts: 2 },
  ]);
  const ending = mailOf(renewed({ end_date: "2026-11-26" }), [version()]);
  expect(ending.sections.contracts?.rows).toMatchObject([{ kind: "contract-ending", required: 500, days: 4 }]);
  const small = campaign({ leads_required: 490, billable_leads: 472, end_date: "2027-01-31" });
  const over = inputOf(DATE, {
    campaigns: [snapshot(BEFORE, [small]), snapshot(DATE, [small])],
    contracts: [snapshot(BEFORE, [renewed()]), snapshot(DATE, [renewed()])],
    over: { versions: [version()] },
  });
  expect(buildDigest(over).sections.contracts?.rows).toMatchObject([{ kind: "overcommitted", open: 28, wanted: 18 }]);
});

test("what was never signed, and what was made after the contracts were read, are no contracts of the count", () => {
  const draft = version({ id: 2, signed_ts: null });
  const newer = version({ id: 12, start_date: "2027-01-01", end_date: null });
  const row = renewed({ leads_required: 480, billable_leads: 480 });
  expect(mailOf(row, [draft, newer]).sections.contracts?.rows).toMatchObject([
    { kind: "contract-reached", required: 480, contracts: 1 },
  ]);
});

test("new terms that wait for their signature are told with their own cap, and judge nothing else", () => {
  const waiting = renewed({ signed_ts: null, current_contract_status: "Unsigned" });
  const { contracts } = mailOf(waiting, [version()]).sections;
  expect(contracts?.rows).toMatchObject([{ kind: "contract-unsigned", required: null, contracts: 2 }]);
  expect(ownMail(waiting, [version()]).sections.own?.running).toMatchObject([{ cap: null, pace: null }]);
});

test("without a snapshot of versions a renewal is known from the contracts that were read, and no mail is incomplete for it", () => {
  const before = contract({ id: 1, billable_leads: 470 });
  const now = renewed();
  const busy = campaign({ leads_required: 1_000, billable_leads: 472, end_date: "2027-01-31" });
  const mail = buildDigest(
    inputOf(DATE, {
      campaigns: [snapshot(BEFORE, [busy]), snapshot(DATE, [busy])],
      contracts: [snapshot(BEFORE, [before]), snapshot(DATE, [now])],
    }),
  );
  expect(mail).toMatchObject({ incomplete: false, banners: [] });
  expect(mail.sections.contracts?.rows).toEqual([]);
  expect(renderText(mail)).not.toMatch(/472 of 100/);
});

test("a publisher's mail holds no terms of another publisher", () => {
  const foreign = version({ publisher_id: 6, leads_required: 987_654 });
  const mail = ownMail(renewed(), [foreign]);
  expect(JSON.stringify([renderText(mail), renderCsv(mail)])).not.toContain("987");
  expect(mail.sections.own?.running).toMatchObject([{ contracts: 1 }]);
});

test("contracts that are over or off can deliver nothing: they are not ending, at their cap, unsigned, or open", () => {
  const off: readonly Partial<ContractDetail>[] = [
    { current_contract_status: "Ended" },
    { current_contract_status: "inactive" },
    { end_date: "2026-11-22" },
    { end_date: "2026-10-31" },
  ];
  const kinds: readonly Partial<ContractDetail>[] = [
    { billable_leads: 60, end_date: "2026-11-25" },
    { billable_leads: 100 },
    { signed_ts: null },
    { leads_required: 9_000, billable_leads: 10 },
  ];
  for (const over of off) {
    for (const kind of kinds) {
      expect(mailOf(renewed({ ...kind, ...over }), []).sections.contracts?.rows, JSON.stringify([kind, over])).toEqual(
        [],
      );
    }
  }
  expect(kinds.map((kind) => mailOf(renewed(kind), []).sections.contracts?.rows[0]?.kind)).toEqual([
    "contract-ending",
    "contract-reached",
    "contract-unsigned",
    "overcommitted",
  ]);
});

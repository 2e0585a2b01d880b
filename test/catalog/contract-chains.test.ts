import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Row } from "../../shared/catalog/column.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { type JsonRow, queryAt } from "./query.ts";

const DAY = "2026-11-24";
const SIGNED = Date.parse("2026-09-01T10:00:00Z");
let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

const PAIR = { campaign_id: 1, publisher_id: 9, uncapped: false, caps_on_bands: false };
const version = (id: number, start: string | null, end: string | null, cap: number | null, of: Row = {}): Row => ({
  ...PAIR,
  id,
  start_date: start,
  end_date: end,
  leads_required: cap,
  signed_ts: SIGNED,
  ...of,
});
const latest = (of: Row): Row => ({
  campaign_status: "Active",
  current_contract_status: "Active",
  publisher_name: "Pub",
  campaign_name: "Alpha",
  ...of,
});
const campaign: Row = {
  id: 1,
  name: "Alpha",
  status: "Active",
  start_date: "2026-09-01",
  end_date: "2026-12-31",
  uncapped: false,
  leads_required: 5_000,
  billable_leads: 900,
};

interface Account {
  readonly contracts: readonly Row[];
  readonly versions: readonly Row[];
  readonly versionsOn?: string;
  readonly campaigns?: readonly Row[];
}

async function publish({ contracts, versions, versionsOn = DAY, campaigns = [campaign] }: Account): Promise<void> {
  await folder.publish({ dataset: "campaigns", date: DAY, rows: campaigns });
  await folder.publish({ dataset: "publisher-contracts", date: DAY, rows: contracts.map(latest) });
  await folder.publish({ dataset: "contract-versions", date: versionsOn, rows: versions });
}

const paces = (): Promise<readonly JsonRow[]> =>
  queryAt(
    folder.path,
    DAY,
    `SELECT contracts, contract_terms, cap, start_date, end_date FROM publisher_contract_pacing_daily
     WHERE enterprise = 'acme' AND snapshot_date = '${DAY}' ORDER BY id`,
  );
const found = async (): Promise<readonly JsonRow[]> =>
  queryAt(folder.path, DAY, namedQueries("acme").find(({ name }) => name === "contracts")?.sql ?? "");

describe("a renewed contract", () => {
  const before = version(50, "2026-09-01", "2026-10-14", 400);
  const now = version(60, "2026-10-15", "2026-12-31", 100, { billable_leads: 472 });

  test("whose window follows the one before has the caps and the window of both, and has not reached its own 100", async () => {
    await publish({ contracts: [now], versions: [before, now].map(termsOf) });
    expect(await paces()).toEqual([
      { contracts: 2, contract_terms: "renewed", cap: 500, start_date: "2026-09-01", end_date: "2026-12-31" },
    ]);
    expect(await found()).toEqual([]);
  });

  test("is known by the newest versions of the 35 days before, when the day's are missing", async () => {
    await publish({ contracts: [now], versions: [before, now].map(termsOf), versionsOn: "2026-10-20" });
    expect(await paces()).toMatchObject([{ contracts: 2, contract_terms: "renewed", cap: 500 }]);
  });

  test.each([
    ["windows that overlap", [version(50, "2026-09-01", "2026-10-20", 400)]],
    ["an end that is not known", [version(50, "2026-09-01", null, 400)]],
    ["a start that is not known", [version(50, null, "2026-10-14", 400)]],
    [
      "one of three that overlaps",
      [version(40, "2026-08-01", "2026-09-10", 10), version(50, "2026-09-01", "2026-10-14", 400)],
    ],
  ])("with %s had its terms amended: there is no cap to judge by", async (_, others) => {
    await publish({ contracts: [now], versions: [...others, now].map(termsOf) });
    expect(await paces()).toMatchObject([{ contracts: others.length + 1, contract_terms: "amended", cap: null }]);
    expect(await found()).toEqual([]);
  });

  test("is not made longer by versions that were never signed, or made after it was read", async () => {
    const draft = version(55, "2026-09-20", "2026-10-30", 400, { signed_ts: null });
    const later = version(61, "2027-01-01", null, 400);
    await publish({ contracts: [now], versions: [draft, now, later].map(termsOf) });
    expect(await paces()).toMatchObject([{ contracts: 1, contract_terms: "one", cap: 100 }]);
  });

  test("has no cap where one before had none", async () => {
    const uncapped = { ...before, uncapped: true };
    await publish({ contracts: [now], versions: [uncapped, now].map(termsOf) });
    expect(await paces()).toMatchObject([{ contract_terms: "renewed", cap: null }]);
  });

  test("that waits for a signature is told as that, and judged by nothing else", async () => {
    const waiting = { ...now, signed_ts: null };
    await publish({ contracts: [waiting], versions: [before, waiting].map(termsOf) });
    expect(await paces()).toMatchObject([{ contract_terms: "amended", cap: null }]);
    expect(await found()).toMatchObject([{ reason: "unsigned", contract_id: 60 }]);
  });

  test("without any versions is taken alone, and that is said", async () => {
    await publish({ contracts: [now], versions: [] });
    expect(await paces()).toMatchObject([{ contracts: 1, contract_terms: "unknown", cap: 100 }]);
  });
});

/** A version as `contract-versions` has it: no counters. */
const termsOf = ({ billable_leads: _counter, ...terms }: Row): Row => terms;

describe("the saved query contracts lists only what can still deliver", () => {
  const ending = version(1, "2026-11-01", "2026-11-27", 100, { billable_leads: 40 });
  const reached = version(2, "2026-11-01", "2026-12-20", 100, { publisher_id: 2, billable_leads: 100 });
  const unsigned = version(3, "2026-11-01", "2026-12-20", 100, { publisher_id: 3, signed_ts: null, billable_leads: 0 });
  const all = [ending, reached, unsigned];
  const reasons = async (over: Row, ofCampaign: Row = {}) => {
    const contracts = all.map((row) => ({ ...row, ...over }));
    await publish({ contracts, versions: contracts.map(termsOf), campaigns: [{ ...campaign, ...ofCampaign }] });
    return (await found()).map(({ reason }) => reason);
  };

  test("each for its reason", async () => {
    expect(await reasons({})).toEqual(["cap reached", "ending", "unsigned"]);
  });

  test.each<readonly [string, Row, Row, readonly string[]]>([
    ["an inactive contract", { current_contract_status: "Inactive" }, {}, []],
    ["an ended one", { current_contract_status: "Ended" }, {}, []],
    ["one whose end has come", { end_date: "2026-11-23" }, {}, []],
    ["one whose campaign's end has come", {}, { end_date: "2026-11-23" }, []],
    ["one of an ended campaign", {}, { status: "Ended" }, []],
    ["one of a test", {}, { test_mode: true }, []],
    ["one of a paused campaign", {}, { status: "Paused" }, ["ending"]],
    ["one of a campaign that needs no more", {}, { billable_leads: 5_000 }, ["ending", "unsigned"]],
  ])("%s", async (_, over, ofCampaign, expected) => {
    const contracts = all.map((row) => latest({ ...row, ...over }));
    await folder.publish({ dataset: "campaigns", date: DAY, rows: [{ ...campaign, ...ofCampaign }] });
    await folder.publish({
      dataset: "publisher-contracts",
      date: DAY,
      rows: contracts.map((row) => ({ ...row, ...over })),
    });
    expect((await found()).map(({ reason }) => reason)).toEqual(expected);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { NO_DATASET, type Snapshot } from "../../shared/digest/input/digest-input.ts";
import { readDigestInput } from "../../shared/digest/input/read-digest-input.ts";
import { expectedDatasets } from "../../shared/digest/sections/registry.ts";
import { createParquetWriter } from "../../shared/parquet/writer.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { accountOf } from "./account.ts";
import { parquetOf, publishAccount, publishSnapshots } from "./published-account.ts";
import { campaign, contract, digestSettings, job, snapshot, ZONE } from "./rows.ts";

let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "digest-input-"));
  store = createFolderStore(folder);
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const publish = (dataset: DatasetName, snapshots: readonly Snapshot<object>[]): Promise<void> =>
  publishSnapshots(store, dataset, snapshots);

async function damage(dataset: DatasetName, date: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, snapshotKey(dataset, "acme", date));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

const read = (date: string, own: Record<string, unknown> = {}, from: ObjectStore = store, snapshotAt = "05:00") => {
  const datasets: DatasetName[] = ["campaigns", "publisher-contracts", "integration-jobs", "contract-versions"];
  const settings = digestSettings(own);
  return readDigestInput(from, {
    enterprise: "acme",
    enterpriseSettings: {
      timeZone: ZONE,
      snapshotAt,
      minutesLater: 0,
      baseCurrency: null,
      datasets,
      links: {},
      publisherLinks: {},
      advertiserLinks: {},
    },
    digest: "daily",
    settings,
    date,
    version: "0.1.0",
    expected: expectedDatasets(settings, datasets),
  });
};

test("what is read from Parquet gives the same mail as the rows themselves", async () => {
  const account = accountOf("2026-11-24", 9);
  await publishAccount(store, account);
  const input = await read("2026-11-24");
  expect(input.campaigns.history).toHaveLength(36);
  expect(buildDigest(input)).toEqual(buildDigest({ ...account, contracts: { ...account.contracts } }));
});

test("the window goes back to the digest's previous mail", async () => {
  const days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"].map((date) => snapshot(date, [campaign()]));
  await publish("campaigns", days);
  const input = await read("2026-11-23", { sections: ["money"] });
  expect(input.since).toBe("2026-11-20");
  expect(input.campaigns.base?.info.date).toBe("2026-11-20");
  expect(input.expected).toEqual(["campaigns", "publisher-contracts", "integration-jobs"]);
  expect(input.mailsBefore.at(-1)?.since).toBe("2026-11-20");
});

test("damaged, foreign and mislabelled files are skipped with their reason and the one before is used", async () => {
  await publish("campaigns", [snapshot("2026-11-19", [campaign()]), snapshot("2026-11-24", [campaign()])]);
  await damage("campaigns", "2026-11-20", new TextEncoder().encode("no Parquet at all"));
  const whole = await parquetOf("campaigns", snapshot("2026-11-21", [campaign()]));
  await damage("campaigns", "2026-11-21", whole.subarray(0, whole.length - 40));
  await damage("campaigns", "2026-11-22", await parquetOf("integration-jobs", snapshot("2026-11-22", [job()])));
  const writer = createParquetWriter(DATASETS.campaigns.columns);
  await damage("campaigns", "2026-11-23", await writer.finish({ run_id: "half a label" }));
  const { campaigns } = await read("2026-11-24", { sections: ["money"] });
  expect(campaigns.skipped.map(({ date, reason }) => [date, reason])).toEqual([
    ["2026-11-20", "the file is damaged or of another shape"],
    ["2026-11-21", "the file is damaged or of another shape"],
    ["2026-11-22", "it is of another dataset"],
    ["2026-11-23", "it was not written by this project"],
  ]);
  expect(campaigns.base?.info.date).toBe("2026-11-19");
});

test("an empty snapshot is a day of its own", async () => {
  await publish("campaigns", [snapshot("2026-11-23", [campaign()]), snapshot("2026-11-24", [])]);
  const { campaigns } = await read("2026-11-24", { sections: ["money"] });
  expect(campaigns.newest).toMatchObject({ info: { date: "2026-11-24", rows: 0 }, rows: [] });
});

test("a publisher's digest reads contracts, and of campaigns their last days by the newest readable snapshot", async () => {
  await publish("publisher-contracts", [snapshot("2026-11-24", [contract()])]);
  await publish("campaigns", [
    snapshot("2026-11-21", [campaign({ end_date: "2026-12-01" })]),
    snapshot("2026-11-22", [campaign({ end_date: "2026-12-02" }), campaign({ id: 2, end_date: null })]),
    snapshot("2026-11-25", [campaign({ end_date: "2026-12-05" })]),
  ]);
  await damage("campaigns", "2026-11-23", new Uint8Array([1, 2, 3]));
  const asked: string[] = [];
  const watched: ObjectStore = {
    ...store,
    get: (key) => {
      asked.push(key);
      return store.get(key);
    },
  };
  const input = await read("2026-11-24", { audience: "publisher", filter: { publishers: [5] } }, watched);
  const others = asked.filter((key) => !key.startsWith("snapshots/publisher_contracts/enterprise=acme/"));
  expect(others).toEqual(["2026-11-23", "2026-11-22"].map((date) => snapshotKey("campaigns", "acme", date)));
  expect(input.campaigns).toEqual(NO_DATASET);
  expect(input.campaignEnds).toEqual(new Map([[1, "2026-12-02"]]));
});

test("no snapshot at all is an error that says for which days", async () => {
  await expect(read("2026-11-24")).rejects.toMatchObject({ name: "NoSnapshot" });
  await expect(read("2026-11-24")).rejects.toThrow("from 2026-10-19 to 2026-11-24");
});

test("a store that fails is not taken for a missing snapshot", async () => {
  const broken: ObjectStore = { ...store, get: () => Promise.reject(new Error("no answer")) };
  await expect(read("2026-11-24", {}, broken)).rejects.toThrow("no answer");
});

test("a snapshot of another day or later is never read", async () => {
  await publish("campaigns", [snapshot("2026-11-24", [campaign()]), snapshot("2026-11-25", [campaign({ id: 2 })])]);
  const { campaigns } = await read("2026-11-24", { sections: ["money"] });
  expect(campaigns.newest?.info.date).toBe("2026-11-24");
});

test("contract versions are the newest readable ones of the 35 days before, and none at all where there is none", async () => {
  const version = { campaign_id: 1, publisher_id: 5, start_date: "2026-10-01", signed_ts: 1 };
  await publish("publisher-contracts", [snapshot("2026-11-24", [contract()])]);
  expect((await read("2026-11-24")).versions).toBeUndefined();
  await publish("contract-versions", [
    snapshot("2026-10-19", [{ ...version, id: 1 }]),
    snapshot("2026-11-20", [{ ...version, id: 2 }]),
    snapshot("2026-11-25", [{ ...version, id: 4 }]),
  ]);
  await damage("contract-versions", "2026-11-22", new TextEncoder().encode("no Parquet at all"));
  const input = await read("2026-11-24");
  expect(input.versions).toMatchObject([
    { id: 2, campaign_id: 1, publisher_id: 5, signed_ts: 1, leads_required: null },
  ]);
  expect(input.expected).not.toContain("contract-versions");
  expect(buildDigest(input).banners.map((banner) => banner.dataset)).not.toContain("contract-versions");
});

test("a month of snapshots that are of their own day ends with the snapshot of its last day", async () => {
  const days = ["2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"].map((date) => {
    const one = snapshot(date, [campaign()]);
    return { ...one, info: { ...one.info, activityDate: date, snapshotAt: instantAt(date, "13:00", ZONE) } };
  });
  await publish("campaigns", days);
  const month = { sections: ["money"], period: "month", at: "16:00" };
  const mail = buildDigest(await read("2026-11-01", month, store, "13:00"));
  expect(mail.window).toMatchObject({ firstDay: "2026-10-01", lastDay: "2026-10-31" });
  expect(mail.banners.filter(({ kind }) => kind === "stale")).toEqual([]);
});

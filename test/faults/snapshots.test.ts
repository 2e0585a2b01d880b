import { describe, expect } from "vitest";
import type { Columns, Row } from "../../shared/catalog/column.ts";
import { text } from "../../shared/catalog/column.ts";
import { CAMPAIGNS } from "../../shared/catalog/datasets/campaigns.ts";
import type { DatasetName } from "../../shared/catalog/datasets.ts";
import { readParquet } from "../../shared/parquet/reader.ts";
import { addDays } from "../../shared/platform/day.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { writeRows } from "../snapshot/parquet/write-rows.ts";
import { type DigestAccount, openDigestAccount } from "./digest-account.ts";
import { faultTest } from "./fault-test.ts";
import { TODAY } from "./job-account.ts";

const YESTERDAY = addDays(TODAY, -1);

/** Puts other bytes in the place of a published snapshot. */
async function replace(
  { account }: DigestAccount,
  at: { readonly dataset?: DatasetName; readonly date: string },
  change: (body: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<void> {
  const found = await account.store.get(snapshotKey(at.dataset ?? "campaigns", "acme", at.date));
  if (found === undefined) throw new Error("no snapshot");
  const body = await change(found.body);
  await account.store.overwrite(found.key, body, { contentType: "x", ifMatch: found.etag });
}
/** The same rows under the same label, with other columns. */
const rewritten = (columns: Columns, change: (row: Row) => Row) => async (body: Uint8Array) => {
  const { rows, metadata } = await readParquet(body, CAMPAIGNS.columns);
  return writeRows(columns, rows.map(change), { metadata });
};
const sentTo = ({ sent }: DigestAccount): string[] => sent.flatMap(({ destinations }) => destinations).sort();
const LIST = ["one@acme.example", "two@acme.example"];
const OWNER = ["ops@acme.example"];

describe("no snapshot", () => {
  faultTest("I04", "", async () => {
    const opened = await openDigestAccount({ days: 0 });
    await expect(opened.send()).rejects.toMatchObject({ name: "NoSnapshot", message: expect.stringContaining(TODAY) });
    expect(opened.sent).toEqual([]);
    expect(await opened.account.store.list("deliveries/")).toEqual([]);
  });
  faultTest("I04", "of a day before the first one", async () => {
    const opened = await openDigestAccount();
    await expect(opened.send({ date: "2026-10-15" })).rejects.toMatchObject({ name: "NoSnapshot" });
    expect(opened.sent).toEqual([]);
  });
  faultTest("I04", "of one dataset: the list gets nothing, the owner is told", async () => {
    const opened = await openDigestAccount({ days: 0 });
    await opened.account.take({ dataset: "campaigns" });
    await opened.account.take({ dataset: "publisher-contracts" });
    expect(await opened.send()).toMatchObject({ outcome: "withheld" });
    expect(sentTo(opened)).toEqual(OWNER);
  });
});

describe("files that are not what they should be", () => {
  const garbage = (): Uint8Array => new TextEncoder().encode("no Parquet at all");
  const cut = (body: Uint8Array): Uint8Array => body.subarray(0, body.length - 40);
  const flipped = (body: Uint8Array): Uint8Array => body.map((byte, index) => (index === 600 ? byte ^ 0xff : byte));
  const unlabelled = async (body: Uint8Array): Promise<Uint8Array> =>
    writeRows(CAMPAIGNS.columns, (await readParquet(body, CAMPAIGNS.columns)).rows, {});
  for (const [named, change, reason] of [
    ["no Parquet", garbage, "damaged"],
    ["cut off", cut, "damaged"],
    ["a byte changed", flipped, "damaged"],
    ["nothing", () => new Uint8Array(), "damaged"],
    ["written by somebody else", unlabelled, "not written by this project"],
  ] as const) {
    faultTest("I05", `today's is ${named}`, async () => {
      const opened = await openDigestAccount();
      await replace(opened, { date: TODAY }, change);
      const answer = await opened.send();
      expect(answer).toMatchObject({ outcome: "sent", subject: expect.stringContaining("[Incomplete]") });
      expect(sentTo(opened)).toEqual(LIST);
      const [mail] = await opened.mails();
      expect(mail?.text).toContain("23 Nov");
      expect(mail?.text).toContain(reason);
    });
  }
  faultTest("I05", "another dataset's", async () => {
    const opened = await openDigestAccount();
    const jobs = await opened.account.store.get(snapshotKey("integration-jobs", "acme", TODAY));
    await replace(opened, { date: TODAY }, () => jobs?.body ?? new Uint8Array());
    expect((await opened.send()).subject).toContain("[Incomplete]");
    expect((await opened.mails())[0]?.text).toContain("another dataset");
  });
  faultTest("I05", "two days behind", async () => {
    const opened = await openDigestAccount({ days: 3 });
    for (const date of [TODAY, YESTERDAY]) await replace(opened, { dataset: "publisher-contracts", date }, garbage);
    expect(await opened.send()).toMatchObject({ outcome: "withheld" });
    expect(sentTo(opened)).toEqual(OWNER);
    expect((await opened.mails())[0]?.text).toMatch(/2 days/);
  });
  faultTest("I05", "today's is damaged and taken again", async () => {
    const opened = await openDigestAccount();
    await replace(opened, { date: TODAY }, garbage);
    // What lies there is no snapshot of ours; only a deliberate re-take replaces it.
    expect(await opened.account.take()).toMatchObject({ outcome: "already-published", rows: null });
    expect(await opened.account.take({ overwrite: true })).toMatchObject({ outcome: "published", rows: 12 });
    expect((await opened.send()).subject).not.toContain("[Incomplete]");
  });
});

describe("another shape", () => {
  faultTest("W31", "a column that older days lack", async () => {
    const { use_scheduled_delivery: _, ...older } = CAMPAIGNS.columns;
    const without = ({ use_scheduled_delivery: __, ...row }: Row): Row => row;
    const opened = await openDigestAccount();
    await replace(opened, { date: YESTERDAY }, rewritten(older, without));
    expect(await opened.send()).toMatchObject({
      outcome: "sent",
      subject: expect.not.stringContaining("[Incomplete]"),
    });
    expect((await opened.mails())[0]?.text).toContain("compared with Mon 23 Nov");
    const before = await opened.account.rows(YESTERDAY);
    expect(before).toHaveLength(12);
    expect(before.every((row) => row["use_scheduled_delivery"] === null)).toBe(true);
  });
  faultTest("W31", "a column of another type", async () => {
    const changed: Columns = { ...CAMPAIGNS.columns, total_leads: text("totalLeads", "Another type.") };
    const opened = await openDigestAccount({ days: 3 });
    await replace(
      opened,
      { date: YESTERDAY },
      rewritten(changed, (row) => ({ ...row, total_leads: String(row["total_leads"]) })),
    );
    expect(await opened.send()).toMatchObject({ outcome: "sent" });
    const [mail] = await opened.mails();
    expect(mail?.text).toContain("another shape");
    expect(mail?.text).toContain("compared with Sun 22 Nov");
  });
});

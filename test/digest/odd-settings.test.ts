import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { makeDigest } from "../../shared/digest/make-digest.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { accountOf } from "./account.ts";
import { parquetOf } from "./published-account.ts";
import { campaign, contract, digestSettings, snapshot, ZONE } from "./rows.ts";

const DATE = "2026-11-24";
const mailFrom = (amount: string, leads: number) =>
  buildDigest(accountOf(DATE, 200, { thresholds: { actFrom: { amount, leads }, atRiskBelow: 0.97 } }));

test("a threshold of nothing puts no more on top than the limits show, and says how many more there are", () => {
  const [all, usual] = [mailFrom("0", 0), mailFrom("500", 20)];
  const open = ({ board }: typeof all) => (board?.act.length ?? 0) + (board?.open.length ?? 0);
  expect(open(all)).toBeGreaterThan(open(usual));
  const html = renderHtml(all);
  expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  expect(html.match(/<h3/g)?.length ?? 0).toBeLessThanOrEqual(8);
  expect(renderText(all)).toMatch(/\d+ more, £[\d,]+, in the attachment\./);
});

test("a threshold that nothing reaches leaves a mail that says so, and what is lost at once stays on top", () => {
  const none = mailFrom("99999999999999", 9_999_999);
  // Silent, paused, starting unsigned and a job that fails half of its leads are above every floor.
  const always = ["silent", "paused", "starting-unsigned", "job"];
  for (const { causes } of none.board?.act ?? [])
    expect(causes.some(({ calls, kind }) => calls && always.includes(kind))).toBe(true);
  expect(renderText(none)).toMatch(/^(?:Calm|\d+ to act on today)/);
});

test("one sheet holds whatever the mail lists or only counts, each campaign once", () => {
  const model = mailFrom("0", 0);
  const { board } = model;
  const open = renderCsv(model).find(({ name }) => name === "open.csv")?.content ?? "";
  const tiers = open
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",")[0]);
  const count = (tier: string) => tiers.filter((one) => one === tier).length;
  expect([count("act today"), count("still open"), count("watch"), count("information")]).toEqual(
    [board?.act, board?.open, board?.watch, board?.information].map((list) => list?.length),
  );
});

test("a campaign in two enterprises' names is two campaigns: neither mail knows or links the other's", async () => {
  const store = createFolderStore(mkdtempSync(join(tmpdir(), "two-enterprises-")));
  const datasets = ["campaigns", "publisher-contracts", "integration-jobs"] as const;
  for (const [enterprise, leads] of [
    ["acme", 7],
    ["globex", 81],
  ] as const) {
    for (const [date, step] of [
      ["2026-11-23", 0],
      [DATE, 1],
    ] as const) {
      const name = `Shared name of ${enterprise}`;
      const rows = { total_leads: step * leads, billable_leads: step * leads };
      for (const [dataset, snapshotOf] of [
        ["campaigns", snapshot(date, [campaign({ id: 601, name, ...rows, leads_required: 1_000 })])],
        ["publisher-contracts", snapshot(date, [contract({ campaign_id: 601, campaign_name: name, ...rows })])],
        ["integration-jobs", snapshot(date, [])],
      ] as const) {
        const body = await parquetOf(dataset, snapshotOf);
        await store.create(snapshotKey(dataset, enterprise, date), body, { contentType: "application/octet-stream" });
      }
    }
  }
  const mailOf = async (enterprise: string, settings: object) => {
    const link = "https://{enterprise}.cvtr.io/campaigns/{campaign}";
    const model = await makeDigest(store, {
      ...{ enterprise, digest: "daily", date: DATE, version: "0.1.0", settings: digestSettings({ ...settings }) },
      enterpriseSettings: {
        ...{ timeZone: ZONE, minutesLater: 0, snapshotAt: "05:00", baseCurrency: null, datasets: [...datasets] },
        ...{ links: { campaign: link }, publisherLinks: { campaign: link }, advertiserLinks: {} },
      },
    });
    return `${renderText(model)}${renderHtml(model)}${renderCsv(model).map(({ content }) => content)}`;
  };
  for (const settings of [
    { thresholds: { actFrom: { amount: "0", leads: 0 } } },
    { audience: "publisher", filter: { publishers: [5] } },
  ]) {
    const [acme, globex] = [await mailOf("acme", settings), await mailOf("globex", settings)];
    expect(acme).toContain("Shared name of acme");
    expect(globex).toContain("Shared name of globex");
    expect(acme).not.toMatch(/globex|\b81\b/);
    expect(globex).not.toMatch(/acme\.cvtr|of acme/);
    expect(globex).toContain("https://globex.cvtr.io/campaigns/601");
  }
});

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Column, type Columns, isListColumn } from "../../shared/catalog/column.ts";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { preheaderText, renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { makeDigest } from "../../shared/digest/make-digest.ts";
import { addDays } from "../../shared/platform/day.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { publishSnapshots } from "./published-account.ts";
import { contract, digestSettings, pounds, snapshot, ZONE } from "./rows.ts";

const DATE = "2026-11-23";
const DAYS = Array.from({ length: 9 }, (_, back) => addDays(DATE, back - 8));

/** What stands in a column that nobody but the team may see, of a kind that cannot come about by chance. */
interface Canary {
  readonly column: string;
  readonly value: unknown;
  /** How it would look in a text without blanks and separators. */
  readonly shown: string;
}

let next = 0;

function canaryOf(table: string, name: string, { type }: Column): Canary {
  next += 1;
  const digits = `97${String(next).padStart(3, "0")}53`;
  const column = `${table}.${name}`;
  const day = addDays("2071-01-01", next * 2);
  switch (type) {
    case "string":
      return { column, value: `CANARY-${next}-`, shown: `CANARY-${next}-` };
    case "bigint":
      return { column, value: Number(digits), shown: digits };
    case "decimal(18,4)":
      return { column, value: BigInt(digits) * 10_000n, shown: digits };
    case "date":
      return { column, value: day, shown: day.slice(0, 4) };
    case "timestamp":
      return { column, value: Date.parse(`${day}T00:00:00Z`), shown: day.slice(0, 4) };
    case "boolean":
    case "array":
      return { column, value: null, shown: `no ${column} to be seen` };
  }
}

/** A row of canaries, but for what it must be to be read at all. */
function canaryRow(table: string, columns: Columns, but: Readonly<Record<string, unknown>>) {
  const canaries = Object.entries(columns)
    .filter(([name, column]) => !(name in but) && !isListColumn(column))
    .map(([name, column]) => [name, canaryOf(table, name, column)] as const);
  const row = { ...Object.fromEntries(canaries.map(([name, { value }]) => [name, value])), ...but };
  return { row, canaries: canaries.map(([, canary]) => canary) };
}

const campaigns = [1, 2, 3].map((id) =>
  canaryRow(`campaign ${id}`, DATASETS.campaigns.columns, {
    ...{ id, end_date: "2026-12-20", status: "Active", currency_is_base: true },
    ...{ internal_only: false, test_mode: false, is_template: false },
  }),
);
const other = canaryRow("another publisher's contract", DATASETS["publisher-contracts"].columns, {
  ...{ id: 91, campaign_id: 1, publisher_id: 6, signed_ts: null },
});
const job = canaryRow("a job", DATASETS["integration-jobs"].columns, { id: 71, campaign_id: 1 });
/** Of the publisher's own row: what it is not told. */
const unsaid = canaryRow(
  "its own contract",
  Object.fromEntries(
    Object.entries(DATASETS["publisher-contracts"].columns as Columns).filter(([name]) =>
      ["advertiser_id", "application_id", "base_currency_earnings", "updated_ts", "run_id"].includes(name),
    ),
  ),
  {},
);
const CANARIES = [...campaigns, other, job, unsaid].flatMap(({ canaries }) => canaries);

const own = (id: number, day: number) =>
  contract({
    ...{ id, campaign_id: id, campaign_name: `Own Campaign ${id}`, leads_required: 200 },
    ...{ total_leads: 40 + day * 6, invalid_leads: day, billable_leads: 30 + day * 5, held_leads: 3 },
    ...(id === 2 ? { billable_leads: 60 - day, signed_ts: null } : {}),
    ...(id === 3 ? { billable_leads: 200, campaign_status: "Active" } : {}),
    ...{ currency: id === 2 ? "EUR" : "GBP", earnings: pounds(id === 2 ? 600 - day * 10 : day * 82.5) },
    ...unsaid.row,
  });

const store = createFolderStore(mkdtempSync(join(tmpdir(), "publisher-canaries-")));
const datasets: DatasetName[] = ["campaigns", "publisher-contracts", "integration-jobs"];

async function mailOf(settings: Record<string, unknown>): Promise<DigestModel> {
  return makeDigest(store, {
    enterprise: "acme",
    enterpriseSettings: {
      ...{ timeZone: ZONE, snapshotAt: "05:00", minutesLater: 0, baseCurrency: null, datasets },
      links: { campaign: "https://team.example/{advertiser}/{campaign}" },
      advertiserLinks: {},
      publisherLinks: {
        campaign: "https://partner.example/c/{campaign}",
        contract: "https://partner.example/k/{contract}",
      },
    },
    digest: "SECRET-DIGEST-NAME",
    settings: digestSettings({ filter: { publishers: [5] }, ...settings }),
    date: DATE,
    version: "0.1.0",
  });
}

const partsOf = (model: DigestModel): readonly string[] => [
  subjectOf(model),
  preheaderText(model),
  renderHtml(model),
  renderText(model),
  ...renderCsv(model).flatMap(({ name, content }) => [name, content]),
];

beforeAll(async () => {
  const of = <R>(row: (day: number) => R[]) => DAYS.map((date, day) => snapshot(date, row(day)));
  await publishSnapshots(
    store,
    "campaigns",
    of(() => campaigns.map(({ row }) => row)),
  );
  await publishSnapshots(
    store,
    "publisher-contracts",
    of((day) => [own(1, day), own(2, day), own(3, day), other.row]),
  );
  await publishSnapshots(
    store,
    "integration-jobs",
    of(() => [job.row]),
  );
});

describe.each(["day", "week", "month"])("a publisher's mail of a %s", (period) => {
  const audience = { audience: "publisher", period };

  test("holds none of what stands in any column of a campaign, a job or another publisher's contract", async () => {
    const said = partsOf(await mailOf(audience)).map((part) => part.replace(/[\s,.'’]/g, ""));
    const found = CANARIES.filter(({ shown }) => said.some((part) => part.includes(shown)));
    expect(found.map(({ column }) => column)).toEqual([]);
  });

  test("holds no word of how it is made", async () => {
    const [subject, preheader, html = "", text] = partsOf(await mailOf(audience));
    const words = html.replace(/<style>.*?<\/style>|<[^>]*>/gs, " ");
    for (const part of [subject, preheader, words, text]) {
      expect(part).not.toMatch(/snapshot|\brun\b|run-2026|quer|\.csv|csv|SECRET|digest|dataset|margin|revenue|payout/i);
    }
  });

  test("holds its own campaigns by their ids, and links to the publisher's pages alone", async () => {
    const html = renderHtml(await mailOf(audience));
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href).toSorted()).toEqual(
      [...[1, 2, 2, 3].map((id) => `https://partner.example/c/${id}`), "https://partner.example/k/2"].toSorted(),
    );
  });
});

test("the same account told to the team does hold them, so that the tests above can fail", async () => {
  const said = partsOf(await mailOf({ audience: "internal" }))
    .join("")
    .replace(/[\s,.'’]/g, "");
  expect(CANARIES.filter(({ shown }) => said.includes(shown)).length).toBeGreaterThan(5);
});

import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { decimalText } from "../../shared/digest/drawing/decimal-text.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { accountOf } from "./account.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import { campaign, inputOf, pounds, snapshot } from "./rows.ts";

const read = (content: string): Record<string, string>[] => parse(content, { columns: true, bom: true });

test("every row of a section is in its file, read back by another library", () => {
  const model = buildDigest(accountOf("2026-11-24", 120));
  const files = new Map(renderCsv(model).map(({ name, content }) => [name, read(content)]));
  expect(files.get("pacing.csv")).toHaveLength(model.sections.pacing?.rows.length ?? -1);
  expect(files.get("quality.csv")).toHaveLength(model.sections.quality?.all.length ?? -1);
  expect(files.get("integrations.csv")).toHaveLength(model.sections.integrations?.all.length ?? -1);
  expect(files.get("contracts.csv")).toHaveLength(model.sections.contracts?.rows.length ?? -1);
  const [row] = model.sections.pacing?.rows ?? [];
  expect(files.get("pacing.csv")?.[0]).toMatchObject({
    campaign_id: String(row?.campaign.id),
    delivered: String(row?.pace.capLeads),
    end_date: row?.pace.endDate,
  });
});

test("a text that a spreadsheet would run is told apart by an apostrophe, and nothing else is", () => {
  const rows = HOSTILE_NAMES.map((name, id) => campaign({ id, name, base_currency_revenue: pounds(id) }));
  const before = rows.map((row) => ({ ...row, base_currency_revenue: 0n }));
  const campaigns = [snapshot("2026-11-22", before), snapshot("2026-11-23", rows)];
  const files = renderCsv(buildDigest(inputOf("2026-11-23", { campaigns })));
  const names = read(files.find(({ name }) => name === "money.csv")?.content ?? "").map((row) => row["campaign"] ?? "");
  expect(names).toEqual(expect.arrayContaining(["'=cmd|' /C calc'!A0", "'+1+1", "'-2+3", "'@SUM(A1:A9)"]));
  for (const { content } of files) {
    for (const cell of read(content).flatMap((row) => Object.values(row))) {
      expect(cell).not.toMatch(/^[=+@\t\r\uff1d\uff0b\uff0d\uff20]/);
      if (cell.startsWith("-")) expect(cell).toMatch(/^-\d+(\.\d+)?$/);
      expect(cell.length).toBeLessThan(400);
    }
  }
});

test("money is written exactly, in its own currency too, and a negative amount stays a number", () => {
  const now = campaign({
    base_currency_revenue: -12_345n,
    base_currency_publisher_payout: 10n ** 17n + 1n,
    revenue: -200_000n,
    publisher_payout: 0n,
  });
  const campaigns = [snapshot("2026-11-22", [campaign()]), snapshot("2026-11-23", [now])];
  const files = renderCsv(buildDigest(inputOf("2026-11-23", { campaigns })));
  expect(read(files.find(({ name }) => name === "money.csv")?.content ?? "")[0]).toMatchObject({
    base_currency: "GBP",
    revenue: "-1.2345",
    payout: "10000000000000.0001",
    currency: "GBP",
    revenue_in_currency: "-20.00",
  });
});

test("decimals of ten-thousandths keep two places or what they have", () => {
  expect([0n, 5n, -5n, 165_000n, -165_050n, 12_345n].map(decimalText)).toEqual([
    "0.00",
    "0.0005",
    "-0.0005",
    "16.50",
    "-16.505",
    "1.2345",
  ]);
});

test("files have a byte order mark and CRLF lines", () => {
  const [file] = renderCsv(buildDigest(accountOf("2026-11-24", 25)));
  expect(file?.content.startsWith("\ufeff")).toBe(true);
  expect(file?.content.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

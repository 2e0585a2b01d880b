import { describe, expect, test } from "vitest";
import { filesOf } from "../../../functions/report/files.ts";
import { renderReport } from "../../../shared/reports/mail/render.ts";
import { CONTRACTS, REPORT_MAILS } from "../../reports/mail/mails.ts";

const part = (name: string, rows = CONTRACTS.rows) => ({ ...CONTRACTS, name, rows, sql: "SELECT 1" });
const made = { report: "behind", date: "2026-11-24", about: [], madeAt: Date.parse("2026-11-24T07:00:00Z") };

describe("what goes along with a mail", () => {
  test("is one workbook, a CSV file for each part, or nothing; the CSV files are kept in any case", async () => {
    const parts = [part("behind"), part("a-name-that-is-as-long-as-a-file-name-may-well-be")];
    const kept = parts.map(({ name }) => `${name}.csv`);
    const of = async (attach: "xlsx" | "csv" | "none") => {
      const files = await filesOf({ ...made, attach, parts });
      return {
        kept: files.kept.map(({ filename }) => filename),
        going: files.attachments.map(({ filename }) => filename),
      };
    };
    expect(await of("xlsx")).toEqual({ kept: [...kept, "report.xlsx"], going: ["behind-2026-11-24.xlsx"] });
    expect(await of("csv")).toEqual({ kept, going: ["behind-behind-2026-11-24.csv", "behind-part-2-2026-11-24.csv"] });
    expect(await of("none")).toEqual({ kept, going: [] });
  });

  test("is nothing where it is too large for a mail, which says where the files are, to a member without a key", async () => {
    const rows = Array.from({ length: 8 }, () => ["x".repeat(1024 * 1024)]);
    const parts = [{ ...part("large", rows), columns: [{ name: "text", kind: "text" as const }] }];
    const { attached, attachments, kept } = await filesOf({ ...made, attach: "csv", parts });
    expect([attached, attachments, kept.length]).toEqual([{ kind: "too-large" }, [], 1]);
    const { alert, publisher } = REPORT_MAILS;
    expect(renderReport({ ...alert, attached }).text).toContain(
      `The files of this report are too large for a mail. They are kept below ${alert.prefix}`,
    );
    const toMember = renderReport({ ...publisher, attached }).text;
    expect(toMember).toContain("too large for a mail. Reply to ask for them.");
    expect(toMember).not.toContain("reports/");
  });
});

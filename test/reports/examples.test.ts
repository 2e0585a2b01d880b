import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSql } from "../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { checkReports } from "../../shared/reports/checks/check-reports.ts";
import { periodOf, valuesOf } from "../../shared/reports/names.ts";
import { bound } from "../../shared/reports/text/template.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { readSettingsFile } from "../../shared/settings/settings-file.ts";
import { DATE, OWN, openBoth } from "./world.ts";

// The reports that docs/reports.md shows, and the files of settings.

const EXAMPLES = "docs/reports";
let session: ReportsSession;
beforeAll(async () => {
  session = await openBoth();
});
afterAll(() => session.close());

test("every report of the examples is right, and runs for whom it is", async () => {
  const settings = readSettingsFile(join(EXAMPLES, "settings.json"));
  const checked = await checkReports(settings, { folder: EXAMPLES });
  expect(checked.map(({ name }) => name)).toEqual(Object.keys(settings.enterprises["demo"]?.reports ?? {}));
  for (const report of checked) {
    const enterprise = { timeZone: "Europe/London", snapshotAt: "05:00" };
    const period = periodOf(report.settings, DATE, enterprise);
    for (const part of report.parts) {
      const member = report.settings.audience === "internal" ? null : 2;
      const values = valuesOf({
        ...{ enterprise: OWN, settings: enterprise, report: report.settings, period, member, constants: part.with },
      });
      const { columns } = await runSql(session, bound(part.template, values));
      expect(columns.map(({ name }) => name)).toEqual(part.columns.map(({ name }) => name));
    }
  }
});

test("the page shows the examples as they are", () => {
  const page = readFileSync("docs/reports.md", "utf8");
  for (const file of ["behind.sql", "stuck-leads.sql"]) {
    expect(page).toContain(readFileSync(join(EXAMPLES, file), "utf8").trim());
  }
});

describe("files of settings", () => {
  const settings = (parts: readonly unknown[]) =>
    parseSettings(
      {
        from: "reports@acme.example",
        alertsTo: ["ops@acme.example"],
        historyFrom: "2026-11-01",
        enterprises: { acme: { timeZone: "UTC", reports: { r: { title: "R", to: ["a@acme.example"], parts } } } },
      },
      "test",
    );
  let folder: string;
  beforeAll(async () => {
    const root = await mkdtemp(join(tmpdir(), "report-files-"));
    folder = join(root, "own");
    await mkdir(join(folder, "sql"), { recursive: true });
    await writeFile(join(root, "secret.sql"), "SELECT 1 AS one");
    await symlink(join(root, "secret.sql"), join(folder, "link.sql"));
    await writeFile(join(folder, "sql/a.sql"), "\ufeffSELECT id\nFROM campaigns;\n");
    await writeFile(join(folder, "sql/wrong.sql"), "SELECT id\nFROM nowhere");
    await writeFile(join(folder, "sql/leads.sql"), "SELECT id FROM leads");
    await writeFile(join(folder, "latin.sql"), Buffer.from([0x53, 0xe9]));
  });
  afterAll(() => rm(join(folder, ".."), { recursive: true }));

  test("everything that is wrong is told at once, with report, file, line and what to do", async () => {
    const wrong = settings([
      { file: "sql/wrong.sql" },
      { file: "sql/none.sql" },
      { file: "link.sql" },
      { file: "latin.sql" },
      { file: "sql/leads.sql" },
      { query: "pacin" },
      { file: "sql/a.sql", with: { far: 1e20 } },
    ]);
    const failure = await checkReports(wrong, { folder }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "InvalidSettings" });
    const told = String(failure)
      .split("\n")
      .filter((line) => line.startsWith("  "));
    expect(told).toEqual([
      expect.stringContaining(
        "acme, r: sql/wrong.sql, line 2: there is no table or view nowhere. It may name campaigns",
      ),
      expect.stringContaining("acme, r: sql/none.sql: there is no such file. It is looked for beside the settings"),
      expect.stringContaining("acme, r: link.sql: the file lies outside the settings' folder"),
      expect.stringContaining("acme, r: latin.sql: the file cannot be read as UTF-8"),
      expect.stringContaining(
        "acme, r: sql/leads.sql: leads are not collected of this enterprise. Add leads to its datasets",
      ),
      expect.stringContaining("acme, r: query pacin: there is no such saved query. There are band-caps"),
      expect.stringContaining("acme, r: sql/a.sql: with.far must be a number of at most 15 digits"),
      expect.stringContaining("acme, r: sql/a.sql: with.far is named nowhere in the SQL"),
    ]);
  });

  test("parts of one name get names of their own", async () => {
    const [report] = await checkReports(settings([{ file: "sql/a.sql" }, { file: "sql/a.sql" }]), { folder });
    expect(report?.parts.map(({ name }) => name)).toEqual(["a", "a-2"]);
    expect(report?.parts[0]).toMatchObject({ datasets: ["campaigns"], columns: [{ name: "id", kind: "integer" }] });
  });
});

describe("the days that a report tells of", () => {
  const at5 = { snapshotAt: "05:00" };
  test.each([
    ["day", ["MON", "TUE", "WED", "THU", "FRI"], "2026-11-24", ["2026-11-23", "2026-11-23", "2026-11-23"]],
    ["day", ["MON", "TUE", "WED", "THU", "FRI"], "2026-11-23", ["2026-11-20", "2026-11-20", "2026-11-22"]],
    ["week", ["TUE"], "2026-11-24", ["2026-11-17", "2026-11-17", "2026-11-23"]],
    ["week", ["MON", "FRI"], "2026-11-24", ["2026-11-23", "2026-11-23", "2026-11-23"]],
    ["month", ["MON"], "2026-12-01", ["2026-11-01", "2026-11-01", "2026-11-30"]],
    ["month", ["MON"], "2027-03-01", ["2027-02-01", "2027-02-01", "2027-02-28"]],
    ["month", ["MON"], "2026-11-24", ["2026-11-01", "2026-11-01", "2026-11-23"]],
  ] as const)("%s, %j, on %s", (period, days, date, [previousDate, firstDay, lastDay]) => {
    expect(periodOf({ period, days: [...days] as never }, date, at5)).toEqual({
      date,
      previousDate,
      firstDay,
      lastDay,
    });
  });

  test("taken in the evening, a snapshot tells of its own day", () => {
    expect(periodOf({ period: "day", days: ["MON", "TUE"] }, DATE, { snapshotAt: "23:00" })).toMatchObject({
      firstDay: DATE,
      lastDay: DATE,
    });
  });
});

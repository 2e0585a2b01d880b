import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataFolder, type DataFolder } from "../../catalog/data-folder.ts";
import { command, STACK } from "../terminal/command.ts";

/** A Tuesday of the past, whatever the clock. */
const DATE = "2026-01-13";
let data: DataFolder;
let settings: string;

beforeAll(async () => {
  data = await createDataFolder();
  const rows = [{ id: 1, name: "=First", billable_leads: 3 }];
  await data.publish({ enterprise: "demo", dataset: "campaigns", date: DATE, rows });
  const folder = await mkdtemp(join(tmpdir(), "report-command-"));
  settings = join(folder, "settings.json");
  await writeFile(
    join(folder, "leads.sql"),
    "SELECT id, name, billable_leads\nFROM campaigns\nWHERE snapshot_date = :date\n",
  );
  await writeFile(join(folder, "wrong.sql"), "SELECT id\nFROM campaigns AS c, default.campaigns AS d\n");
  const report = (file: string) => ({ title: "Leads", to: ["team@demo.example"], parts: [{ file }] });
  await writeFile(
    settings,
    JSON.stringify({
      ...{ from: "reports@demo.example", alertsTo: ["ops@demo.example"], historyFrom: "2026-01-01" },
      enterprises: { demo: { timeZone: "UTC", reports: { leads: report("leads.sql"), wrong: report("wrong.sql") } } },
    }),
  );
});
afterAll(async () => {
  await rm(data.path, { recursive: true });
  await rm(join(settings, ".."), { recursive: true });
});

const report = (name: string, date: string) =>
  command([
    "report",
    "--enterprise",
    "demo",
    "--report",
    name,
    "--date",
    date,
    "--data",
    data.path,
    "--settings",
    settings,
  ]);

describe("npm run reports -- report", () => {
  test("answers one line of JSON, and names each file that it kept and where each mail lies", async () => {
    const { code, stdout, stderr } = await report("leads", DATE);
    expect(stderr).toContain("leads: sent");
    expect(stderr).toMatch(/mail: .*outbox.*report-leads_team@demo\.example\.html/);
    expect(code).toBe(0);
    const [line = "", ...more] = stdout.trimEnd().split("\n");
    expect(more).toEqual([]);
    const { outcome, members } = JSON.parse(line);
    expect([outcome, members[0].parts[0].rows]).toEqual(["sent", 1]);
    expect(stderr).toContain(`${data.path}/${members[0].workbookKey}`);
    expect(await readFile(join(data.path, members[0].parts[0].key), "utf8")).toBe(
      "\ufeffid,name,billable_leads\r\n1,'=First,3\r\n",
    );
  });

  test("tells a day without its snapshot, and ends as not good", async () => {
    const { code, stdout } = await report("leads", "2026-01-14");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "not-sent", reason: expect.stringContaining("NoSnapshot") });
  });

  test("refuses wrong SQL with its file and line, before anything is run", async () => {
    const { code, stdout, stderr } = await report("wrong", DATE);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("demo, wrong: wrong.sql, line 2: default.campaigns names more than a table");
    expect(stderr).not.toMatch(STACK);
  });
});

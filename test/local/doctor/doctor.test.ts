import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPIRED_USERNAME, MFA_USERNAME } from "../../../functions/local/simulated-api/http/users.ts";
import { DEFAULT_CREDENTIALS, type SimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import { DATASETS, DEFAULT_DATASETS } from "../../../shared/catalog/datasets.ts";
import { openParquet } from "../../../shared/parquet/file.ts";
import { createParquetWriter } from "../../../shared/parquet/writer.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { cursorKey, deliveryPrefix, runKey, snapshotKey } from "../../../shared/snapshot/keys.ts";
import { account, failures, findings, type HealthyFolder, healthyFolder, SETTINGS, TODAY } from "./healthy-folder.ts";

let api: SimulatedApi;
let folder: HealthyFolder;
beforeAll(async () => {
  api = await account(60);
  folder = await healthyFolder(api.url);
});
afterAll(async () => {
  await Promise.all([api?.close(), folder?.remove()]);
});

const examine = (data: string, env: NodeJS.ProcessEnv = {}, at?: string) =>
  findings({ data, settings: folder.settings, ...(at === undefined ? {} : { at }) }, { ...folder.env, ...env });
/** A fresh address: what a process has learnt of an account, such as its token, is kept by address. */
async function withFreshApi<T>(work: (url: string, api: SimulatedApi) => Promise<T>, campaigns = 60): Promise<T> {
  const fresh = await account(campaigns);
  try {
    return await work(fresh.url, fresh);
  } finally {
    await fresh.close();
  }
}
const KEY = snapshotKey("campaigns", "acme", TODAY);

describe("a data folder that is well", () => {
  test("passes every check that applies, and nothing is changed by looking", async () => {
    const before = (await readdir(folder.data, { recursive: true })).sort();
    const found = await examine(folder.data);
    expect([...found.values()].map(({ check, status }) => `${status} ${check}`)).toEqual([
      "pass settings",
      "pass data folder",
      "pass credentials",
      "pass api",
      "pass clock",
      "pass login",
      "pass password expiry",
      "pass rows of campaigns",
      "pass rows of publisher-contracts",
      "pass rows of integration-jobs",
      "pass rows of contract-versions",
      "pass snapshot of campaigns",
      "pass schema of campaigns",
      "pass snapshot of publisher-contracts",
      "pass schema of publisher-contracts",
      "pass snapshot of integration-jobs",
      "pass schema of integration-jobs",
      "pass snapshot of contract-versions",
      "pass schema of contract-versions",
      "pass digest daily",
      "not-applicable password age",
      "not-applicable password rotation",
      "not-applicable bucket",
      "not-applicable Glue catalog",
      "not-applicable months",
      "not-applicable SES",
      "not-applicable schedules",
      "not-applicable alarm subscriptions",
      "not-applicable SQL of reports",
    ]);
    expect((await readdir(folder.data, { recursive: true })).sort()).toEqual(before);
  });

  test("an enterprise that is in no settings is examined by the local defaults where an API is named, and else is a slip of the pen", async () => {
    const of = { enterprise: "new-co", data: folder.data, settings: folder.settings };
    const found = await findings(of, folder.env);
    expect(found.get("settings")?.found).toBe(`1 enterprise in ${folder.settings}; new-co by local defaults`);
    const { CONVERTR_BASE_URL: _, ...noApi } = folder.env;
    expect((await findings(of, noApi)).get("settings")?.found).toMatch(/^UnknownEnterprise/);
    expect(failures(found)).toEqual([...DEFAULT_DATASETS.map((dataset) => `snapshot of ${dataset}`), "digest daily"]);
  });

  test("the command prints a line for each finding and ends with 0, or with 1 when one has failed", async () => {
    const run = (...more: string[]) =>
      promisify(execFile)(
        process.execPath,
        ["functions/local/main.ts", "doctor", "--data", folder.data, "--settings", folder.settings, ...more],
        { env: { ...process.env, ...folder.env } },
      );
    const { stdout } = await run("--enterprise", "acme");
    expect(stdout).toContain("PASS  login");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("20 pass, 0 fail, 9 not applicable");
    const failed = await run(
      "--enterprise",
      "acme",
      "--at",
      `${addDays(TODAY, 3)}T20:00:00Z`,
      "--format",
      "json",
    ).catch((error) => error);
    expect(failed.code).toBe(1);
    const lines = failed.stdout
      .trimEnd()
      .split("\n")
      .map((line: string) => JSON.parse(line));
    expect(lines.filter(({ status }: { status: string }) => status === "fail")).toHaveLength(5);
    expect(stdout + failed.stdout).not.toContain(DEFAULT_CREDENTIALS.password);
    expect(stdout + failed.stdout).not.toContain("@acme.example");
  });
});

describe("what is broken is named, with what to do", () => {
  test("settings with mistakes: all of them, and nothing else is guessed at", async () => {
    const settings = join(await folder.copy(), "settings.json");
    await writeFile(settings, JSON.stringify({ ...SETTINGS, historyFrom: "yesterday", alertTo: [] }));
    const found = await findings({ data: folder.data, settings }, folder.env);
    expect(failures(found)).toEqual(["settings"]);
    expect(found.get("settings")?.found).toMatch(/historyFrom: .*alertTo: is not a setting/);
    expect([...found.keys()]).toEqual(["settings", "everything else"]);
  });

  test.each([
    ["unset", { CONVERTR_PASSWORD: "" }, /CONVERTR_PASSWORD is not set/],
    ["pasted with a line's end", { CONVERTR_PASSWORD: "Simulated-1!\n" }, /password begins or ends with white space/],
  ])("credentials that are %s are not tried", async (_, env, told) => {
    const logins = api.stats.logins;
    const found = await examine(folder.data, env);
    expect(failures(found)).toEqual(["credentials"]);
    expect(found.get("credentials")?.found).toMatch(told);
    expect(found.get("login")?.status).toBe("not-applicable");
    expect(api.stats.logins).toBe(logins);
  });

  test("a wrong password is tried once, and not again by the next examination", () =>
    withFreshApi(async (url, fresh) => {
      const data = await folder.copy();
      const env = { CONVERTR_BASE_URL: url, CONVERTR_PASSWORD: "canary-wrong" };
      const found = await examine(data, env);
      expect(failures(found)).toEqual(["login"]);
      expect(found.get("login")?.found).toMatch(/^AuthFailed: .*refused/);
      expect(found.get("rows of campaigns")?.status).toBe("not-applicable");
      expect(failures(await examine(data, env))).toEqual(["login"]);
      expect(fresh.stats.logins).toBe(1);
      expect(JSON.stringify([...found.values()])).not.toContain("canary-wrong");
    }));

  test.each([
    [EXPIRED_USERNAME, "password expiry", /^PasswordExpired: .*Set a new password/],
    [MFA_USERNAME, "login", /^AuthFailed: .*second factor/],
  ])("user %s fails at %s", (CONVERTR_USERNAME, check, told) =>
    withFreshApi(async (url) => {
      const found = await examine(folder.data, { CONVERTR_BASE_URL: url, CONVERTR_USERNAME });
      expect(failures(found)).toEqual([check]);
      expect(found.get(check)?.found).toMatch(told);
    }),
  );

  test("an API that is not there", async () => {
    const gone = await account(60);
    await gone.close();
    const found = await examine(folder.data, { CONVERTR_BASE_URL: gone.url });
    expect(failures(found)).toEqual(["api"]);
    expect(found.get("snapshot of campaigns")?.status).toBe("pass");
  });

  test("a clock that is an hour off, on a server that is no Convertr", async () => {
    const server = createServer((_, response) => {
      response.writeHead(404, { date: new Date(Date.now() - 3_600_000).toUTCString() }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = await examine(folder.data, { CONVERTR_BASE_URL: url });
    server.close();
    expect(failures(found)).toEqual(["api", "clock"]);
    expect(found.get("api")?.found).toContain("status 404");
    expect(found.get("clock")?.found).toMatch(/^3(599|600) s ahead of the API's$/);
  });

  test("a service user that sees far less than the newest snapshot has", () =>
    withFreshApi(async (url) => {
      const found = await examine(folder.data, { CONVERTR_BASE_URL: url });
      expect(failures(found)).toContain("rows of campaigns");
      expect(found.get("rows of campaigns")?.remedy).toContain("role");
    }, 5));

  test("a newest snapshot that is shrunk: no mail goes out, and what to do when the size is right", async () => {
    const data = await folder.copy();
    const file = await openParquet(await readFile(join(data, KEY)));
    const { columns } = DATASETS.campaigns;
    const writer = createParquetWriter(columns);
    const rows = await file.read(columns, Object.keys(columns));
    for (const row of rows.slice(0, 3)) writer.append(row);
    const label = { ...file.metadata, rows: "3", shrunk: "true", reference_rows: "60" };
    await writeFile(join(data, KEY), await writer.finish(label));
    const found = await examine(data);
    expect(failures(found)).toEqual(["snapshot of campaigns"]);
    expect(found.get("snapshot of campaigns")?.found).toMatch(/3 rows, .*, shrunk from 60: no digest is sent$/);
    expect(found.get("snapshot of campaigns")?.remedy).toContain("--accept-shrunk");
    await withFreshApi(async (url) => {
      const demoted = await examine(data, { CONVERTR_BASE_URL: url });
      expect(failures(demoted)).toContain("rows of campaigns");
      expect(demoted.get("rows of campaigns")?.found).toMatch(
        /^([4-9]|\d\d) by the API, 3 in the snapshot of .*, 60 before it shrank$/,
      );
    }, 5);
  });

  test("what is overdue, with what its last run said", async () => {
    const data = await folder.copy();
    const due = addDays(TODAY, 2);
    const line = await lastRun(data);
    const error = { name: "RateLimited", message: "asked too often (campaigns of acme). Wait." };
    const failed = { ...line, run_id: "x", activity_date: addDays(due, -1), outcome: "failed", error };
    const key = join(data, runKey("campaigns", "acme", due, "20990101T000000Z-ffffffff"));
    await writeRecord(key, failed);
    const found = await examine(data, {}, `${due}T20:00:00Z`);
    expect(failures(found)).toEqual([...DEFAULT_DATASETS.map((dataset) => `snapshot of ${dataset}`), "digest daily"]);
    expect(found.get("snapshot of campaigns")?.found).toContain(`${due} is overdue`);
    expect(found.get("snapshot of campaigns")?.remedy).toMatch(/^Its last run ended as RateLimited: asked too often/);
    expect(found.get("snapshot of integration-jobs")?.remedy).toMatch(/^Take it now: npm run reports/);
    expect(found.get("digest daily")?.remedy).toMatch(new RegExp(`^Send it: npm run reports .* --date ${due}$`));
    // Three in the morning after: nobody can take that day any more, and a mail without its date would be another day's.
    const after = await examine(await folder.copy(), {}, `${addDays(due, 1)}T03:00:00Z`);
    expect(after.get("snapshot of campaigns")?.found).toContain(`${due} is overdue`);
    expect(after.get("snapshot of campaigns")?.remedy).toMatch(/^That day is lost/);
    expect(after.get("digest daily")?.remedy).toContain(`--date ${due}`);
  });

  test("a snapshot that is damaged", async () => {
    const data = await folder.copy();
    await writeFile(join(data, KEY), "PAR1 and nothing");
    const found = await examine(data);
    expect(failures(found)).toEqual(["snapshot of campaigns"]);
    expect(found.get("snapshot of campaigns")?.remedy).toContain("Restore an older version");
  });

  test("a snapshot of another version: a column less, and one that has become a text", async () => {
    const data = await folder.copy();
    const file = await openParquet(await readFile(join(data, KEY)));
    const { payout: _, total_leads, ...columns } = DATASETS.campaigns.columns;
    const other = { ...columns, total_leads: { ...total_leads, type: "string" as const } };
    const writer = createParquetWriter(other);
    for (const row of await file.read(columns, Object.keys(columns))) writer.append({ ...row, total_leads: "12" });
    await writeFile(join(data, KEY), await writer.finish(file.metadata));
    const found = await examine(data);
    expect(failures(found)).toEqual(["schema of campaigns"]);
    expect(found.get("schema of campaigns")?.found).toBe("no column payout; total_leads is string, not bigint");
  });

  test("a mail that one recipient did not get", async () => {
    const data = await folder.copy();
    const prefix = deliveryPrefix("acme", TODAY);
    const [name = ""] = await readdir(join(data, prefix));
    const record = JSON.parse(await readFile(join(data, prefix, name), "utf8"));
    await writeRecord(join(data, prefix, name), { ...record, state: "unknown", reason: "no answer" });
    const found = await examine(data);
    expect(failures(found)).toEqual(["digest daily"]);
    expect(found.get("digest daily")?.found).toBe(`the last mail is of ${TODAY}: 1 unknown, 1 sent`);
    expect(found.get("digest daily")?.remedy).toContain("--force");
  });
});

async function lastRun(data: string): Promise<Record<string, unknown>> {
  const folderOfRuns = join(data, "runs", "enterprise=acme", `snapshot_date=${TODAY}`);
  const [name = ""] = (await readdir(folderOfRuns)).filter((file) => file.startsWith("campaigns-"));
  return JSON.parse(await readFile(join(folderOfRuns, name), "utf8"));
}

async function writeRecord(path: string, record: object): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, `${JSON.stringify(record)}\n`);
}

describe("of an enterprise that collects leads", () => {
  const CURSOR = { enterprise: "acme", watermark: null, complete_on: null, reread_on: null, sweep: null };
  const at = "2026-11-24T09:00:00.000Z";
  const sweep = { kind: "back-fill", started_at: at, cursor: "2025-03-01T00:00:00.000Z", part: 3 };
  const done = { ...CURSOR, watermark: "2026-11-24T05:30:00.000Z", complete_on: "2026-11-24", reread_on: "2026-11-24" };

  async function cursorFinding(cursor: string | undefined) {
    const data = await folder.copy();
    const settings = join(data, "with-leads.json");
    const acme = { ...SETTINGS.enterprises["acme"], datasets: ["campaigns", "leads"] };
    await writeFile(settings, JSON.stringify({ ...SETTINGS, enterprises: { acme } }));
    const file = join(data, cursorKey("leads", "acme"));
    await mkdir(dirname(file), { recursive: true });
    if (cursor !== undefined) await writeFile(file, cursor);
    return (await findings({ data, settings, at }, folder.env)).get("cursor of leads");
  }

  test.each([
    ["before the first run", undefined, "the back-fill is still to come"],
    [
      "while the back-fill goes on",
      { ...CURSOR, sweep },
      "the back-fill is under way, everything before 2025-03-01T00:00:00.000Z is read",
    ],
    ["after it", done, "changes before 2026-11-24T05:30:00.000Z are read, the last weeks read again on 2026-11-24"],
    [
      "during an increment that takes more than one run",
      { ...done, sweep: { ...sweep, kind: "increment" } },
      "changes before 2026-11-24T05:30:00.000Z are read, the last weeks read again on 2026-11-24; increment under way",
    ],
  ])("how far the collection has come is told %s", async (_when, cursor, found) => {
    const finding = await cursorFinding(cursor === undefined ? undefined : JSON.stringify(cursor));
    expect(finding).toMatchObject({ status: "pass", found });
  });

  test.each([
    ["that is no JSON", "{"],
    ["of another enterprise", JSON.stringify({ ...done, enterprise: "beta" })],
    ["from the future", JSON.stringify({ ...done, watermark: "2031-01-01T00:00:00.000Z" })],
  ])("a cursor %s fails, and says what to do", async (_what, cursor) => {
    const finding = await cursorFinding(cursor);
    expect(finding).toMatchObject({ status: "fail", found: expect.stringContaining("the cursor of leads") });
    expect(finding?.found).toMatch(/Restore an older version of the object, or delete it/);
  });
});

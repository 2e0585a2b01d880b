import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { LOOK_UP_COLLECTIONS, lookUpDataset } from "../../../functions/local/look-up/collections.ts";
import { parseFaultScript } from "../../../functions/local/simulated-api/faults/fault-script.ts";
import { startFaultyApi } from "../../../functions/local/simulated-api/faults/faulty-api.ts";
import { CANARY_PATTERN } from "../../../functions/local/simulated-api/records/parts.ts";
import { type OnRequest, type SimulatedApi, startSimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import { demoWorld, morning } from "../simulated-api/demo-world.ts";
import { type ApiCommand, idsOf, openApiCommand, rowsOf, stubEnvironment } from "./run-api.ts";

const world = demoWorld({ campaigns: 250 });
const asked: URLSearchParams[] = [];
const onRequest: OnRequest = async ({ path, search }, next) => {
  if (path.startsWith("/api/v4/")) asked.push(new URLSearchParams(search));
  return await next();
};
let api: SimulatedApi;
let command: ApiCommand;
let folder = "";
const run: ApiCommand["run"] = (...asking) => command.run(...asking);
beforeAll(async () => {
  api = await startSimulatedApi({ world, now: () => morning(0), rateLimit: null, onRequest });
  command = await openApiCommand();
  folder = command.folder;
});
afterAll(async () => {
  await Promise.all([api?.close(), command?.remove()]);
});
beforeEach(() => {
  asked.splice(0);
  stubEnvironment(api.url);
  return () => vi.unstubAllEnvs();
});

describe("looking up", () => {
  test.each(LOOK_UP_COLLECTIONS)(
    "%s prints the catalog's columns and nothing else, no secret and no person",
    async (collection) => {
      const printed = await run(collection, undefined, { limit: 100 });
      const rows = rowsOf(printed);
      expect(rows.length).toBe(100);
      const columns = Object.keys(lookUpDataset(collection).columns);
      for (const row of rows) expect(Object.keys(row)).toEqual(columns);
      expect(columns).not.toContain("snapshot_at");
      let all = printed.out + printed.notes;
      for (const format of ["table", "csv"] as const) {
        all += (await run(collection, undefined, { limit: 100, format })).out;
      }
      expect(all).not.toMatch(CANARY_PATTERN);
    },
  );

  test("asks for the newest twenty, says how many there are, and stores nothing", async () => {
    const printed = await run("campaigns");
    const ids = idsOf(printed);
    expect(ids).toHaveLength(20);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(printed.notes).toMatch(/^20 of 250 campaigns$/m);
    expect(asked.map((query) => Object.fromEntries(query))).toEqual([
      { "order[id]": "desc", itemsPerPage: "20", page: "1" },
    ]);
    expect(await readdir(join(folder, "data")).catch(() => [])).toEqual([]);
  });

  test("goes on over pages until there are enough, each row once", async () => {
    const ids = idsOf(await run("campaigns", undefined, { limit: 230 }));
    expect(new Set(ids).size).toBe(230);
    expect(asked.map((query) => query.get("page"))).toEqual(["1", "2", "3"]);
    expect(idsOf(await run("campaigns", undefined, { limit: 10_000 }))).toHaveLength(250);
  });

  test("one record by its id, as a list of its columns for people", async () => {
    const [first] = idsOf(await run("campaigns", undefined, { limit: 1 }));
    expect(idsOf(await run("campaigns", first))).toEqual([first]);
    const { out } = await run("campaigns", first, { format: "table" });
    expect(out).toMatch(new RegExp(`│ id +│ ${first} +│`));
    expect(out.split("\n").length).toBeGreaterThan(40);
  });

  test("chosen columns, as table, JSON and CSV", async () => {
    const columns = ["id", "name", "contract_value", "start_ts"];
    const json = rowsOf(await run("campaigns", undefined, { columns, limit: 3 }));
    expect(json.map((row) => Object.keys(row))).toEqual(Array(3).fill(columns));
    expect(json[0]?.["contract_value"]).toMatch(/^\d+\.\d{4}$/);
    expect(json[0]?.["start_ts"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    const csv = parse((await run("campaigns", undefined, { columns, limit: 3, format: "csv" })).out, { columns: true });
    expect(csv).toEqual(json.map((row) => ({ ...row, id: String(row["id"]) })));
    const { out } = await run("campaigns", undefined, { columns, limit: 3, format: "table" });
    for (const { id } of json) expect(out).toContain(String(id));
  });
});

describe("filters and orders", () => {
  test("are asked for once the collection has declared them, and hold", async () => {
    const filter = ["status[]=Active", "status[]=Paused"];
    const rows = rowsOf(
      await run("campaigns", undefined, { filter, order: ["statistics.billableLeads=desc"], limit: 30 }),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ status }) => status))).not.toContain("Ended");
    const leads = rows.map(({ billable_leads }) => Number(billable_leads));
    expect(leads).toEqual(leads.toSorted((a, b) => b - a));
    expect(asked.map((query) => query.getAll("status[]"))).toEqual([[], ["Active", "Paused"]]);
    expect([...(asked[1] ?? [])].map(([name]) => name)).not.toContain("order[id]");
  });

  test("by a key that is declared behind the id come in its order", async () => {
    const columns = ["id", "advertiser_name"];
    const rows = rowsOf(await run("campaigns", undefined, { order: ["advertiser.name=asc"], columns, limit: 100 }));
    const names = rows.map(({ advertiser_name }) => String(advertiser_name));
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBeGreaterThan(3);
    const printed = await run("campaigns", undefined, { order: ["advertiser.name=desc"], limit: 200 });
    expect(printed.notes).toMatch(/^not proven: records that are equal in advertiser\.name may be missing/m);
  });

  test("an instant with an offset is asked for in UTC", async () => {
    const day = ["createdTs[after]=2026-11-20T02:00:00+02:00", "createdTs[strictly_before]=2026-11-20T23:00:00-01:00"];
    const leads = rowsOf(await run("leads", undefined, { filter: day, limit: 1_000 }));
    expect(asked.at(-1)?.get("createdTs[after]")).toBe("2026-11-20T00:00:00Z");
    expect(leads.length).toBeGreaterThan(50);
    for (const { created_ts } of leads) expect(created_ts).toMatch(/^2026-11-20 /);
  });

  test("by ids, dates and what is embedded", async () => {
    const some = idsOf(await run("campaign-processr-jobs", undefined, { limit: 3 }));
    const filter = some.map((id) => `id[]=${id}`);
    expect(idsOf(await run("campaign-processr-jobs", undefined, { filter })).sort()).toEqual(some.sort());
    const [job] = rowsOf(await run("campaign-processr-jobs", undefined, { limit: 1 }));
    const own = rowsOf(
      await run("campaign-processr-jobs", undefined, { filter: [`campaign.id=${job?.["campaign_id"]}`] }),
    );
    expect(own.map(({ id }) => id)).toContain(job?.["id"]);
    const dated = await run("campaigns", undefined, { filter: ["updatedTs[after]=2026-11-01"], limit: 5 });
    expect(idsOf(dated).length).toBeGreaterThan(0);
  });

  test("of leads: by campaign, though a lead only has its address; by date; by a person's e-mail, which is not printed", async () => {
    const [first] = rowsOf(await run("leads", undefined, { limit: 1 }));
    const filter = [`campaign.id=${first?.["campaign_id"]}`, "createdTs[after]=2026-10-01"];
    const leads = rowsOf(await run("leads", undefined, { filter, limit: 150 }));
    expect(leads.length).toBeGreaterThan(0);
    expect(new Set(leads.map(({ campaign_id }) => campaign_id))).toEqual(new Set([first?.["campaign_id"]]));
    const atMs = morning(0);
    const email = String(world.reader("leads", "email", atMs)(Number(first?.["id"]))[0]);
    expect(email).toMatch(CANARY_PATTERN);
    const printed = await run("leads", undefined, { filter: [`email=${email}`], verbose: true });
    expect(idsOf({ ...printed })).toContain(first?.["id"]);
    expect(printed.out + printed.notes).not.toContain(email);
    expect(printed.out + printed.notes).not.toMatch(CANARY_PATTERN);
  });

  test("that no record shows are told as not proven", async () => {
    const { notes } = await run("campaign-publishers", undefined, { filter: ["latest=true"] });
    expect(notes).toMatch(/^not proven: .*latest/m);
  });

  test("a filter that matches nothing prints nothing, and that is no error", async () => {
    const printed = await run("campaigns", undefined, { filter: ["id=999999"] });
    expect([printed.out, printed.notes]).toEqual(["", "0 of 0 campaigns\n"]);
  });
});

describe("what is refused by name", () => {
  const fails = (...args: Parameters<typeof run>) =>
    run(...args).then(
      () => expect.fail("it was answered"),
      (error) => error,
    );

  test("a filter that the collection does not declare, with the nearest that it does, before it is asked", async () => {
    const error = await fails("campaigns", undefined, { filter: ["status=Active"] });
    expect(error).toMatchObject({ name: "WrongUsage", message: expect.stringContaining("Nearest are status[]") });
    expect(asked).toHaveLength(1);
  });

  test("an order key that it does not declare", async () => {
    const error = await fails("campaign-processr-jobs", undefined, { order: ["name=asc"] });
    expect(error).toMatchObject({ name: "WrongUsage", message: expect.stringContaining("Nearest are id") });
  });

  test("an id that is not there", async () => {
    expect(await fails("campaigns", 999_999)).toMatchObject({ name: "NotFound", where: "campaigns of acme" });
  });

  test("an id together with a question, a column that is none, and no word which enterprise", async () => {
    expect(await fails("campaigns", 1, { filter: ["id=1"] })).toMatchObject({ name: "WrongUsage" });
    expect(await fails("campaigns", 1, { limit: 3 })).toMatchObject({ name: "WrongUsage" });
    const error = await fails("campaigns", undefined, { columns: ["contract_valu"] });
    expect(error.message).toContain("nearest are contract_value");
    expect(asked).toHaveLength(0);
    const settings = join(folder, "two.json");
    const enterprises = { acme: { timeZone: "UTC" }, beta: { timeZone: "UTC" } };
    const two = { from: "a@acme.example", alertsTo: ["b@acme.example"], historyFrom: "2026-11-01", enterprises };
    await writeFile(settings, JSON.stringify(two));
    expect(await fails("campaigns", undefined, { settings })).toMatchObject({ name: "WrongUsage" });
    expect(idsOf(await run("campaigns", undefined, { settings, enterprise: "beta" }))).toHaveLength(20);
  });

  /** The same account, with something wrong. */
  async function faulty(...rules: object[]) {
    const script = parseFaultScript({ rules }, "test");
    const broken = await startFaultyApi({ world, now: () => morning(0), rateLimit: null, script });
    onTestFinished(() => broken.close());
    vi.stubEnv("CONVERTR_BASE_URL", broken.url);
  }

  test("a filter that the server ignores without a word: nothing is printed", async () => {
    await faulty({ fault: "query", unset: ["status[]"], echo: true });
    const error = await fails("campaigns", undefined, { filter: ["status[]=Active"] });
    expect(error).toMatchObject({
      name: "BadResponse",
      message: expect.stringContaining("ignored the filter status[]"),
    });
  });

  test("an order that the server ignores", async () => {
    await faulty({ fault: "query", unset: ["order[statistics.billableLeads]"] });
    const error = await fails("campaigns", undefined, { order: ["statistics.billableLeads=desc"] });
    expect(error).toMatchObject({ name: "BadResponse", message: expect.stringContaining("ignored the order") });
  });

  test("a collection that declares nothing: no filter can be trusted then, and none is asked for", async () => {
    await faulty({ fault: "answer", unset: ["hydra:search"] });
    const error = await fails("campaigns", undefined, { filter: ["id=1"] });
    expect(error).toMatchObject({ name: "BadResponse", message: expect.stringContaining("hydra:search") });
    expect(idsOf(await run("campaigns"))).toHaveLength(20);
  });

  test("a server that repeats a page for ever ends the look-up", async () => {
    await faulty({ fault: "query", set: { page: "1" } });
    const printed = await run("campaigns", undefined, { limit: 200 });
    expect(idsOf(printed)).toHaveLength(100);
    expect(printed.notes).toMatch(/counts 250 and sent no more/);
  });

  test("another record than the one that was asked for", async () => {
    const other = await startSimulatedApi({
      world,
      now: () => morning(0),
      onRequest: async ({ path }, next) => await next(/\d$/.test(path) ? { path: "/api/v4/campaigns" } : {}),
    });
    onTestFinished(() => other.close());
    vi.stubEnv("CONVERTR_BASE_URL", other.url);
    expect(await fails("campaigns", 601)).toMatchObject({ name: "BadResponse" });
  });

  test("wrong credentials, once", async () => {
    vi.stubEnv("CONVERTR_PASSWORD", "wrong");
    await faulty();
    const data = join(folder, "refused");
    expect(await fails("campaigns", undefined, { data })).toMatchObject({ name: "AuthFailed" });
  });
});

test("the command ends with 0 for rows, 2 for a question that is none, 1 for a record that is not there", async () => {
  const { CONVERTR_BASE_URL, CONVERTR_USERNAME, CONVERTR_PASSWORD } = process.env;
  const env = { ...process.env, CONVERTR_BASE_URL, CONVERTR_USERNAME, CONVERTR_PASSWORD };
  const started = async (...args: string[]) => {
    const fixed = ["functions/local/main.ts", "api", ...args];
    const folders = ["--data", join(folder, "data"), "--settings", join(folder, "settings.json")];
    return await promisify(execFile)(process.execPath, [...fixed, ...folders], { env }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  };
  const [rows, wrong, gone, unknown] = await Promise.all([
    started(
      "campaigns",
      "--filter",
      "status[]=Active",
      "--filter",
      "status[]=Ended",
      "--limit",
      "2",
      "--format",
      "json",
    ),
    started("campaigns", "--filter", "stauts[]=Active"),
    started("campaigns", "999999"),
    started("users"),
  ]);
  expect([rows.code, rows.stdout.trim().split("\n").length]).toEqual([0, 2]);
  expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
  expect(wrong.stderr).toMatch(/Nearest are status\[\]/);
  expect([gone.code, gone.stderr.split(":")[0]]).toEqual([1, "NotFound"]);
  expect(unknown.code).toBe(2);
});

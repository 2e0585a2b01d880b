import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import type { ApiOptions } from "../../functions/local/commands/api.ts";
import { editWorld } from "../../functions/local/simulated-api/edits.ts";
import { type SimulatedApiOptions, startSimulatedApi } from "../../functions/local/simulated-api/server.ts";
import type { World } from "../../functions/local/simulated-api/world.ts";
import { freePort } from "../fakes/free-port.ts";
import {
  type ApiCommand,
  idsOf,
  openApiCommand,
  type Printed,
  rowsOf,
  stubEnvironment,
} from "../local/look-up/run-api.ts";
import { demoWorld, morning } from "../local/simulated-api/demo-world.ts";
import { faultTest } from "./fault-test.ts";

const atMs = morning(0);
const account = demoWorld({ campaigns: 250 });
const rising = account.ids("campaigns", atMs);
let command: ApiCommand;
beforeAll(async () => {
  command = await openApiCommand();
});
afterAll(() => command.remove());

interface Asked {
  readonly options: Partial<ApiOptions>;
  readonly world?: World;
  readonly collection?: string;
  readonly configuration?: SimulatedApiOptions["configuration"];
  /** How the server reads a query otherwise than it was sent. */
  readonly misread?: (query: URLSearchParams) => void;
}

/** What `api` prints, and the queries that reached the server. */
async function lookUp(asked: Asked): Promise<Printed & { readonly queries: readonly URLSearchParams[] }> {
  const { world = account, collection = "campaigns", configuration = {}, misread = () => {}, options } = asked;
  const queries: URLSearchParams[] = [];
  const api = await startSimulatedApi({
    port: await freePort(),
    world,
    now: () => atMs,
    rateLimit: null,
    configuration,
    onRequest: async ({ path, search }, next) => {
      if (path === "/api/login") return await next();
      queries.push(new URLSearchParams(search));
      const read = new URLSearchParams(search);
      misread(read);
      return await next({ search: read.toString() });
    },
  });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await api.close();
  });
  stubEnvironment(api.url);
  return { ...(await command.run(collection, undefined, options)), queries };
}

/** The account with names of its first campaigns. */
function named(...names: readonly string[]): World {
  const { world, alter } = editWorld(account);
  for (const [at, name] of names.entries()) alter("campaigns", rising[at] ?? 0, (record) => ({ ...record, name }));
  return world;
}

for (const order of ["advertiser.name", "statistics.billableLeads", "startTs"]) {
  faultTest("A70", order, async () => {
    const columns = ["id", "advertiser_name", "billable_leads", "start_ts"];
    const printed = await lookUp({ options: { order: [`${order}=asc`], columns, limit: 150 } });
    const column =
      { "advertiser.name": "advertiser_name", "statistics.billableLeads": "billable_leads" }[order] ?? "start_ts";
    const values = rowsOf(printed).map((row) => row[column]);
    const sorted = column === "billable_leads" ? values.toSorted((a, b) => Number(a) - Number(b)) : values.toSorted();
    expect(values).toEqual(sorted);
    expect(idsOf(printed)).not.toEqual(rising.slice(0, 150));
    expect(printed.queries.at(-1)?.has("order[id]")).toBe(false);
  });
}
faultTest("A70", "equal rows where pages meet", async () => {
  const { world, alter } = editWorld(account);
  for (const id of rising) alter("campaigns", id, (record) => ({ ...record, name: "one name" }));
  const order = ["name=asc"];
  expect((await lookUp({ world, options: { order, limit: 150 } })).notes).toMatch(/not proven: .*equal in name/);
  expect((await lookUp({ world, options: { order, limit: 100 } })).notes).not.toMatch(/not proven/);
});

for (const order of [
  ["advertiser.name=asc", "id=asc"],
  ["startTs=asc", "advertiser.name=desc"],
]) {
  faultTest("A71", order.join(" "), async () => {
    await expect(lookUp({ options: { order } })).rejects.toMatchObject({ name: "WrongUsage", where: "--order" });
  });
}

for (const given of [
  { filter: ["id=1", "id=2"] },
  { filter: ["advertiser.id=1", "advertiser.id[]=2"] },
  { filter: ["createdTs[after]=2026-11-01", "createdTs[after]=2026-11-02"] },
  { order: ["id=asc", "id=desc"] },
]) {
  faultTest("A72", JSON.stringify(given), async () => {
    await expect(lookUp({ options: given })).rejects.toMatchObject({
      name: "WrongUsage",
      message: expect.stringContaining("given 2 times"),
    });
  });
}

/** Jobs that changed at each hour of a day, by the API's own UTC. */
function hourly(): World {
  const { world, insert } = editWorld(demoWorld({ campaigns: 12 }));
  const collection = "campaign-processr-jobs";
  const record = world.record(collection, world.ids(collection, atMs)[0] ?? 0, atMs) ?? {};
  for (let hour = 0; hour < 24; hour += 1) {
    const updatedTs = `2036-09-01T${String(hour).padStart(2, "0")}:00:00+00:00`;
    insert(collection, { ...record, id: 90_000 + hour, updatedTs });
  }
  return world;
}
for (const [time, hours] of [
  ["12:00:00Z", 12],
  ["12:00:00+05:00", 17],
  ["12:00-03:00", 9],
] as const) {
  faultTest("A73", time, async () => {
    const options = { filter: [`updatedTs[after]=2036-09-01T${time}`], limit: 100 };
    const printed = await lookUp({ world: hourly(), collection: "campaign-processr-jobs", options });
    expect(idsOf(printed)).toHaveLength(hours);
    expect(printed.notes).not.toMatch(/zone/);
  });
}
faultTest("A73", "a server in Tokyo", async () => {
  const options = { filter: ["updatedTs[after]=2036-09-01T12:00:00Z"], limit: 100 };
  const asked = { world: hourly(), collection: "campaign-processr-jobs", configuration: { zone: "Asia/Tokyo" } };
  expect((await lookUp({ ...asked, options })).notes).toMatch(/compares updatedTs\[after\] in another zone than UTC/);
});

for (const [filter, field] of [
  ["endTs[after]=2026-01-01", "endTs"],
  ["country.iso=GB", "country"],
] as const) {
  faultTest("A74", filter, async () => {
    const { world, alter } = editWorld(account);
    const [name = ""] = filter.split("=");
    // The server lets rows in that show nothing there.
    for (const id of rising.slice(0, 3)) alter("campaigns", id, (record) => ({ ...record, [field]: null }));
    const misread = (query: URLSearchParams) => {
      if (!query.has(name)) return;
      query.delete(name);
      for (const id of rising.slice(0, 3)) query.append("id[]", String(id));
    };
    const printed = await lookUp({ world, misread, options: { filter: [filter] } });
    expect(idsOf(printed)).toHaveLength(3);
    expect(printed.notes).toContain(`not proven for records without a value: ${name}`);
  });
}

for (const [text, found] of [
  ["100%", 3],
  ["Café_2", 2],
  ["plain", 1],
] as const) {
  faultTest("A75", text, async () => {
    const world = named("100% Café_2", "100 cafe 2", "1000 plain");
    const printed = await lookUp({ world, options: { filter: [`name=${text}`] } });
    expect(idsOf(printed)).toHaveLength(found);
    expect(/in name the API takes % for any text/.test(printed.notes)).toBe(text !== "plain");
  });
}

faultTest("A76", "names that are digits", async () => {
  const world = named("10", "9", "100");
  const filter = rising.slice(0, 3).map((id) => `id[]=${id}`);
  const printed = await lookUp({ world, options: { filter, order: ["name=asc"], columns: ["id", "name"] } });
  expect(rowsOf(printed).map(({ name }) => name)).toEqual(["10", "100", "9"]);
});

for (const [variant, configuration] of [
  ["cut to 30", { maximumItemsPerPage: 30 }],
  ["cut to 7, no totals", { maximumItemsPerPage: 7, partial: true }],
] as const) {
  faultTest("A77", variant, async () => {
    const ids = idsOf(await lookUp({ configuration, options: { limit: 100 } }));
    expect(ids).toEqual(rising.toReversed().slice(0, 100));
    expect(idsOf(await lookUp({ configuration, options: { limit: 10_000 } }))).toHaveLength(250);
  });
}
faultTest("A77", "all on one page", async () => {
  const misread = (query: URLSearchParams) => query.set("itemsPerPage", "1000");
  const asked = { configuration: { maximumItemsPerPage: 1_000 }, misread, options: { limit: 10_000 } };
  const printed = await lookUp(asked);
  expect([idsOf(printed).length, printed.queries.length]).toEqual([250, 1]);
});

for (const [variant, options] of [
  ["a filter", { filter: ["id[]=124"] }],
  ["Active among Inactive", { filter: ["status[]=Active"] }],
  ["an order", { order: ["statistics.billableLeads=desc"] }],
] as const) {
  faultTest("A78", variant, async () => {
    const { world, alter } = editWorld(account);
    for (const id of rising) alter("campaigns", id, (record) => ({ ...record, status: "Inactive" }));
    const misread = (query: URLSearchParams) => {
      for (const name of ["id[]", "status[]", "order[statistics.billableLeads]"]) query.delete(name);
    };
    const asked = lookUp({ world, misread, options });
    await expect(asked).rejects.toMatchObject({ name: "BadResponse", message: expect.stringContaining("ignored") });
  });
}

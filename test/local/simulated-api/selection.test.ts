import { describe, expect, onTestFinished, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import { parseFaultScript } from "../../../functions/local/simulated-api/faults/fault-script.ts";
import { startFaultyApi } from "../../../functions/local/simulated-api/faults/faulty-api.ts";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { type ApiSession, logIn, memberIds, openApi } from "./api-session.ts";
import { type AnyRecord, demoWorld, morning } from "./demo-world.ts";

const rows = async ({ get }: ApiSession, path: string): Promise<AnyRecord[]> =>
  (await get(`/api/v4/${path}${path.includes("?") ? "&" : "?"}itemsPerPage=100`)).body["hydra:member"];
const total = async ({ get }: ApiSession, path: string): Promise<number> =>
  (await get(`/api/v4/${path}`)).body["hydra:totalItems"];

test("several ids make a list, and ids of other collections nothing", async () => {
  const api = await openApi();
  const [a, b, c] = memberIds((await api.get("/api/v4/campaigns")).body);
  expect((await rows(api, `campaigns?id[]=${a}&id[]=${c}`)).map(({ id }) => id)).toEqual([a, c]);
  expect((await rows(api, `campaigns?id=${b}`)).map(({ id }) => id)).toEqual([b]);
  expect(await total(api, "campaigns?id[]=1")).toBe(0);
});

test("status filters take the list form only; the plain one is ignored", async () => {
  const api = await openApi();
  const some = await rows(api, "campaigns?status[]=Active&status[]=Paused");
  expect(new Set(some.map(({ status }) => status))).toEqual(new Set(["Active", "Paused"]));
  expect(await total(api, "campaigns?status=Active")).toBe(250);
  const contracts = await rows(api, "campaign-publishers?campaign.status[]=Active&currentContractStatus=Unsigned");
  expect(contracts.length).toBeGreaterThan(0);
  for (const row of contracts) expect([row.campaign.status, row.currentContractStatus]).toEqual(["Active", "Unsigned"]);
});

test("latest=true leaves out superseded versions; history of a pair comes without it", async () => {
  const api = await openApi();
  const [all, latest] = [await total(api, "campaign-publishers"), await total(api, "campaign-publishers?latest=true")];
  expect(latest).toBe(Math.round((250 * 555) / 479));
  expect(all).toBeGreaterThan(latest);
  const [row] = await rows(api, "campaign-publishers?latest=true&currentContractStatus[]=Unsigned");
  const pair = `campaign-publishers?campaign.id=${row.campaign.id}&publisher.id[]=${row.publisher.id}`;
  expect(await total(api, pair)).toBeGreaterThanOrEqual(1);
  expect(await total(api, `${pair}&latest=true`)).toBe(1);
});

test("jobs are filtered by category, kind, campaign and truth values", async () => {
  const api = await openApi();
  const integrations = await rows(api, "campaign-processr-jobs?processrJob.processrJobCategory.id=2");
  expect(new Set(integrations.map((row) => row.processrJob.processrJobCategory.name))).toEqual(
    new Set(["Integration"]),
  );
  expect(await total(api, "campaign-processr-jobs?processrJob.processrJobCategory.name=Integration")).toBe(
    await total(api, "campaign-processr-jobs?processrJob.processrJobCategory.id=2"),
  );
  expect(await total(api, "campaign-processr-jobs")).toBeGreaterThan(integrations.length * 2);
  const shown = await total(api, "campaign-processr-jobs?shownOnCampaign=true");
  const hidden = await total(api, "campaign-processr-jobs?shownOnCampaign=0");
  expect(shown + hidden).toBe(await total(api, "campaign-processr-jobs"));
  expect(shown).toBeGreaterThan(0);
});

test("campaigns are found by what belongs to them", async () => {
  const api = await openApi();
  const [contract] = await rows(api, "campaign-publishers?latest=true");
  const ids = (await rows(api, `campaigns?campaignPublishers.publisher.id=${contract.publisher.id}`)).map(
    ({ id }) => id,
  );
  expect(ids).toContain(contract.campaign.id);
  const british = await rows(api, "campaigns?country.iso[]=GB");
  expect(british.length).toBeGreaterThan(0);
  expect(british.every(({ country }) => country.iso === "GB")).toBe(true);
});

test("dates bound from both sides, createdTs although it is not shown", async () => {
  const api = await openApi();
  const day = new Date(morning(0)).toISOString().slice(0, 10);
  const started = await rows(api, `campaigns?startTs[strictly_after]=${day}`);
  expect(started.length).toBeGreaterThan(0);
  expect(started.every(({ startTs }) => Date.parse(startTs) > Date.parse(day))).toBe(true);
  const before = await total(api, `campaigns?createdTs[before]=2026-09-01T00:00:00Z`);
  const after = await total(api, `campaigns?createdTs[strictly_after]=2026-09-01T00:00:00Z`);
  expect([before > 0, after > 0, before + after]).toEqual([true, true, 250]);
});

test.each([
  "nonsense=1",
  "id=abc",
  "id[]=",
  "id[]=x",
  "status[]=",
  "advertiser.id=1e3",
  "createdTs[after]=some day",
  "createdTs[after]=2026-13-40",
  "createdTs=2026-01-01",
  "id[]=601&id[]=abc",
  "id[x]=601",
  "order=asc",
  "createdTs[since]=2026-01-01",
  "latest=true",
  "order[id]=upwards",
  "order[email]=asc",
])("%s is not understood by campaigns and silently ignored", async (query) => {
  const { get } = await openApi();
  const plain = await get("/api/v4/campaigns");
  const asked = await get(`/api/v4/campaigns?${query}`);
  expect([asked.status, asked.body["hydra:totalItems"]]).toEqual([200, 250]);
  expect(memberIds(asked.body)).toEqual(memberIds(plain.body));
});

test.each(["latest=maybe", "latest=yes", "latest[]=true", "latest=false"])(
  "%s is ignored by contracts",
  async (query) => {
    const api = await openApi();
    expect(await total(api, `campaign-publishers?${query}`)).toBe(await total(api, "campaign-publishers"));
  },
);

test("the newest come first unless an order is asked for", async () => {
  const api = await openApi();
  const ids = (await rows(api, "campaigns")).map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  const rising = (await rows(api, "campaigns?order[id]=ASC")).map(({ id }) => id);
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  const revenue = (await rows(api, "campaigns?order[statistics.campaignRevenue.revenue]=desc")).map((row) =>
    Number(row.statistics.campaignRevenue.revenue),
  );
  expect(revenue).toEqual(revenue.toSorted((a, b) => b - a));
  expect(revenue[0]).toBeGreaterThan(revenue.at(-1) ?? 0);
});

test("several orders apply as the collection declares them, not as they are asked for", async () => {
  const api = await openApi();
  const idsOf = async (query: string) => (await rows(api, `campaigns?${query}`)).map(({ id }) => id);
  const rising = await idsOf("order[id]=asc");
  expect(await idsOf("order[advertiser.name]=asc&order[id]=asc")).toEqual(rising);
  expect(await idsOf("order[statistics.totalSales]=asc&order[id]=desc")).toEqual(await idsOf("order[id]=desc"));
  const named = await rows(api, "campaigns?order[advertiser.name]=asc");
  const names = named.map(({ advertiser }) => advertiser.name);
  expect(names).toEqual(names.toSorted());
  expect(named.map(({ id }) => id)).not.toEqual(rising);
  const contracts = await rows(api, "campaign-publishers?order[campaign.id]=desc&order[publisher.id]=asc");
  const keys = contracts.map(({ publisher, campaign }) => [publisher.id, -campaign.id] as const);
  expect(keys).toEqual(keys.toSorted(([a, b], [c, d]) => a - c || b - d));
});

test("texts are ordered as texts, whatever digits they hold, and money by its value", async () => {
  const { world, alter } = editWorld(demoWorld({ campaigns: 40 }));
  const [a = 0, b = 0, c = 0] = world.ids("campaigns", morning(0));
  for (const [id, name] of [
    [a, "9 lives"],
    [b, "10 things"],
    [c, "9"],
  ] as const) {
    alter("campaigns", id, (record) => ({ ...record, name }));
  }
  const api = await openApi({ world });
  const ids = (await rows(api, "campaigns?order[name]=asc")).map(({ id }) => id);
  expect(ids.filter((id) => [a, b, c].includes(id))).toEqual([b, c, a]);
});

test("of the same plain parameter twice the last one counts, and of a list and a plain one too", async () => {
  const api = await openApi();
  const [a, b, c] = memberIds((await api.get("/api/v4/campaigns")).body);
  const idsOf = async (query: string) => (await rows(api, `campaigns?${query}`)).map(({ id }) => id);
  expect(await idsOf(`id=${a}&id=${b}`)).toEqual([b]);
  expect(await idsOf(`id[]=${a}&id=${b}`)).toEqual([b]);
  expect(await idsOf(`id=${a}&id[]=${b}&id[]=${c}`)).toEqual([b, c]);
  expect(await idsOf(`id[0]=${a}&id[0]=${b}`)).toEqual([b]);
  expect(await idsOf(`id=/api/v4/campaigns/${a}`)).toEqual([a]);
});

test("a filter by text takes part of it, with SQL's wildcards and without regard to case; one with a list form takes the whole", async () => {
  const { world, alter } = editWorld(demoWorld({ campaigns: 40 }));
  const [a = 0, b = 0, c = 0] = world.ids("campaigns", morning(0));
  for (const [id, name] of [
    [a, "100% Café_x"],
    [b, "100 cafe yx"],
    [c, "1000 tea"],
  ] as const) {
    alter("campaigns", id, (record) => ({ ...record, name }));
  }
  const api = await openApi({ world });
  const idsOf = async (query: string) => (await rows(api, `campaigns?order[id]=asc&${query}`)).map(({ id }) => id);
  expect(await idsOf("name=CAFE")).toEqual([a, b]);
  expect(await idsOf(`name=${encodeURIComponent("100%")}`)).toEqual([a, b, c]);
  expect(await idsOf("name=e_x")).toEqual([a]);
  expect(await idsOf("name=cafe__x")).toEqual([b]);
  expect(await idsOf("name[]=tea&name[]=yx")).toEqual([b, c]);
  expect(await total(api, "campaigns?country.iso=gb")).toBe(await total(api, "campaigns?country.iso=GB"));
  expect(await total(api, "campaigns?country.iso=G")).toBe(0);
});

test("a date filter drops the offset and compares digits in the server's own zone", async () => {
  const created = "2026-09-01T";
  const totals = async (api: ApiSession, ...times: string[]) =>
    await Promise.all(
      times.map((time) => total(api, `campaign-processr-jobs?updatedTs[after]=${encodeURIComponent(created + time)}`)),
    );
  const { world, insert } = editWorld(demoWorld({ campaigns: 12 }));
  const [first = 0] = world.ids("campaign-processr-jobs", morning(0));
  const job = world.record("campaign-processr-jobs", first, morning(0)) ?? {};
  for (let hour = 0; hour < 24; hour += 1) {
    const updatedTs = `2026-09-01T${String(hour).padStart(2, "0")}:00:00+00:00`;
    insert("campaign-processr-jobs", { ...job, id: 90_000 + hour, updatedTs });
  }
  const utc = await openApi({ world });
  const [noon = 0, ...same] = await totals(utc, "12:00:00Z", "12:00:00+05:00", "12:00:00.9-05:00", "12:00", "12:00:00");
  expect(same).toEqual([noon, noon, noon, noon]);
  const tokyo = await openApi({ world, configuration: { zone: "Asia/Tokyo" } });
  expect(await totals(tokyo, "12:00:00Z", "21:00:00+00:00")).toEqual([noon + 9, noon]);
});

test.each([
  ["campaigns", "startTs[after][]=2026-01-01"],
  ["campaigns", "order[id][]=asc"],
  ["leads", "createdTs[strictly_before][0]=2026-01-01"],
  ["campaign-publishers", "order[publisher.name][x]=asc"],
])("an array where a text belongs ends %s?%s with 500", async (collection, query) => {
  const { status, body } = await (await openApi()).get(`/api/v4/${collection}?${query}`);
  expect([status, body["@type"]]).toEqual([500, "hydra:Error"]);
});

describe("what an installation may have set otherwise", () => {
  test("pages are cut shorter, without totals, nulls or objects", async () => {
    const configuration = {
      maximumItemsPerPage: 30,
      partial: true,
      skipNullValues: true,
      iris: ["advertiser", "country"],
    };
    const { get } = await openApi({ configuration });
    const { body } = await get("/api/v4/campaigns?itemsPerPage=100&page=2");
    expect(body).not.toHaveProperty("hydra:totalItems");
    const link = "/api/v4/campaigns?itemsPerPage=100&page=";
    expect(body["hydra:view"]).toEqual({
      "@id": `${link}2`,
      "@type": "hydra:PartialCollectionView",
      "hydra:previous": `${link}1`,
      "hydra:next": `${link}3`,
    });
    expect(memberIds(body)).toHaveLength(30);
    for (const member of body["hydra:member"]) {
      expect(member.advertiser).toMatch(/^\/api\/v4\/advertisers\/\d+$/);
      expect(JSON.stringify(member)).not.toContain("null");
    }
    const [{ id }] = body["hydra:member"];
    expect((await get(`/api/v4/campaigns/${id}`)).body.advertiser).toMatch(/^\/api/);
    expect((await get("/api/v4/campaigns?itemsPerPage=100&page=9")).body["hydra:view"]).not.toHaveProperty(
      "hydra:next",
    );
  });

  test("a row whose text is no UTF-8 costs its whole page", async () => {
    const configuration = { maximumItemsPerPage: 50 };
    const script = parseFaultScript({ configuration, rules: [{ fault: "malformed-text", ids: [200] }] }, "test");
    const api = await startFaultyApi({ world: demoWorld({ campaigns: 250 }), now: () => morning(0), script });
    onTestFinished(() => api.close());
    const { body } = await logIn(api, DEFAULT_CREDENTIALS);
    const headers = { authorization: `Bearer ${body.access_token}` };
    const ask = async (query: string) => await fetch(`${api.url}/api/v4/campaigns${query}`, { headers });
    const ids: number[] = [];
    for (let page = 1; page <= 5; page += 1) {
      const answer = await ask(`?itemsPerPage=100&order[id]=asc&page=${page}`);
      if (answer.status === 200) ids.push(...memberIds(await answer.json()));
      else expect(await answer.json()).toMatchObject({ "hydra:description": expect.stringContaining("UTF-8") });
    }
    expect(ids.length).toBe(200);
    expect([(await ask("/200")).status, (await ask("?id[]=200")).status]).toEqual([400, 400]);
  });
});

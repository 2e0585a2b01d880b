import { expect, test } from "vitest";
import { type ApiSession, memberIds, openApi } from "./api-session.ts";
import { type AnyRecord, morning } from "./demo-world.ts";

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
  "createdTs[after]=yesterday",
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

test.each(["latest=maybe", "latest=false"])("%s is ignored by contracts", async (query) => {
  const api = await openApi();
  expect(await total(api, `campaign-publishers?${query}`)).toBe(await total(api, "campaign-publishers"));
});

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
  const sold = await rows(api, "campaigns?order[statistics.totalSales]=asc&order[id]=desc");
  const keys = sold.map(({ id, statistics }) => [statistics.totalSales, -id] as const);
  expect(keys).toEqual(keys.toSorted(([a, b], [c, d]) => a - c || b - d));
});

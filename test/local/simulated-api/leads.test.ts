import { expect, test } from "vitest";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";
import { dayOf } from "../../../shared/platform/day.ts";
import { memberIds, openApi } from "./api-session.ts";
import { type AnyRecord, byId, isPlainObject, morning, recordsAt, ZONE } from "./demo-world.ts";

const world = createWorld({
  seed: 1,
  campaigns: 479,
  historyStart: "2026-10-19",
  timeZone: ZONE,
  leadsFrom: "2026-11-09",
});

const leadsAt = (atMs: number): AnyRecord[] => world.ids("leads", atMs).map((id) => world.record("leads", id, atMs));
const campaignOf = (lead: AnyRecord): number => Number(lead.campaign.split("/").at(-1));

function countBy<T>(list: readonly T[], key: (of: T) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}

test("the leads of a day are as many as the campaigns' totals grew by", () => {
  const [before, after] = [-4, -3].map((day) => byId(recordsAt(world, "campaigns", morning(day))));
  const created = leadsAt(morning(0)).filter(({ createdTs }) => dayOf(Date.parse(createdTs), ZONE) === "2026-11-19");
  const counts = countBy(created, campaignOf);
  expect(created.length).toBeGreaterThan(300);
  for (const [id, campaign] of after ?? []) {
    const grown = campaign.statistics.totalLeads - (before?.get(id)?.statistics.totalLeads ?? 0);
    expect(counts.get(id) ?? 0, `campaign ${id}`).toBe(grown);
  }
});

test("flags of a campaign's leads add up to its counters, later looks included", () => {
  const whole = createWorld({ seed: 1, campaigns: 40, historyStart: "2026-10-19", timeZone: ZONE });
  const atMs = morning(0);
  const leads = whole.ids("leads", atMs).map((id): AnyRecord => whole.record("leads", id, atMs));
  const of = (keep: (lead: AnyRecord) => boolean) => countBy(leads.filter(keep), campaignOf);
  const total = of(() => true);
  const invalid = of((lead) => lead.leadFlag.name === "Invalid");
  const caution = of((lead) => lead.qaResult.name === "Caution");
  for (const { id, statistics } of recordsAt(whole, "campaigns", atMs)) {
    const counted = [total, invalid, caution].map((counts) => counts.get(id) ?? 0);
    expect(counted, `campaign ${id}`).toEqual([
      statistics.totalLeads,
      statistics.invalidLeads,
      statistics.cautionLeads,
    ]);
  }
});

test("leads change after they came in, and updatedTs tells of most changes, not of all", () => {
  const changes = { told: 0, silent: 0 };
  const [before, after] = [morning(-3, "11:40"), morning(0)];
  const updated = world.reader("leads", "updatedTs", after);
  const later = byId(leadsAt(after));
  for (const { updatedTs: _, ...was } of leadsAt(before)) {
    const { updatedTs: __, ...is } = later.get(was.id);
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (Number(updated(was.id)[0]) > before) changes.told += 1;
    else changes.silent += 1;
  }
  expect(changes.told).toBeGreaterThan(10);
  expect(changes.silent).toBeGreaterThan(0);
});

test("integration results come in two shapes, name the campaign's jobs, and fail while a job is broken", () => {
  const leads = leadsAt(morning(1));
  const jobs = byId(recordsAt(world, "campaign-processr-jobs", morning(1)));
  const shapes = { list: 0, map: 0, failed: 0 };
  for (const lead of leads) {
    const results: AnyRecord = lead.integrationResults;
    if (Array.isArray(results)) shapes.list += results.length;
    else shapes.map += Object.keys(results).length;
    const named = Array.isArray(results)
      ? results.map(({ campaignProcessrJob }) => Number(campaignProcessrJob.split("/").at(-1)))
      : Object.keys(results).map(Number);
    for (const id of named) expect(jobs.get(id).campaign.id).toBe(campaignOf(lead));
    shapes.failed += Object.values<AnyRecord>(results).filter(({ passed }) => !passed).length;
  }
  expect(shapes.list).toBeGreaterThan(500);
  expect(shapes.map).toBeGreaterThan(500);
  expect(shapes.failed).toBeGreaterThan(50);
  expect(leads.some(({ overAllocation }) => overAllocation === "")).toBe(true);
  expect(leads.some((lead) => isPlainObject(lead.integrationResults))).toBe(true);
});

test("leads are filtered by campaign, e-mail and both instants, and ordered by id", async () => {
  const { get } = await openApi({ world, now: () => morning(0) });
  const list = async (query: string) => (await get(`/api/v4/leads?itemsPerPage=100&${query}`)).body;
  const all = await list("order[id]=asc");
  expect(memberIds(all)).toEqual(world.ids("leads", morning(0)).slice(0, 100));
  const [first] = all["hydra:member"];
  expect(memberIds(await list(`email=${first.email}`))).toEqual([first.id]);
  expect(memberIds(await list(`id[]=${first.id}`))).toEqual([first.id]);
  const own = await list(`campaign.id=${campaignOf(first)}`);
  expect(own["hydra:member"].every((lead: AnyRecord) => lead.campaign === first.campaign)).toBe(true);
  const [before, after] = await Promise.all(
    ["before", "strictly_after"].map((bound) => list(`createdTs[${bound}]=2026-11-16T12:00:00Z`)),
  );
  expect(before["hydra:totalItems"] + after["hydra:totalItems"]).toBe(all["hydra:totalItems"]);
  const updated = await list("updatedTs[after]=2026-11-22T00:00:00Z");
  expect(updated["hydra:totalItems"]).toBeGreaterThan(0);
  expect(updated["hydra:totalItems"]).toBeLessThan(all["hydra:totalItems"]);
  for (const { updatedTs, createdTs } of updated["hydra:member"]) {
    expect(Date.parse(updatedTs ?? createdTs)).toBeGreaterThan(Date.parse("2026-11-18T00:00:00Z"));
  }
  expect((await list("updatedTs[after]=2027-06-01T00:00:00Z"))["hydra:totalItems"]).toBe(0);
});

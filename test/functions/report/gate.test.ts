import { describe, expect, test } from "vitest";
import { DATE } from "./report-world.ts";
import { addressed, catchUp, contractsForAll, PREFIX, scheduled, TEAM } from "./sending-world.ts";

const { open } = contractsForAll();

describe("the gate", () => {
  const CAMPAIGNS = { ...TEAM, latest: "09:00", parts: [{ query: "pacing" }] };
  const atNine = async () => {
    const world = await open(CAMPAIGNS);
    world.now = Date.parse(`${DATE}T09:00:00Z`);
    return world;
  };
  test("has the schedule's first run wait, and the last one tell the owner once, and the watch", async () => {
    const world = await atNine();
    const first = await world.run({ ...scheduled, wait: true });
    expect(first).toMatchObject({ outcome: "deferred", members: [] });
    expect((await world.kept()).size + world.metrics.length).toBe(0);
    for (const event of [scheduled, catchUp]) expect((await world.run(event)).outcome).toBe("not-sent");
    expect(addressed(await world.outbox())).toEqual(["ops@acme.example: Report leads of acme, 24 Nov: not sent"]);
    expect((await world.kept()).has(`${PREFIX}not-sent.json`)).toBe(true);
    expect(world.metrics.filter(([name]) => name === "ReportsFailed")).toEqual([["ReportsFailed", 1]]);
  });

  test("tells a test what is missing, and nobody else", async () => {
    const world = await atNine();
    expect((await world.run({ to: ["me@acme.example"] })).outcome).toBe("not-sent");
    expect(await world.outbox()).toEqual([]);
    expect((await world.kept()).size).toBe(0);
  });

  test("by hand waits until the report's latest, unless it is to be early", async () => {
    const world = await open(CAMPAIGNS);
    expect((await world.run()).outcome).toBe("deferred");
    expect((await world.run({ early: true })).outcome).toBe("not-sent");
  });
});

import { expect, test } from "vitest";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { inSteps, type Step } from "../../faults/crash/steps.ts";
import { catchUp, contractsForAll, scheduled, TEAM } from "./sending-world.ts";

const data = contractsForAll();
const { open } = data;

/** A store in memory with the folder's snapshots. */
async function storeWith(folder: ObjectStore): Promise<ObjectStore> {
  const store = createMemoryStore();
  for (const { key } of await folder.list("snapshots/")) {
    const object = await folder.get(key);
    if (object !== undefined) await store.create(key, object.body, { contentType: "x" });
  }
  return store;
}

test("dies at any step and the next runs leave nobody with two mails, and nobody without one whose claim was not taken", async () => {
  const folder = createFolderStore(data.path);
  const sent: string[] = [];
  let last: Step | undefined;
  let killAfter = Number.POSITIVE_INFINITY;
  const killed = new Error("killed");
  const ports = {
    store: await storeWith(folder),
    mailer: {
      send: async ({ to }: { to: string }) => {
        sent.push(to);
        return { state: "sent", messageId: "m" } as const;
      },
    },
  };
  const engine: QueryEngine = { run: async () => ({ columns: [{ name: "id", kind: "integer" }], rows: [[1n]] }) };
  const stepping = (of: typeof ports) =>
    inSteps(of, async (step, take) => {
      if (step.number > killAfter) throw killed;
      const result = await take();
      last = step;
      return result;
    });
  const current: { ports: typeof ports } = { ports: stepping(ports) as typeof ports };
  const through: ObjectStore = {
    head: (key) => current.ports.store.head(key),
    get: (key) => current.ports.store.get(key),
    list: (prefix) => current.ports.store.list(prefix),
    create: (...put) => current.ports.store.create(...put),
    overwrite: (...put) => current.ports.store.overwrite(...put),
  };
  const world = await open(TEAM, {
    store: through,
    mailer: { send: (mail) => current.ports.mailer.send(mail) },
    engine,
  });
  await world.run(scheduled);
  const steps = last?.number ?? 0;
  expect(steps).toBeGreaterThan(15);
  for (let kill = 0; kill <= steps; kill += 1) {
    sent.length = 0;
    const fresh = { ...ports, store: await storeWith(folder) };
    killAfter = kill;
    current.ports = stepping(fresh) as typeof ports;
    await world.run(scheduled).catch((error: unknown) => expect(error).toBe(killed));
    killAfter = Number.POSITIVE_INFINITY;
    current.ports = stepping(fresh) as typeof ports;
    world.now += 20 * 60_000;
    await world.run(catchUp);
    const twice = sent.length - new Set(sent).size;
    expect([kill, twice]).toEqual([kill, 0]);
    const answer = await world.run({ ...catchUp, force: true });
    // A claim without a result may have been sent: only force takes it over.
    for (const { state } of answer.members[0]?.recipients ?? []) expect(["already-sent", "sent"]).toContain(state);
  }
});

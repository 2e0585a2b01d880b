import { expect } from "vitest";
import { readRecordLine } from "../../../shared/catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../../shared/catalog/records.ts";
import { type DeliveryResult, deliver } from "../../../shared/digest/delivery/deliver.ts";
import { claimDelivery } from "../../../shared/digest/delivery/ledger.ts";
import { deliveryKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { faultTest } from "../fault-test.ts";
import { type End, type Execution, exploreAll, type Turn } from "./explore.ts";
import { type Ports, sharedWorld } from "./shared-world.ts";

const RUN = { enterprise: "acme", digest: "daily", date: "2026-11-24", htmlSha256: "ab".repeat(32), test: false };
const LOG = { info() {}, warn() {}, error() {} };

function send(
  ports: Ports,
  { run, force, to }: { run: number; force: boolean; to: readonly string[] },
): Promise<DeliveryResult> {
  const mails = to.map((address) => ({
    to: address,
    compose: async () => ({ from: "reports@acme.example", to: address, raw: new Uint8Array(), tags: {} }),
  }));
  return deliver({ ...ports, log: LOG }, { ...RUN, runId: `run-${run}`, force }, mails);
}

interface Scene {
  readonly named: string;
  /** Whether each run is forced. */
  readonly forces: readonly boolean[];
  readonly to: readonly string[];
  /** The first recipient was claimed half an hour ago, by a run that died. */
  readonly stale: boolean;
}

async function runsOf({ forces, to, stale }: Scene): Promise<Execution> {
  const store = createMemoryStore();
  const world = sharedWorld(120, store);
  if (stale) {
    const claimed = { run: { ...RUN, runId: "run-0" }, to: to[0] ?? "" };
    await claimDelivery(store, claimed, { now: world.now - 30 * 60_000, force: false });
  }
  const runs = forces.map((force, at) => (turn: Turn) => send(world.ports(turn), { run: at + 1, force, to }));
  return { runs, shared: world.text, judge: (ends) => judge({ store, mails: world.mails, to, stale }, ends) };
}

/** Whatever interleaved and whoever died: nobody has two mails, and what the ledger and the living say is so. */
async function judge(
  { store, mails, to, stale }: { store: ObjectStore; mails: readonly string[] } & Pick<Scene, "to" | "stale">,
  ends: readonly End[],
): Promise<void> {
  const somebodyDied = ends.some(({ died }) => died);
  const results = ends.flatMap((end) => (end.died ? [] : [end.answer as DeliveryResult]));
  for (const address of to) {
    const count = mails.filter((one) => one === address).length;
    expect(count, "mails to one recipient").toBeLessThanOrEqual(1);
    const object = await store.get(deliveryKey(RUN.enterprise, RUN.date, RUN.digest, address));
    const record = object && readRecordLine(DIGEST_DELIVERIES, new TextDecoder().decode(object.body));
    if (record?.state === "sent") expect(count).toBe(1);
    else expect(record?.state ?? "not claimed").toMatch(/^(claimed|not claimed)$/);
    if (!somebodyDied && !(stale && address === to[0])) expect(record?.state).toBe("sent");
    for (const { recipients } of results) {
      const told = recipients.find((result) => result.to === address)?.state;
      if (told === "sent" || told === "already-sent") expect(record?.state).toBe("sent");
      else expect(told).toBe("unknown");
    }
  }
}

const ONE = "one@acme.example";
const SCENES: readonly Scene[] = [
  { named: "the same event twice", forces: [false, false], to: [ONE], stale: false },
  { named: "a claim of a dead run, and two who force it", forces: [true, true], to: [ONE], stale: true },
  {
    named: "a claim of a dead run, one who forces it and the schedule's",
    forces: [true, false],
    to: [ONE],
    stale: true,
  },
];

for (const scene of SCENES) {
  faultTest("X05", `${scene.named}; at most one killed, anywhere`, async () => {
    const explored = await exploreAll(() => runsOf(scene), { deaths: 1 });
    expect(explored.moments).toBeGreaterThan(20);
    expect(explored.ends).toBeGreaterThan(5);
  });
}

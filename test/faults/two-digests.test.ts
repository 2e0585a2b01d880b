import fc from "fast-check";
import { expect } from "vitest";
import type { DigestDependencies } from "../../functions/digest/digest-run.ts";
import { parseDigestEvent } from "../../functions/digest/event.ts";
import { sendDigest } from "../../functions/digest/job.ts";
import { readRecordLine } from "../../shared/catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../shared/catalog/records.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";
import { openDigestAccount } from "./digest-account.ts";
import { faultTest } from "./fault-test.ts";

const LIST = ["one@acme.example", "three@acme.example", "two@acme.example"];
const SCHEDULES = 25;

type Turn = <T>(take: () => Promise<T>) => Promise<T>;

/** Every look at the ledger, every write to it and every mail waits for its turn before it takes effect. */
function inTurns(deps: DigestDependencies, store: ObjectStore, { turn, sent }: { turn: Turn; sent: string[] }) {
  const ledger = <T>(key: string, take: () => Promise<T>): Promise<T> =>
    key.startsWith("deliveries/") ? turn(take) : take();
  const shared: ObjectStore = {
    ...store,
    get: (key) => ledger(key, () => store.get(key)),
    create: (key, body, options) => ledger(key, () => store.create(key, body, options)),
    overwrite: (key, body, options) => ledger(key, () => store.overwrite(key, body, options)),
  };
  const send = async (to: string) => {
    sent.push(to);
    return { state: "sent", messageId: `mail-${sent.length}` } as const;
  };
  return { ...deps, store: shared, mailer: { send: ({ to }: { to: string }) => turn(() => send(to)) } };
}

faultTest(
  "X05",
  `${SCHEDULES} schedules`,
  async () => {
    const opened = await openDigestAccount({ digest: { to: LIST, sections: ["pacing"] } });
    const { store: filled } = opened.account;
    const snapshots = await Promise.all((await filled.list("snapshots/")).map(({ key }) => filled.get(key)));
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const store = createMemoryStore();
      for (const snapshot of snapshots) {
        if (snapshot !== undefined) await store.create(snapshot.key, snapshot.body, { contentType: "x" });
      }
      const sent: string[] = [];
      const turn: Turn = async (take) => {
        await scheduler.schedule(Promise.resolve());
        return take();
      };
      const deps = inTurns(opened.deps, store, { turn, sent });
      const run = () => sendDigest(deps, parseDigestEvent({ enterprise: "acme", digest: "daily" }));
      const answers = await scheduler.waitFor(Promise.all([run(), run()]));

      expect(sent.toSorted()).toEqual(LIST);
      const results = answers.flatMap(({ recipients }) => recipients);
      for (const to of LIST) {
        const states = results.filter((result) => result.to === to).map(({ state }) => state);
        expect(states.filter((state) => state === "sent")).toHaveLength(1);
        // Who comes second finds the mail sent, or, should it wait in vain for the first one's word, says that it does not know.
        expect(["already-sent", "unknown"]).toContain(states.find((state) => state !== "sent"));
      }
      const objects = await Promise.all((await store.list("deliveries/")).map(({ key }) => store.get(key)));
      const lines = objects.map((object) => readRecordLine(DIGEST_DELIVERIES, new TextDecoder().decode(object?.body)));
      expect(lines.map((line) => line?.state)).toEqual(LIST.map(() => "sent"));
    });
    await fc.assert(property, { numRuns: SCHEDULES, seed: 7 });
  },
  120_000,
);

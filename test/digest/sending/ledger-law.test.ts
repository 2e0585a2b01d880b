import fc from "fast-check";
import { expect, test } from "vitest";
import { readRecordLine } from "../../../shared/catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../../shared/catalog/records.ts";
import { type DeliveryResult, deliver } from "../../../shared/digest/delivery/deliver.ts";
import type { SendOutcome } from "../../../shared/digest/delivery/mailer.ts";
import { deliveryKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { storeSuite } from "../../snapshot/store-suite.ts";
import { createMemoryStore } from "./memory-store.ts";

storeSuite("the store in memory that these tests interleave", async () => createMemoryStore());

const TO = ["a@acme.example", "b@acme.example", "c@acme.example"];
const RUN = { enterprise: "acme", digest: "daily", date: "2026-11-23", htmlSha256: "ab".repeat(32), test: false };
const OUTCOMES = {
  sent: { state: "sent", messageId: "ses-1" },
  failed: { state: "failed", reason: "rejected" },
  passing: { state: "failed", reason: "too fast", retryable: true },
  quota: { state: "failed", reason: "quota", quota: true },
  unknown: { state: "unknown", reason: "no answer" },
} as const satisfies Record<string, SendOutcome>;

/** What a call to the store meets: nothing, an error before it takes effect, or one after (the answer is lost). */
const fault = fc.constantFrom("none", "none", "none", "none", "none", "none", "before", "after");
const outcome = fc.constantFrom<keyof typeof OUTCOMES | "throws">(
  "sent",
  "sent",
  "failed",
  "passing",
  "quota",
  "unknown",
  "throws",
);
const run = fc.record({
  force: fc.boolean(),
  outcomes: fc.array(outcome, { minLength: 3, maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 24 }),
  /** The run is killed at this call; from then on nothing of it takes effect. */
  diesAt: fc.option(fc.nat({ max: 24 }), { nil: Number.POSITIVE_INFINITY }),
});

interface Handed {
  readonly by: number;
  readonly force: boolean;
  readonly outcome: string;
  ended: boolean;
}

test("however runs interleave, fail and die, no recipient has a second mail but by force after a failure or an unknown, or after a failure that passes", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(run, { minLength: 2, maxLength: 3 }), async (scheduler, runs) => {
      const memory = createMemoryStore();
      const handed = new Map<string, Handed[]>(TO.map((to) => [to, []]));
      let now = Date.UTC(2026, 10, 23, 7);
      const turn = () => scheduler.schedule(Promise.resolve());

      const start = (index: number): Promise<DeliveryResult> => {
        const { force, outcomes, faults, diesAt } = runs[index] ?? expect.fail();
        let calls = 0;
        const step = async <T>(effect: () => Promise<T>): Promise<T> => {
          const call = calls++;
          await turn();
          if (call >= diesAt || faults[call] === "before") throw new Error("503");
          const answer = await effect();
          await turn();
          if (faults[call] === "after") throw new Error("reset");
          return answer;
        };
        const store: ObjectStore = {
          ...memory,
          get: (key) => step(() => memory.get(key)),
          create: (...call) => step(() => memory.create(...call)),
          overwrite: (...call) => step(() => memory.overwrite(...call)),
        };
        const send = async (to: string): Promise<SendOutcome> => {
          if (calls++ >= diesAt) throw new Error("dead");
          const chosen = outcomes[TO.indexOf(to)] ?? "sent";
          const mail: Handed = { by: index, force, outcome: chosen, ended: false };
          const before = handed.get(to) ?? [];
          expect(
            before.every(({ ended }) => ended),
            "two mails to one recipient under way",
          ).toBe(true);
          handed.set(to, [...before, mail]);
          await turn();
          mail.ended = true;
          if (chosen === "throws") throw new Error("socket hang up");
          return OUTCOMES[chosen];
        };
        const sleep = async (ms: number): Promise<void> => {
          now += ms;
          await turn();
        };
        const log = { info() {}, warn() {}, error() {} };
        const deps = {
          store,
          mailer: { send: ({ to }: { to: string }) => send(to) },
          clock: { now: () => now, sleep },
          log,
        };
        const mails = TO.map((to) => ({
          to,
          compose: async () => ({ from: "r@acme.example", to, raw: new Uint8Array(), tags: {} }),
        }));
        return deliver(deps, { ...RUN, runId: `run-${index}`, force }, mails);
      };

      const results = await scheduler.waitFor(Promise.all(runs.map((_, index) => start(index))));
      for (const to of TO) {
        const mails = handed.get(to) ?? [];
        seen.add(mails.map((mail) => mail.outcome).join(" "));
        // What was certainly not taken, for a reason that passes, is tried again without force.
        const mayFollow = ({ force }: Handed, before: Handed | undefined) => force || before?.outcome === "passing";
        expect(mails.slice(1).every((mail, index) => mayFollow(mail, mails[index]))).toBe(true);
        expect(mails.slice(0, -1).every((mail) => mail.outcome !== "sent")).toBe(true);
        expect(new Set(mails.map(({ by }) => by)).size).toBe(mails.length);

        const object = await memory.get(deliveryKey(RUN.enterprise, RUN.date, RUN.digest, to));
        const record = object && readRecordLine(DIGEST_DELIVERIES, new TextDecoder().decode(object.body));
        const last = mails.at(-1)?.outcome;
        if (last === "sent") expect(record?.state).toMatch(/^(sent|claimed)$/);
        if (record?.state === "sent") expect(last).toBe("sent");
        for (const { recipients } of results) {
          const told = recipients.find((result) => result.to === to)?.state;
          if (told === "sent" || told === "already-sent") expect(record?.state).toBe("sent");
        }
      }
    }),
    { numRuns: 400 },
  );
  // The law is about something: mails that came, never came, and came again after a failure or an unknown.
  for (const history of ["", "sent", "failed sent", "unknown sent", "passing sent"]) expect(seen).toContain(history);
});

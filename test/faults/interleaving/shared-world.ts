import { createHash } from "node:crypto";
import type { Mailer } from "../../../shared/digest/delivery/mailer.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { MORNING } from "../row-world.ts";
import type { Turn } from "./explore.ts";

/** What runs share: the store, the mails that left, and time, which only passes when somebody sleeps. */
export interface SharedWorld {
  readonly store: ObjectStore;
  /** Recipients in the order in which mails left. */
  readonly mails: string[];
  now: number;
  /** All of it as text. */
  text(): Promise<string>;
  /** Ports whose every call waits for its turn. */
  ports(turn: Turn): Ports;
}

export interface Ports {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly clock: Clock;
}

/** @param minute after five in the morning of 24 November 2026, London time */
export function sharedWorld(minute: number, store = createMemoryStore()): SharedWorld {
  const world: SharedWorld = {
    store,
    mails: [],
    now: MORNING + minute * 60_000,
    text: async () => {
      const objects = (await store.list("")).map(({ key, etag }) => `${key} ${etag}`);
      const text = JSON.stringify([world.now, world.mails.toSorted(), objects]);
      return createHash("sha256").update(text).digest("hex");
    },
    ports: (turn) => ({
      store: {
        head: (key) => turn(() => store.head(key)),
        get: (key) => turn(() => store.get(key)),
        list: (prefix) => turn(() => store.list(prefix)),
        create: (...put) => turn(() => store.create(...put)),
        overwrite: (...put) => turn(() => store.overwrite(...put)),
      },
      mailer: {
        send: ({ to }) =>
          turn(async () => {
            world.mails.push(to);
            return { state: "sent", messageId: `mail-${world.mails.length}` } as const;
          }),
      },
      clock: {
        now: () => world.now,
        sleep: (ms) =>
          turn(async () => {
            world.now += ms;
          }),
      },
    }),
  };
  return world;
}

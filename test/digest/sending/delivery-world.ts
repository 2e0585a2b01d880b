import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { DeliverDependencies, DeliveryRequest } from "../../../shared/digest/delivery/deliver.ts";
import type { SendOutcome } from "../../../shared/digest/delivery/mailer.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";

export const START = Date.UTC(2026, 10, 23, 7, 0, 5);
export const REQUEST: DeliveryRequest = {
  ...{ enterprise: "acme", digest: "daily", date: "2026-11-23", runId: "run-1", htmlSha256: "ab".repeat(32) },
  ...{ force: false, test: false },
};
const SENT: SendOutcome = { state: "sent", messageId: "ses-1" };

/** A folder store of its own for each test of the file, and what lies in its ledger. */
export function useLedger(): { store: () => ObjectStore; ledger: () => Promise<Record<string, unknown>[]> } {
  let root = "";
  let store: ObjectStore;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "deliver-"));
    store = createFolderStore(root);
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });
  const ledger = async (): Promise<Record<string, unknown>[]> => {
    const folder = join(root, "deliveries", "enterprise=acme", "digest_date=2026-11-23");
    const names = (await readdir(folder).catch(() => [])).sort();
    return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8"))));
  };
  return { store: () => store, ledger };
}

/** A deployment: its clock, what its mail service answers to whom, what was handed over and what was logged. */
export function world(store: ObjectStore, answers: Record<string, SendOutcome | Error> = {}) {
  const handed: string[] = [];
  const logged: unknown[] = [];
  let now = START;
  const later = (ms: number): void => {
    now += ms;
  };
  const log = (event: string, fields?: unknown) => void logged.push({ event, fields });
  const deps: DeliverDependencies = {
    store,
    mailer: {
      send: async ({ to }) => {
        handed.push(to);
        const answer = answers[to] ?? SENT;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    clock: { now: () => now, sleep: async (ms) => later(ms) },
    log: { info: log, warn: log, error: log },
  };
  return { deps, handed, logged, answers, later };
}
export const mailTo = (to: string) => ({
  to,
  compose: async () => ({ from: "reports@acme.example", to, raw: new Uint8Array([1]), tags: {} }),
});
export const mailsTo = (...to: string[]) => to.map(mailTo);

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { publishSnapshots } from "../../digest/published-account.ts";
import { campaign, contract, snapshot, ZONE } from "../../digest/rows.ts";
import { command } from "./command.ts";

// docs/design.md, "The local runner": 0 good, 3 to ask again later, 2 for wrong usage, 1 for any other. By processes, as a shell sees them.

const BEFORE = "2026-11-23";
const DAY = "2026-11-24";
/** A day of which a third of the campaigns came. */
const SHRUNK_DAY = "2026-11-25";
const WITHOUT_SNAPSHOT = "2026-11-26";
/** Each starts a process, on a machine that may have other things to do. */
const SLOW_MS = 240_000;
const TEAM = { to: ["team@acme.example"], sections: ["pacing"] };

let folder: string;
let api: SimulatedApi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "exit-codes-"));
  const world = createWorld({ seed: 1, historyStart: "2026-11-20", timeZone: ZONE, campaigns: 5 });
  api = await startSimulatedApi({ world, now: () => Date.parse(`${DAY}T05:00:00Z`) });
  const rows = (leads: number) =>
    Array.from({ length: 30 }, (_, at) => campaign({ id: at + 1, end_date: "2026-12-20", billable_leads: leads }));
  const store = createFolderStore(join(folder, "data"));
  await publishSnapshots(store, "campaigns", [
    snapshot(BEFORE, rows(200)),
    snapshot(DAY, rows(220)),
    snapshot(SHRUNK_DAY, rows(230).slice(0, 9), { shrunk: true, referenceRows: 30 }),
  ]);
  const contracts = [BEFORE, DAY, SHRUNK_DAY].map((day) => snapshot(day, [contract({ leads_required: 300 })]));
  await publishSnapshots(store, "publisher-contracts", contracts);
  const none = [BEFORE, DAY, SHRUNK_DAY].map((day) => snapshot(day, []));
  await publishSnapshots(store, "integration-jobs", none);
  const settings = {
    from: "reports@acme.example",
    alertsTo: ["ops@acme.example"],
    historyFrom: "2026-11-01",
    enterprises: {
      acme: { timeZone: ZONE, digests: { daily: TEAM, quiet: { ...TEAM, whenCalm: "skip" } } },
    },
  };
  await writeFile(join(folder, "settings.json"), JSON.stringify(settings));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

/** A command on a folder of data: its exit code, and the outcomes that it prints. */
async function ended(data: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const place = ["--enterprise", "acme", "--data", join(folder, data), "--settings", join(folder, "settings.json")];
  const { code, stdout } = await command([...args, ...place], {
    CONVERTR_BASE_URL: api.url,
    CONVERTR_USERNAME: DEFAULT_CREDENTIALS.username,
    CONVERTR_PASSWORD: DEFAULT_CREDENTIALS.password,
    ...env,
  });
  const results = stdout.split("\n").filter(Boolean);
  return [code, ...results.map((line) => (JSON.parse(line) as { outcome: string }).outcome)];
}

const digest = (name: string, ...args: readonly string[]) => ended("data", ["digest", "--digest", name, ...args]);

test(
  "0: a mail that was sent, one that all have, one with nothing to say that nobody wants then, and a dry run",
  async () => {
    expect(await digest("daily", "--date", DAY)).toEqual([0, "sent"]);
    const more = [
      digest("daily", "--date", DAY),
      digest("quiet", "--date", DAY),
      digest("daily", "--date", DAY, "--dry-run"),
    ];
    expect(await Promise.all(more)).toEqual([
      [0, "already-sent"],
      [0, "empty"],
      [0, "dry-run"],
    ]);
  },
  SLOW_MS,
);

test(
  "0: a look, and the mail of it",
  async () => {
    const looked = await ended("looks", ["snapshot", "--dataset", "campaigns", "--look"]);
    expect(looked).toEqual([0, "look"]);
    const mailed = await ended("looks", ["digest", "--digest", "daily", "--look", "--to", "me@acme.example"]);
    expect(mailed).toEqual([0, "sent"]);
  },
  SLOW_MS,
);

test(
  "1: a mail that the list must not get, and a snapshot that failed",
  async () => {
    expect(await digest("daily", "--date", SHRUNK_DAY)).toEqual([1, "withheld"]);
    const refused = { CONVERTR_PASSWORD: "wrong" };
    expect(await ended("failed", ["snapshot", "--dataset", "campaigns"], refused)).toEqual([1, "failed"]);
  },
  SLOW_MS,
);

test(
  "3: a mail that waits for its snapshots, which is neither good nor bad",
  async () => {
    expect(await digest("daily", "--date", WITHOUT_SNAPSHOT, "--wait")).toEqual([3, "deferred"]);
  },
  SLOW_MS,
);

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type PreviewServer, servePreview } from "../../../functions/local/preview/serve-preview.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { accountOf } from "../../digest/account.ts";
import { publishAccount } from "../../digest/published-account.ts";

export const DATE = "2026-11-24";
export const SETTINGS = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-01-01",
  enterprises: {
    acme: {
      timeZone: "Europe/London",
      digests: {
        daily: { to: ["team@acme.example"] },
        unfit: { to: ["team@acme.example"], filter: { campaigns: [99_999] } },
        weekly: { to: ["team@acme.example"], period: "week", days: ["WED"], at: "08:30" },
        lofty: { to: ["team@acme.example"], thresholds: { actFrom: { amount: "99999999", leads: 999_999 } } },
        publisher: { to: ["partner@acme.example"], audience: "publisher", filter: { publishers: [5] } },
        partners: { to: { "5": ["five@partner.example"], "6": ["six@partner.example"] }, audience: "publisher" },
      },
      reports: {
        own: {
          ...{
            title: "Own contracts",
            audience: "publisher",
            to: { "5": ["five@pub.example"], "6": ["six@pub.example"] },
          },
          parts: [{ file: "own.sql", title: "Contracts" }],
        },
      },
    },
    quiet: { timeZone: "UTC", digests: { daily: { to: ["team@acme.example"] } } },
  },
};

export interface PreviewWorld {
  /** The data folder, in which the settings lie too. */
  readonly folder: string;
  readonly settings: string;
  readonly server: PreviewServer;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  page(path: string, headers?: Record<string, string>): Promise<string>;
}

/** An account of twenty campaigns and its preview, for all tests of a file. */
export function previewForAll(): PreviewWorld {
  const world = {
    folder: "",
    settings: "",
    server: undefined as unknown as PreviewServer,
    get: (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, world.server.url), { headers }),
    page: async (path: string, headers: Record<string, string> = {}) => (await world.get(path, headers)).text(),
  };
  beforeAll(async () => {
    world.folder = await mkdtemp(join(tmpdir(), "preview-"));
    world.settings = join(world.folder, "settings.json");
    await publishAccount(createFolderStore(world.folder), accountOf(DATE, 20), 10);
    await writeFile(world.settings, JSON.stringify(SETTINGS));
    await writeFile(
      join(world.folder, "own.sql"),
      "SELECT id, publisher_id, billable_leads FROM publisher_contracts WHERE snapshot_date = :date ORDER BY id",
    );
    world.server = await servePreview({ data: world.folder, settings: world.settings, port: 0 });
  });
  afterAll(async () => {
    await world.server.close();
    await rm(world.folder, { recursive: true });
  });
  return world;
}

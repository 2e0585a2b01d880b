import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PreviewServer, servePreview } from "../../../functions/local/preview/serve-preview.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { publishSnapshots } from "../../digest/published-account.ts";
import { campaign, contract, snapshot } from "../../digest/rows.ts";

const CAMPAIGNS = 10_000;
const DAYS = ["2026-11-20", "2026-11-23", "2026-11-24"];
const SETTINGS = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-01-01",
  enterprises: { acme: { timeZone: "Europe/London", digests: { daily: { to: ["team@acme.example"] } } } },
};

let folder: string;
let settings: string;
let server: PreviewServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "preview-large-"));
  settings = join(folder, "settings.json");
  await writeFile(settings, JSON.stringify(SETTINGS));
  const store = createFolderStore(folder);
  const ids = Array.from({ length: CAMPAIGNS }, (_, index) => index + 1);
  await publishSnapshots(
    store,
    "campaigns",
    DAYS.map((day, step) =>
      snapshot(
        day,
        ids.map((id) =>
          campaign({ id, name: `Campaign ${id}`, billable_leads: step * (id % 12), total_leads: step * 15 }),
        ),
      ),
    ),
  );
  await publishSnapshots(
    store,
    "publisher-contracts",
    DAYS.map((day) => snapshot(day, [contract()])),
  );
  server = await servePreview({ data: folder, settings, port: 0 });
}, 120_000);

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(new URL(path, server.url), init);

describe(`an account of ${CAMPAIGNS} campaigns`, { timeout: 120_000 }, () => {
  test("holds up nothing else while its mail is made", async () => {
    const page = get("/");
    const waits: number[] = [];
    let isMade = false;
    const made = page.then(() => {
      isMade = true;
    });
    while (!isMade) {
      const asked = performance.now();
      expect((await get("/preview.css")).status).toBe(200);
      waits.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await made;
    expect((await page).status).toBe(200);
    expect(waits.length).toBeGreaterThan(3);
    // A rendering in the server's own thread would have held one of them up for as long as it takes: seconds.
    expect(Math.max(...waits)).toBeLessThan(1_000);
  });

  test("is shown by its first rows, and saved whole", async () => {
    const html = await (await get("/?show=csv")).text();
    const name = [...html.matchAll(/<h2>([\w-]+\.csv)<\/h2>.*?the first 200 of (\d+) rows/g)].at(0);
    expect(Number(name?.[2])).toBeGreaterThan(200);
    expect(html.length).toBeLessThan(1_000_000);
    const whole = await (await get(`/sheets/${name?.[1]}`)).text();
    expect(whole.trimEnd().split("\r\n")).toHaveLength(Number(name?.[2]) + 1);
  });
});

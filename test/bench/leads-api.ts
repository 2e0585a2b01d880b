// The account of the leads benchmark, in a process of its own so that its memory is not counted. Started by `leads.ts`.
import { startSimulatedApi } from "../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../functions/local/simulated-api/world.ts";
import { dayOf, instantAt } from "../../shared/platform/day.ts";

const ZONE = "Europe/London";
const leads = Number(process.argv[2]);
let now = instantAt("2026-11-24", "06:00", ZONE);

const options = {
  seed: 1,
  historyStart: "2026-10-20",
  timeZone: ZONE,
  campaigns: Math.max(479, Math.ceil(leads / 600)),
};
const whole = createWorld(options);
const oldest = whole.ids("leads", now).at(-leads);
const createdTs = oldest === undefined ? undefined : whole.record("leads", oldest, now)?.["createdTs"];
const world =
  typeof createdTs === "string" ? createWorld({ ...options, leadsFrom: dayOf(Date.parse(createdTs), ZONE) }) : whole;
const api = await startSimulatedApi({ world, now: () => now, rateLimit: null, tokenLifetimeSeconds: 1_000_000 });

const tell = () => {
  const ids = world.ids("leads", now);
  process.send?.({ url: api.url, now, leads: ids.length, idSum: ids.reduce((sum, id) => sum + id, 0) });
};
process.on("message", (days: number) => {
  now += days * 86_400_000;
  tell();
});
process.on("disconnect", () => process.exit());
tell();

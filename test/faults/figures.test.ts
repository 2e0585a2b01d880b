import { describe, expect } from "vitest";
import type { JsonObject } from "../../functions/local/simulated-api/records/parts.ts";
import { dayOf } from "../../shared/platform/day.ts";
import { type DigestAccount, openDigestAccount } from "./digest-account.ts";
import { faultTest } from "./fault-test.ts";
import { TODAY } from "./job-account.ts";
import { idsTo, patternOf, rowWorld, ZONE } from "./row-world.ts";

const { statistics } = patternOf("campaigns") as { statistics: JsonObject };
const RUNNING = { status: "Active", startTs: "2026-11-01T00:00:00+00:00", endTs: "2026-12-31T23:59:59+00:00" };

/** An active campaign whose revenue was `before` and is `now`, in its own currency and in the base currency. */
function earning(
  currency: JsonObject,
  leads: readonly [number, number],
  revenue: { readonly own: readonly [string, string]; readonly base: readonly [string | null, string | null] },
) {
  return (atMs: number): JsonObject => {
    const day = dayOf(atMs, ZONE) < TODAY ? 0 : 1;
    const campaignRevenue = {
      revenue: revenue.own[day],
      baseCurrencyRevenue: revenue.base[day],
      publisherPayout: "0.00",
      baseCurrencyPublisherPayout: "0.00",
    };
    const counted = { totalLeads: leads[day], validLeads: leads[day], billableLeads: leads[day], campaignRevenue };
    return { ...RUNNING, currency: { ...currency }, statistics: { ...statistics, ...counted } };
  };
}

const GBP = { "@id": "/api/v4/currencies/1", id: 1, name: "GBP", symbol: "£", base: true, rateToBase: "1.0000" };
const USD = { "@id": "/api/v4/currencies/2", id: 2, name: "USD", symbol: "$", base: false, rateToBase: "0.8000" };

const mailOf = (campaigns: readonly ((atMs: number) => JsonObject)[]): Promise<DigestAccount> =>
  openDigestAccount({
    world: rowWorld(idsTo(campaigns.length), (id, atMs) => campaigns[id - 1]?.(atMs) ?? {}),
  });
/** Everything that the first recipient is sent, and the sheets stored beside it. */
async function everything(opened: DigestAccount): Promise<string> {
  const { htmlKey } = await opened.send();
  const [mail] = await opened.mails();
  const keys = await opened.account.store.list((htmlKey ?? "").replace(/digest\.html$/, ""));
  const stored = await Promise.all(
    keys.filter(({ key }) => key.endsWith(".csv")).map(({ key }) => opened.account.store.get(key)),
  );
  const sheets = stored.map((object) => Buffer.from(object?.body ?? []).toString("utf8"));
  return [mail?.text, mail?.html, ...sheets].join("\n");
}

describe("figures", () => {
  faultTest("T14", "two currencies", async () => {
    const opened = await mailOf([
      earning(GBP, [10, 15], { own: ["100.00", "150.00"], base: ["100.00", "150.00"] }),
      earning(USD, [10, 16], { own: ["1000.00", "1600.00"], base: ["800.00", "1280.00"] }),
    ]);
    const told = await everything(opened);
    expect(told).toMatch(/Revenue[^\n]*£530\b/);
    // 50 pounds and 600 dollars are not 650 of anything.
    expect(told).not.toMatch(/\b650\b/);
  });
  for (const rateToBase of [0, "0.0000", null]) {
    faultTest("T14", `a rate of ${JSON.stringify(rateToBase)}`, async () => {
      const opened = await mailOf([
        earning(GBP, [10, 15], { own: ["100.00", "150.00"], base: ["100.00", "150.00"] }),
        earning({ ...USD, rateToBase }, [10, 16], { own: ["1000.00", "1600.00"], base: [null, null] }),
      ]);
      const told = await everything(opened);
      expect(told).toMatch(/Revenue[^\n]*£50\b/);
      expect(told).not.toMatch(/NaN|Infinity|undefined/);
    });
  }

  faultTest("T15", "no leads, no cap, no revenue", async () => {
    const nothing = earning(GBP, [0, 0], { own: ["0.00", "0.00"], base: ["0.00", "0.00"] });
    const opened = await mailOf([
      (atMs) => ({ ...nothing(atMs), leadsRequired: 0 }),
      (atMs) => ({ ...nothing(atMs), leadsRequired: null }),
      (atMs) => ({
        ...nothing(atMs),
        leadsRequired: 5,
        startTs: "2026-11-24T00:00:00Z",
        endTs: "2026-11-24T22:00:00Z",
      }),
      (atMs) => ({
        ...nothing(atMs),
        leadsRequired: 5,
        startTs: "2026-12-31T00:00:00Z",
        endTs: "2026-11-01T00:00:00Z",
      }),
    ]);
    const told = await everything(opened);
    // Index, rate and forecast of campaign 3, whose first day has not begun, are empty cells; it alone has a cap and a term.
    expect(told).toMatch(/^3,Campaign 3,.*,Not started,0,5,2026-11-24,1,0,1,0,,,5,,/m);
    expect(told).not.toMatch(/NaN|Infinity|undefined/);
  });
});

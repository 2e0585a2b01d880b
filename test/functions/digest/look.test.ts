import { describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { DEFAULT_DATASETS } from "../../../shared/catalog/datasets.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { MORNING, openAccount } from "../snapshot/account.ts";
import { addressed, openMailWorld } from "./mail-world.ts";

const HOUR_MS = 3_600_000;
const TO = ["me@acme.example"];

/** An account with this morning's snapshots, six hours later; the digest job on the same folder. */
async function openAfternoon() {
  const account = await openAccount();
  for (const dataset of DEFAULT_DATASETS)
    await account.take({ dataset, scheduledTime: new Date(MORNING).toISOString() });
  account.now += 6 * HOUR_MS;
  const world = await openMailWorld();
  const { store, clock } = account.deps;
  const settings = parseSettings(
    { ...account.deps.settings, enterprises: { acme: { timeZone: "Europe/London", digests: { daily: { to: TO } } } } },
    "test",
  );
  const deps = { ...world.deps, settings, store, clock };
  const digest = (event: Readonly<Record<string, unknown>>) =>
    sendDigest(deps, parseDigestEvent({ enterprise: "acme", digest: "daily", ...event }));
  const list = async (prefix: string) => (await store.list(prefix)).map(({ key, etag }) => `${key} ${etag}`);
  return { account, world, digest, list };
}

describe("a look at this moment", () => {
  test("lies beside the history, of which not a byte changes, and leaves a record that makes no day of it", async () => {
    const { account, list } = await openAfternoon();
    const before = await list("snapshots/");
    const record = await account.take({ look: true });
    const key = "looks/campaigns/enterprise=acme/look_date=2026-11-23/campaigns.parquet";
    expect(record).toMatchObject({ outcome: "look", key, rows: 250 });
    expect(await list("snapshots/")).toEqual(before);
    const [first] = await list("looks/");
    account.now += HOUR_MS;
    await account.take({ look: true });
    const looks = await list("looks/");
    expect(looks).toHaveLength(1);
    expect(looks[0]).not.toBe(first);
    const outcomes = (await account.records()).map(({ outcome }) => outcome).filter((one) => one !== "published");
    expect(outcomes).toEqual(["look", "look"]);
  });

  test("is shown by the digest to whom it names, marked on top and in the subject, with the numbers of the moment", async () => {
    const { account, world, digest, list } = await openAfternoon();
    await account.take({ look: true });
    const answer = await digest({ look: true, to: TO });
    expect(answer).toMatchObject({ outcome: "sent", subject: expect.stringMatching(/^\[Look\] /) });
    const [mail] = await world.outbox();
    expect(addressed(mail === undefined ? [] : [mail])).toEqual([`me@acme.example: ${answer.subject}`]);
    expect(mail?.text).toContain("! A look: The figures of campaigns were read when somebody asked.");
    expect(mail?.html).toContain("They are in no snapshot, and no other mail will show them.");
    expect(mail?.text).toContain("11:00");
    expect(await list("deliveries/")).toEqual([]);
    const usual = await digest({ to: TO });
    expect(usual.subject).toMatch(/^\[Test\] /);
    expect((await world.outbox()).at(-1)?.text).not.toContain("A look");
  });

  test("that nobody has taken is said to be missing", async () => {
    const { digest } = await openAfternoon();
    await expect(digest({ look: true, dryRun: true })).rejects.toMatchObject({
      name: "NoSnapshot",
      message: expect.stringMatching(/nobody has taken a look on 2026-11-23.*"look": true/),
    });
  });

  test.each([
    [{ look: true }],
    [{ look: true, to: TO, date: "2026-11-22" }],
    [{ look: true, to: TO, force: true }],
    [{ look: true, to: TO, wait: true }],
    [{ look: true, to: TO, scheduledTime: "2026-11-23T07:00:00Z" }],
  ])("never goes to the list, nor to another day: %j is refused", async (event) => {
    expect(() => parseDigestEvent({ enterprise: "acme", digest: "daily", ...event })).toThrow(/look/);
  });

  test.each([
    [{ dataset: "leads" }],
    [{ overwrite: true }],
    [{ dryRun: true }],
    [{ date: "2026-11-23" }],
    [{ scheduledTime: "2026-11-23T05:00:00Z" }],
  ])("is of one moment and of a dataset that is read whole: %j is refused", async (event) => {
    const account = await openAccount();
    await expect(async () => account.take({ look: true, ...event })).rejects.toMatchObject({ name: "InvalidEvent" });
    expect(account.api.stats.requests).toBe(0);
  });
});

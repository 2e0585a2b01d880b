import { describe, expect } from "vitest";
import { readRecordLine } from "../../shared/catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../shared/catalog/records.ts";
import type { Fault } from "../fakes/aws/server.ts";
import { sesRefusal } from "../fakes/aws/ses.ts";
import { type DigestAccount, openDigestAccount } from "./digest-account.ts";
import { dies, dyingStore } from "./dying.ts";
import { faultTest } from "./fault-test.ts";

const HOUR_MS = 3_600_000;
const answered = (code: string, message: string, on?: RegExp): Fault => ({
  kind: "answer",
  answer: sesRefusal(code, message),
  ...(on === undefined ? {} : { on }),
});
const RATE = answered("Throttling", "Maximum sending rate exceeded.");

const sentTo = ({ sent }: DigestAccount): string[] => sent.flatMap(({ destinations }) => destinations).sort();
const states = async (opened: DigestAccount, event?: Readonly<Record<string, unknown>>): Promise<string[]> =>
  (await opened.send(event)).recipients.map(({ state }) => state);
async function ledger({ account }: DigestAccount): Promise<(string | undefined)[]> {
  const found = await account.store.list("deliveries/");
  const objects = await Promise.all(found.map(({ key }) => account.store.get(key)));
  return objects.map((object) => readRecordLine(DIGEST_DELIVERIES, new TextDecoder().decode(object?.body))?.state);
}
const metric = ({ metrics }: DigestAccount, name: string): number[] =>
  metrics.filter((one) => one.name === name).map(({ value }) => value);
/** All requests that reached the mail service. */
const asked = ({ aws }: DigestAccount): number =>
  aws.aws.calls.filter(({ action, resource }) => action === "ses:SendRawEmail" && resource.endsWith("/acme.example"))
    .length;

describe("SES", () => {
  faultTest("W16", "the sending rate", async () => {
    const opened = await openDigestAccount();
    opened.aws.aws.faults.push(RATE, RATE, RATE);
    expect(await states(opened)).toEqual(["sent", "sent"]);
    expect(sentTo(opened)).toEqual(["one@acme.example", "two@acme.example"]);
    expect(opened.account.clock.slept.slice(-3)).toEqual([1_000, 2_000, 4_000]);
  });
  faultTest("W16", "the sending rate, until no time is left", async () => {
    const opened = await openDigestAccount({ mailerMs: 10_000 });
    opened.aws.aws.faults.push(...Array.from({ length: 20 }, () => RATE));
    const answer = await opened.send();
    expect(answer.outcome).toBe("not-sent");
    expect(answer.recipients[0]?.reason).toContain("until no time was left");
    expect(await ledger(opened)).toEqual(["failed", "failed"]);
  });
  faultTest("W16", "the daily quota", async () => {
    const opened = await openDigestAccount();
    opened.aws.aws.faults.push(answered("Throttling", "Daily message quota exceeded."));
    const answer = await opened.send();
    expect(answer.outcome).toBe("not-sent");
    expect(answer.recipients.map(({ state }) => state)).toEqual(["failed", "failed"]);
    // Nobody else would fare better today: the second is not tried.
    expect(asked(opened)).toBe(1);
    expect(metric(opened, "MailsFailed")).toEqual([2]);
    expect(await states(opened, { force: true })).toEqual(["sent", "sent"]);
  });

  for (const [code, message] of [
    ["MessageRejected", "Email address is not verified. one@acme.example"],
    ["MessageRejected", "Email content was rejected"],
    ["MailFromDomainNotVerifiedException", "MAIL FROM"],
    ["AccountSendingPausedException", "paused"],
    ["ConfigurationSetDoesNotExist", "reports"],
    ["AccessDenied", "not authorized to perform ses:SendRawEmail on one@acme.example"],
  ] as const) {
    faultTest("W17", `${code}: ${message}`, async () => {
      const opened = await openDigestAccount();
      const before = await opened.account.store.list("snapshots/");
      opened.aws.aws.faults.push(answered(code, message), answered(code, message));
      const answer = await opened.send();
      expect(answer.outcome).toBe("not-sent");
      expect(answer.recipients.map(({ state }) => state)).toEqual(["failed", "failed"]);
      expect(answer.recipients[0]?.reason).toContain(code);
      expect(JSON.stringify(answer.recipients.map(({ reason }) => reason))).not.toContain("@");
      expect(asked(opened)).toBe(2);
      expect(metric(opened, "DigestNotSent")).toEqual([1]);
      expect(await opened.account.store.list("snapshots/")).toEqual(before);
    });
  }

  for (const [named, fault] of [
    ["reset", { kind: "after-reset" }],
    ["no answer", { kind: "after-hang" }],
    ["500", { kind: "answer", answer: sesRefusal("InternalFailure", "x", 500) }],
  ] as const) {
    faultTest("W18", named, async () => {
      const opened = await openDigestAccount();
      opened.aws.aws.faults.push(fault);
      expect(await states(opened)).toEqual(["unknown", "sent"]);
      expect(metric(opened, "MailsUnknown")).toEqual([1]);
      expect((await ledger(opened)).sort()).toEqual(["sent", "unknown"]);
      const before = asked(opened);
      expect(await states(opened)).toEqual(["unknown", "already-sent"]);
      expect(asked(opened)).toBe(before);
    });
  }

  const TWENTY = Array.from({ length: 20 }, (_, index) => `reader${index}@acme.example`);
  faultTest("W19", "one of twenty", async () => {
    const opened = await openDigestAccount({ digest: { to: TWENTY } });
    opened.aws.aws.faults.push(answered("InvalidParameterValue", "Illegal address", /reader7@/));
    const answer = await opened.send();
    expect(answer.outcome).toBe("partial");
    expect(answer.recipients.filter(({ state }) => state === "failed").map(({ to }) => to)).toEqual([
      "reader7@acme.example",
    ]);
    expect(opened.sent).toHaveLength(19);
    expect(opened.sent.every(({ destinations }) => destinations.length === 1)).toBe(true);
  });
  faultTest("W19", "more recipients than one call may name", async () => {
    const to = Array.from({ length: 60 }, (_, index) => `reader${index}@acme.example`);
    const opened = await openDigestAccount({ digest: { to } });
    expect((await opened.send()).outcome).toBe("sent");
    expect(opened.sent.map(({ destinations }) => destinations)).toEqual(to.map((one) => [one]));
  });
  faultTest("W19", "all twenty", async () => {
    const opened = await openDigestAccount({ digest: { to: TWENTY } });
    opened.aws.aws.faults.push(...TWENTY.map(() => answered("InvalidParameterValue", "Illegal address")));
    expect((await opened.send()).outcome).toBe("not-sent");
    expect(opened.sent).toEqual([]);
    expect(metric(opened, "MailsFailed")).toEqual([20]);
  });
});

describe("death", () => {
  faultTest("W09", "", async () => {
    const account = await openDigestAccount();
    const { requests } = account.account.api.stats;
    expect(await states(account)).toEqual(["sent", "sent"]);
    expect(await states(account)).toEqual(["already-sent", "already-sent"]);
    expect(account.sent).toHaveLength(2);
    expect(account.account.api.stats.requests).toBe(requests);
  });
  faultTest("W09", "the digest's first run dies before its first claim", async () => {
    const account = await openDigestAccount();
    const { store } = account.deps;
    const dying = dyingStore(store, (_, key) => key.startsWith("deliveries/"));
    Object.assign(account.deps, { store: dying.store });
    await dies(() => account.send(), dying.reached);
    Object.assign(account.deps, { store });
    expect(await states(account)).toEqual(["sent", "sent"]);
    expect(sentTo(account)).toEqual(["one@acme.example", "two@acme.example"]);
  });

  faultTest("W10", "", async () => {
    const account = await openDigestAccount();
    const { store } = account.deps;
    const dying = dyingStore(store, (verb) => verb === "overwrite");
    Object.assign(account.deps, { store: dying.store });
    await dies(() => account.send(), dying.reached);
    expect(account.sent).toHaveLength(1);
    Object.assign(account.deps, { store });
    account.account.clock.advance(60_000);
    expect(await states(account)).toEqual(["unknown", "sent"]);
    expect(sentTo(account)).toEqual(["one@acme.example", "two@acme.example"]);
    // The owner hears of it twice: by the run's metric, and by the watch, which finds a claim without a result.
    expect(metric(account, "MailsUnknown")).toEqual([1]);
    await rememberSchedules(account);
    const { overdueDigests } = await account.watch();
    expect(overdueDigests).toMatchObject([{ digest: "daily", date: "2026-11-24", unsettled: 1 }]);
    expect(metric(account, "OverdueDigests").at(-1)).toBe(1);
  });

  /** As if the watch had known the schedules since the day before. */
  async function rememberSchedules({ account, watch }: DigestAccount): Promise<void> {
    const now = account.clock.now();
    account.clock.advance(-24 * HOUR_MS);
    await watch();
    account.clock.advance(now + 4 * HOUR_MS - account.clock.now());
  }
});

import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OutgoingMail } from "../../../shared/digest/delivery/mailer.ts";
import { createSesClient, createSesMailer } from "../../../shared/digest/delivery/ses-mailer.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { createFakeSes, type FakeSes, sesRefusal } from "../../fakes/aws/ses.ts";

const MAIL: OutgoingMail = {
  from: "reports@acme.example",
  to: "team@acme.example",
  raw: new TextEncoder().encode("Subject: x\r\n\r\nHällo\r\n"),
  tags: { digest: "daily", enterprise: "acme" },
};
const RATE = { kind: "answer", answer: sesRefusal("Throttling", "Maximum sending rate exceeded.") } as const;

/** A refusal from an SES whose clock shows so much more than this machine's. */
const skewed = (code: string, aheadMs = 600_000) =>
  ({
    kind: "answer",
    answer: {
      ...sesRefusal(code, "Signature expired", 403),
      headers: { "content-type": "text/xml", date: new Date(Date.now() + aheadMs).toUTCString() },
    },
  }) as const;

let ses: FakeSes;
let aws: FakeAws;
let now = 0;
const slept: number[] = [];
const clock: Clock = {
  now: () => now,
  sleep: async (ms) => {
    slept.push(ms);
    now += ms;
  },
};
const opened: { destroy(): void }[] = [];

beforeEach(async () => {
  ses = createFakeSes();
  aws = await startAws([ses]);
  now = 0;
  slept.length = 0;
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await aws.close();
});

function mailer(deadline = 60_000, endpoint = aws.endpoint) {
  const client = createSesClient(
    { connectionTimeout: 300, requestTimeout: 300 },
    { region: "eu-west-1", endpoint, credentials: { accessKeyId: "AKID", secretAccessKey: "x" } },
  );
  opened.push(client);
  return createSesMailer({ client, configurationSet: "reports", clock, deadline: () => deadline, random: () => 1 });
}

describe("the mailer on SES", () => {
  test("one message goes to one recipient with configuration set and tags, byte for byte", async () => {
    expect(await mailer().send(MAIL)).toEqual({ state: "sent", messageId: "fake-1" });
    expect(ses.sent).toEqual([
      {
        messageId: "fake-1",
        source: "reports@acme.example",
        destinations: ["team@acme.example"],
        configurationSet: "reports",
        tags: { digest: "daily", enterprise: "acme" },
        raw: Buffer.from(MAIL.raw),
      },
    ]);
  });

  test("W16 when SES says it came too fast it is sent again, once, after growing waits", async () => {
    aws.faults.push(RATE, RATE, RATE);
    expect(await mailer().send(MAIL)).toEqual({ state: "sent", messageId: "fake-1" });
    expect(slept).toEqual([1_000, 2_000, 4_000]);
    expect(ses.sent).toHaveLength(1);
  });

  test("W16 too fast until the deadline is failed, and no wait ends after it", async () => {
    aws.faults.push(RATE, RATE, RATE, RATE);
    expect(await mailer(5_000).send(MAIL)).toEqual({
      state: "failed",
      reason: "SES: Maximum sending rate exceeded until no time was left",
      retryable: true,
    });
    expect(now).toBe(3_000);
    expect(ses.sent).toEqual([]);
  });

  test("after the deadline nothing is sent at all", async () => {
    expect(await mailer(0).send(MAIL)).toMatchObject({ state: "failed", retryable: true });
    expect(aws.calls).toEqual([]);
  });

  test("W16 the daily quota is failed for today, without a second attempt", async () => {
    aws.faults.push({ kind: "answer", answer: sesRefusal("Throttling", "Daily message quota exceeded.") });
    expect(await mailer().send(MAIL)).toEqual({
      state: "failed",
      reason: "SES: Daily message quota exceeded",
      quota: true,
    });
    expect(slept).toEqual([]);
  });

  test.each([
    [
      "MessageRejected",
      "Email address is not verified: team@acme.example, reports@acme.example",
      /not verified: confirm/,
    ],
    ["MessageRejected", "Address blacklisted.", /MessageRejected, SES refused/],
    ["MailFromDomainNotVerifiedException", "x", /MAIL FROM/],
    ["ConfigurationSetDoesNotExist", "Configuration set <reports> does not exist.", /configuration set does not exist/],
    ["ConfigurationSetSendingPausedException", "x", /paused for the configuration set/],
    ["AccountSendingPausedException", "x", /paused for the account/],
    ["AccessDenied", "User is not authorized to perform ses:SendRawEmail on team@acme.example", /role may not send/],
    ["InvalidParameterValue", "Illegal address team@acme.example", /badly formed/],
  ])("W17 %s (%s) is failed at the first attempt, and the reason names no address", async (code, message, reason) => {
    aws.faults.push({ kind: "answer", answer: sesRefusal(code, message) });
    const outcome = await mailer().send(MAIL);
    expect(outcome).toEqual({ state: "failed", reason: expect.stringMatching(reason) });
    expect(JSON.stringify(outcome)).not.toContain("@");
    expect(aws.calls.filter(({ resource }) => resource.includes("configuration-set"))).toHaveLength(1);
  });

  test.each([
    ...["Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException"],
    ...["RequestThrottled", "RequestThrottledException", "RequestLimitExceeded", "SlowDown"],
  ])(
    "W16 %s is an answer that it came too fast: sent again once, and failed for a later run when time runs out",
    async (code) => {
      const fast = { kind: "answer", answer: sesRefusal(code, "another kind", 400) } as const;
      aws.faults.push(fast);
      expect(await mailer().send(MAIL)).toEqual({ state: "sent", messageId: "fake-1" });
      aws.faults.push(fast, fast);
      expect(await mailer(now + 2_500).send(MAIL)).toEqual({
        state: "failed",
        reason: `SES: ${code} 400 until no time was left`,
        retryable: true,
      });
      expect(ses.sent).toHaveLength(1);
    },
  );

  test("W16 429 by any name, and a throttle told with 503, are answers that it came too fast", async () => {
    aws.faults.push({ kind: "answer", answer: sesRefusal("Whatever", "x", 429) });
    aws.faults.push({ kind: "answer", answer: sesRefusal("SlowDown", "x", 503) });
    expect(await mailer().send(MAIL)).toEqual({ state: "sent", messageId: "fake-1" });
    expect(slept).toEqual([1_000, 2_000]);
  });

  test.each([
    ["SignatureDoesNotMatch", /clock or the key/],
    ["InvalidSignatureException", /clock or the key/],
    ["RequestExpired", /clock of the function is wrong/],
    ["RequestTimeTooSkewed", /clock of the function is wrong/],
    ["RequestInTheFuture", /clock of the function is wrong/],
    ["ExpiredToken", /credentials have run out/],
    ["ExpiredTokenException", /credentials have run out/],
    ["InvalidClientTokenId", /credentials have run out/],
  ])("W17 %s, with no clock to set, is failed at the first attempt and left to a later run", async (code, reason) => {
    aws.faults.push({ kind: "answer", answer: sesRefusal(code, "x", 403) });
    const outcome = await mailer().send(MAIL);
    expect(outcome).toEqual({ state: "failed", reason: expect.stringMatching(reason), retryable: true });
    expect(ses.sent).toEqual([]);
  });

  test.each([
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestInTheFuture",
  ])("W17 %s ten minutes off: the clock is set by SES's, and the mail goes out once", async (code) => {
    aws.faults.push(skewed(code));
    expect(await mailer().send(MAIL)).toEqual({ state: "sent", messageId: "fake-1" });
    expect(slept).toEqual([]);
    expect(ses.sent).toHaveLength(1);
  });

  test("W17 a clock that is off again after it was set is failed, left to a later run", async () => {
    aws.faults.push(skewed("RequestExpired", 600_000), skewed("RequestExpired", -600_000));
    expect(await mailer().send(MAIL)).toMatchObject({ state: "failed", retryable: true });
    expect(ses.sent).toEqual([]);
  });

  test.each([
    ["a 500", { kind: "answer", answer: sesRefusal("InternalFailure", "x", 500) }],
    ["a 503", { kind: "answer", answer: sesRefusal("ServiceUnavailable", "x", 503) }],
    ["a 408", { kind: "answer", answer: sesRefusal("RequestTimeout", "x", 408) }],
    ["a reset before it was taken", { kind: "reset" }],
    ["a reset after it was taken", { kind: "after-reset" }],
    ["no answer", { kind: "hang" }],
    ["an answer lost after it was taken", { kind: "after-hang" }],
    ["an answer that cannot be read", { kind: "answer", answer: { status: 200, body: "<html>" } }],
  ] as const)("W18 %s is unknown, and it is not sent again", async (_, fault) => {
    aws.faults.push(fault);
    expect(await mailer().send(MAIL)).toMatchObject({ state: "unknown" });
    expect(aws.calls.filter(({ resource }) => resource.includes("configuration-set"))).toHaveLength(1);
    expect(ses.sent.length).toBeLessThanOrEqual(1);
  });

  test("an SES that cannot be reached is failed: nothing left this machine", async () => {
    const closed = await unusedPort();
    expect(await mailer(60_000, `http://127.0.0.1:${closed}`).send(MAIL)).toEqual({
      state: "failed",
      reason: "SES was not reached: ECONNREFUSED",
      retryable: true,
    });
  });

  test("no setting makes the client repeat a mail by itself", async () => {
    const client = createSesClient(undefined, { maxAttempts: 5 });
    opened.push(client);
    expect(await client.config.maxAttempts()).toBe(1);
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

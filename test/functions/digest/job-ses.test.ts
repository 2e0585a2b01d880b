import PostalMime from "postal-mime";
import { expect, onTestFinished, test } from "vitest";
import { createSesClient, createSesMailer } from "../../../shared/digest/delivery/ses-mailer.ts";
import { accountOf } from "../../digest/account.ts";
import { type Fault, startAws } from "../../fakes/aws/server.ts";
import { createFakeSes, sesRefusal } from "../../fakes/aws/ses.ts";
import { DATE, type MailWorldOptions, OWNER, openMailWorld, TEAM } from "./mail-world.ts";

const account = accountOf(DATE, 6);
const [TEAM_MAIL, LEAD_MAIL] = TEAM;
const onMailTo = (address: string | undefined): RegExp => new RegExp(`identity/${address}$`);

/** The job with SES on loopback. */
async function openSesWorld(options: MailWorldOptions = {}, faults: readonly Fault[] = []) {
  const ses = createFakeSes();
  const aws = await startAws([ses]);
  aws.faults.push(...faults);
  const client = createSesClient(
    { connectionTimeout: 5_000, requestTimeout: 5_000 },
    { region: "eu-west-1", endpoint: aws.endpoint, credentials: { accessKeyId: "AKID", secretAccessKey: "x" } },
  );
  onTestFinished(async () => {
    client.destroy();
    await aws.close();
  });
  const world = await openMailWorld({
    account,
    ...options,
    mailer: ({ clock }) =>
      createSesMailer({
        client,
        configurationSet: "convertr-reports",
        clock,
        deadline: () => Number.POSITIVE_INFINITY,
      }),
  });
  const ledger = async () =>
    Promise.all((await world.keys("deliveries/")).map(async (key) => JSON.parse(await world.read(key))));
  return { world, ses, aws, ledger };
}

test("SES is handed one message per recipient, with configuration set and tags, no line too long and no bare line feed", async () => {
  const { world, ses } = await openSesWorld();
  const answer = await world.run();
  expect(answer.recipients).toEqual([
    { to: TEAM_MAIL, state: "sent", messageId: "fake-1" },
    { to: LEAD_MAIL, state: "sent", messageId: "fake-2" },
  ]);
  expect(ses.sent.map(({ destinations }) => destinations)).toEqual([[TEAM_MAIL], [LEAD_MAIL]]);
  for (const mail of ses.sent) {
    expect(mail).toMatchObject({
      source: "reports@acme.example",
      configurationSet: "convertr-reports",
      tags: { enterprise: "acme", digest: "daily", date: DATE, run: "run-1" },
    });
    const parsed = await PostalMime.parse(mail.raw);
    expect(parsed.subject).toBe(answer.subject);
    expect(parsed.to?.map(({ address }) => address)).toEqual([mail.destinations[0]]);
  }
});

test("a recipient that SES refuses does not hold up the others, and is tried again only on demand", async () => {
  const refusal = sesRefusal("MessageRejected", `Address blacklisted: ${TEAM_MAIL}`);
  const { world, ses, ledger } = await openSesWorld({}, [{ kind: "answer", answer: refusal, on: onMailTo(TEAM_MAIL) }]);
  const answer = await world.run();
  expect(answer.outcome).toBe("partial");
  expect(answer.recipients.map(({ to, state }) => [to, state])).toEqual([
    [TEAM_MAIL, "failed"],
    [LEAD_MAIL, "sent"],
  ]);
  expect(answer.recipients[0]?.reason).toContain("MessageRejected");
  expect(JSON.stringify(await ledger())).not.toContain("@");
  expect((await ledger()).map(({ state }) => state).sort()).toEqual(["failed", "sent"]);
  expect((await world.run()).outcome).toBe("partial");
  expect(ses.sent).toHaveLength(1);
  expect((await world.run({ force: true })).outcome).toBe("sent");
  expect(ses.sent.map(({ destinations }) => destinations[0])).toEqual([LEAD_MAIL, TEAM_MAIL]);
});

test("sending too fast is waited for; the day's quota ends the run, and the rest is said to be not tried", async () => {
  const fast = sesRefusal("Throttling", "Maximum sending rate exceeded.");
  const { world, ses, aws } = await openSesWorld({}, [{ kind: "answer", answer: fast }]);
  expect((await world.run()).outcome).toBe("sent");
  aws.faults.push({ kind: "answer", answer: sesRefusal("Throttling", "Daily message quota exceeded.") });
  const answer = await world.run({ digest: "weekly" });
  expect(answer.outcome).toBe("not-sent");
  expect(answer.recipients[1]?.reason).toMatch(/^not tried, after this from the mail service: .*quota/);
  expect(ses.sent).toHaveLength(2);
});

test("an answer that is lost leaves unknown, and no second mail by itself", async () => {
  const { world, ses } = await openSesWorld({}, [{ kind: "after-reset", on: onMailTo(LEAD_MAIL) }]);
  const answer = await world.run();
  expect(answer.recipients.map(({ state }) => state)).toEqual(["sent", "unknown"]);
  expect((await world.run()).recipients.map(({ state }) => state)).toEqual(["already-sent", "unknown"]);
  expect(ses.sent).toHaveLength(2);
});

test("an owner that cannot be told is told of in the answer", async () => {
  const down = sesRefusal("MessageRejected", "Email address is not verified.");
  const digests = { daily: { to: TEAM, filter: { campaigns: [99_999] } } };
  const { world, ses } = await openSesWorld({ digests }, [{ kind: "answer", answer: down, on: onMailTo(OWNER) }]);
  const answer = await world.run();
  expect(answer.reason).toMatch(/^Withheld: filter\.campaigns names 99999.* The owner could not be told either\.$/);
  expect(ses.sent).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultScriptInput, parseFaultScript } from "../../../functions/local/simulated-api/faults/fault-script.ts";
import { startFaultyApi } from "../../../functions/local/simulated-api/faults/faulty-api.ts";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";
import { STEPS } from "../../../functions/rotation/event.ts";
import { DATASET_NAMES } from "../../../shared/catalog/datasets.ts";
import { addDays, dayOf } from "../../../shared/platform/day.ts";
import { refusal } from "../../fakes/aws/s3.ts";
import { beginRotation, type FakeSecret, versionsOf } from "../../fakes/aws/secret-versions.ts";
import { secretArn, secretRefusal } from "../../fakes/aws/secrets-manager.ts";
import type { AwsAnswer, AwsCall } from "../../fakes/aws/server.ts";
import { sesRefusal } from "../../fakes/aws/ses.ts";
import { faultTest } from "../fault-test.ts";
import { API_FAULTS, CANARY_BODY, CANARY_TEXT } from "./api-faults.ts";
import { createCanaryScan } from "./canary-scan.ts";
import { deployLeaky, type LeakyDeployment } from "./deployment-in-child.ts";
import type { Step } from "./functions-in-child.ts";

const ZONE = "Europe/London";
const TODAY = dayOf(Date.now(), ZONE);
const CREDENTIALS = { username: "CANARY-service+user@acme.example", password: `CANARY-p&ss "w/ö+%='rd` };
const SIGNING_KEY = "CANARY-signing-key";
const READERS = ["jane.reader@acme.example", "joe.reader@acme.example"];
const SETTINGS = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops.person@acme.example"],
  historyFrom: addDays(TODAY, -35),
  enterprises: {
    acme: {
      timeZone: ZONE,
      datasets: [...DATASET_NAMES],
      digests: { daily: { to: READERS, days: ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] } },
    },
    spin: { timeZone: ZONE, rotatePassword: true },
  },
};

// Everything secret or personal that the simulated account knows begins in one of these ways.
const scanSecrets = createCanaryScan(
  ["CANARY-", "Canary ", "canary.", "@example.com", "192.0.2.", CREDENTIALS.password].map((value) => ({
    name: value,
    value,
  })),
);
const scanPeople = createCanaryScan([...READERS, "ops.person"].map((value) => ({ name: value, value })));

const world = createWorld({
  seed: 3,
  historyStart: addDays(TODAY, -35),
  timeZone: ZONE,
  campaigns: 25,
  leadsFrom: addDays(TODAY, -4),
});
const opened: { close(): Promise<void> }[] = [];
let deployed: LeakyDeployment;

/** An API of its own for a step: nothing is known of its account yet, so that the step logs in. */
async function apiUnder(rules: FaultScriptInput["rules"] = []): Promise<string> {
  const script = parseFaultScript({ rules }, "test");
  const api = await startFaultyApi({ world, credentials: CREDENTIALS, now: Date.now, rateLimit: null, script });
  opened.push(api);
  return api.url;
}
/** With the reserve of 20 s taken off: time for the first wait of a login, of two seconds, and for no second. */
const ONE_LOGIN_WAIT_MS = 23_500;
const overwriting = { enterprise: "acme", dataset: "campaigns", overwrite: true };

/** @param passwords made by the functions themselves */
async function expectNoLeak(passwords: readonly string[] = []): Promise<void> {
  const { all, mails } = await deployed.left();
  expect(all.length).toBeGreaterThan(10);
  expect(all.some(({ where }) => where.startsWith("log of"))).toBe(true);
  expect(scanSecrets([...all, ...mails]).slice(0, 5)).toEqual([]);
  expect(scanPeople(all).slice(0, 5)).toEqual([]);
  const scanPasswords = createCanaryScan(passwords.map((value) => ({ name: "a new password", value })));
  expect(scanPasswords([...all, ...mails]).slice(0, 5)).toEqual([]);
}

beforeAll(async () => {
  deployed = await deployLeaky(SETTINGS, SIGNING_KEY);
  deployed.secrets.secrets.set("convertr-reports/acme", {
    SecretString: JSON.stringify(CREDENTIALS),
    VersionId: "v-1",
  });
});
afterAll(async () => {
  await Promise.all(opened.map((api) => api.close()));
  await deployed.close();
});

describe("what leaves", () => {
  faultTest(
    "X06",
    "when all goes well",
    async () => {
      const baseUrl = await apiUnder();
      for (const dataset of DATASET_NAMES) {
        const { answer } = await deployed.step(dataset, {
          job: "snapshot",
          event: { enterprise: "acme", dataset },
          baseUrl,
        });
        expect(answer).toMatchObject({ outcome: "published" });
      }
      const digest: Step = { job: "digest", event: { enterprise: "acme", digest: "daily" }, baseUrl };
      expect((await deployed.step("digest", digest)).answer).toMatchObject({ outcome: "sent" });
      expect((await deployed.step("digest again", digest)).answer).toMatchObject({ outcome: "already-sent" });
      expect((await deployed.step("watch", { job: "watch", event: {}, baseUrl })).error).toBeUndefined();
      expect(deployed.ses.sent).toHaveLength(2);
      await expectNoLeak();
    },
    60_000,
  );

  faultTest(
    "X06",
    `with ${Object.keys(API_FAULTS).length} faults of the API`,
    async () => {
      const endings = new Set<string>();
      for (const [named, rule] of Object.entries(API_FAULTS)) {
        deployed.secrets.secrets.set("convertr-reports/acme", {
          SecretString: JSON.stringify(CREDENTIALS),
          VersionId: named.replaceAll(" ", "-"),
        });
        const told = await deployed.step(named, {
          job: "snapshot",
          event: overwriting,
          baseUrl: await apiUnder([rule]),
          ...(rule.on?.kind === "login" ? { remainingMs: ONE_LOGIN_WAIT_MS } : {}),
        });
        endings.add(told.error ?? "answered");
      }
      // They end in as many ways as there are, so that as many messages are looked at.
      for (const name of [
        "AuthFailed",
        "Forbidden",
        "BadResponse",
        "RateLimited",
        "ApiUnavailable",
        "SchemaDrift",
        "answered",
      ])
        expect(endings).toContain(name);
      await expectNoLeak();
    },
    240_000,
  );

  type Failing = readonly [status: number, code: string];
  const DENIED: Failing = [403, "AccessDenied"];
  const BROKEN: Failing = [500, "InternalError"];
  const answerOf = (action: string, [status, code]: Failing): AwsAnswer => {
    if (action.startsWith("s3:"))
      return { ...refusal(status, code), body: `<Error><Code>${code}</Code><Message>${CANARY_TEXT}</Message></Error>` };
    if (action.startsWith("ses:")) return sesRefusal(code, `${CANARY_TEXT} ${READERS[0]}`, status);
    return secretRefusal(code === "AccessDenied" ? "AccessDeniedException" : code, CANARY_TEXT, status);
  };
  const JOBS: readonly (readonly [name: string, step: Omit<Step, "baseUrl">, ways: readonly Failing[]])[] = [
    ["snapshot", { job: "snapshot", event: overwriting }, [DENIED, BROKEN]],
    ["digest", { job: "digest", event: { enterprise: "acme", digest: "daily", force: true } }, [BROKEN]],
    ["test mail", { job: "digest", event: { enterprise: "acme", digest: "daily", to: READERS } }, [DENIED]],
    ["watch", { job: "watch", event: {} }, [DENIED, BROKEN]],
  ];
  for (const [name, step, ways] of JOBS) {
    faultTest(
      "X06",
      `with S3, SES and Secrets Manager failing at each call of the ${name}`,
      async () => {
        const from = deployed.aws.calls.length;
        await deployed.step(`${name}, unharmed`, { ...step, baseUrl: await apiUnder() });
        const calls = different(deployed.aws.calls.slice(from));
        expect(calls.length).toBeGreaterThan(1);
        let failed = 0;
        for (const call of calls) {
          for (const way of ways) {
            // As often as the SDK asks.
            const fault = { kind: "answer", answer: answerOf(call.action, way), on: patternOf(call) } as const;
            deployed.aws.faults.push(fault, fault, fault);
            const named = `${name}, ${call.action} with ${way.join(" ")}`;
            const told = await deployed.step(named, { ...step, baseUrl: await apiUnder() });
            deployed.aws.faults.length = 0;
            if (told.error !== undefined || JSON.stringify(told.answer).includes("failed")) failed += 1;
          }
        }
        expect(failed).toBeGreaterThan(0);
        await expectNoLeak();
      },
      240_000,
    );
  }

  const denied = (on: RegExp) => {
    const answer = secretRefusal("AccessDeniedException", CANARY_TEXT, 400);
    return { kind: "answer", answer, on } as const;
  };
  const onLogin = { kind: "login" } as const;
  const body = CANARY_BODY;
  const ROTATIONS: readonly {
    readonly rules?: FaultScriptInput["rules"];
    readonly aws?: RegExp;
    readonly ends: string;
  }[] = [
    { ends: "finished" },
    { ends: "AuthFailed", rules: [{ fault: "status", status: 401, body, on: onLogin }] },
    { ends: "BadResponse", rules: [{ fault: "html", body: CANARY_TEXT, on: onLogin }] },
    { ends: "PasswordRefused", rules: [{ fault: "status", status: 400, body, on: { kind: "page" } }] },
    { ends: "Forbidden", rules: [{ fault: "status", status: 403, body, on: { kind: "page" } }] },
    { ends: "ApiUnavailable", rules: [{ fault: "reset", on: onLogin }] },
    { ends: "SecretUnavailable", aws: /:GetSecretValue / },
    { ends: "SecretUnavailable", aws: /:PutSecretValue / },
    { ends: "SecretUnavailable", aws: /:DescribeSecret / },
    { ends: "SecretUnavailable", aws: /:UpdateSecretVersionStage / },
  ];
  faultTest(
    "X06",
    "with faults in each way at the rotation of a password",
    async () => {
      const name = "convertr-reports/spin";
      const passwords: string[] = [];
      for (const [at, { rules = [], aws, ends }] of ROTATIONS.entries()) {
        const secret: FakeSecret = { SecretString: JSON.stringify(CREDENTIALS), VersionId: `spin-${at}` };
        deployed.secrets.secrets.set(name, secret);
        const token = beginRotation(secret, `rotation-${String(at).padStart(4, "0")}-0123456789abcdef0123`);
        const baseUrl = await apiUnder(rules);
        if (aws !== undefined) deployed.aws.faults.push(denied(aws), denied(aws));
        let end = "";
        for (const Step of STEPS) {
          const event = { Step, SecretId: secretArn(name), ClientRequestToken: token };
          const told = await deployed.step(`rotation ${at}, ${Step}`, { job: "rotation", event, baseUrl });
          end = told.error ?? String((told.answer as { outcome?: unknown }).outcome);
          if (told.error !== undefined) break;
        }
        expect([at, end]).toEqual([at, ends]);
        deployed.aws.faults.length = 0;
        for (const { SecretString } of versionsOf(secret).values())
          passwords.push(JSON.parse(SecretString ?? "{}").password);
      }
      const fresh = passwords.filter((password) => password !== undefined && password !== CREDENTIALS.password);
      expect(new Set(fresh).size).toBeGreaterThan(5);
      await expectNoLeak(fresh);
    },
    120_000,
  );

  faultTest("X07", "none of these steps left a timer or a socket, whichever job it was", () => {
    expect(deployed.alive).toEqual([]);
  });
});

/** One call of each kind: of keys that differ by day or run only, one. */
function different(calls: readonly AwsCall[]): readonly AwsCall[] {
  return [...new Map(calls.map((call) => [patternOf(call).source, call])).values()];
}
/** Matches the call, and its like of other days, runs, recipients and files of the same digest. */
function patternOf({ action, resource }: AwsCall): RegExp {
  const escaped = `${action} ${resource}`.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(
    escaped
      .replace(/\d{4}-\d\d-\d\d/g, "[0-9-]+")
      .replace(/\d{8}T\d{6}Z-[0-9a-f]{8}/g, "[0-9TZa-f-]+")
      .replace(/[a-z0-9-]+\\\.(?:csv|html|txt|json)$/, "[a-z0-9-]+\\.[a-z]+"),
  );
}

test("the scan finds a canary in every disguise", () => {
  const scan = createCanaryScan([{ name: "x", value: `CANARY-p&ss "w/ö+%='rd` }]);
  const value = `CANARY-p&ss "w/ö+%='rd`;
  const texts = [
    `before ${value} after`,
    `?q=${encodeURIComponent(value)}&`,
    new URLSearchParams({ q: value }).toString(),
    JSON.stringify({ value }),
    ...["", "a", "ab"].map((before) => Buffer.from(`${before}${value} and more`).toString("base64")),
    ...["", "a", "ab"].map((before) => Buffer.from(`${before}${value} and more`).toString("base64url")),
    Buffer.from(value).toString("hex"),
  ];
  for (const bytes of texts) expect(scan([{ where: "here", bytes }]).length, bytes).toBeGreaterThan(0);
  expect(scan([{ where: "here", bytes: "nothing of it" }])).toEqual([]);
});

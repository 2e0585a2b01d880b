import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { CheckFinding } from "../../../functions/local/doctor/finding.ts";
import { beforeDeploy } from "../../../functions/local/preflight/before-deploy.ts";
import { placeholders } from "../../../functions/local/preflight/placeholders.ts";
import type { SettingsInput } from "../../../shared/settings/schema.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { monthKey, snapshotKey } from "../../../shared/snapshot/keys.ts";
import { MONTH_GRACE_MS, newestClosedMonth } from "../../../shared/snapshot/months.ts";
import { FAKE_SCOPE } from "../../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { awsEnvironment, BUCKET, type DeployedWorld, deployedWorld } from "../doctor/deployed-world.ts";
import { SETTINGS as EXAMPLE, failures, TODAY } from "../doctor/healthy-folder.ts";

const { acme } = EXAMPLE.enterprises;
if (acme === undefined) throw new Error("no acme");
/** No placeholder in it: a name under `internal` is nobody's in the DNS, and reserved for that, not for examples. */
const SETTINGS: SettingsInput = {
  ...EXAMPLE,
  from: "Lead reports <reports@acme.internal>",
  alertsTo: ["ops@acme.internal"],
  enterprises: { acme: { ...acme, digests: { daily: { to: ["team@acme.internal"] } } } },
};

let folder: string;
let data: string;
let world: DeployedWorld;
let aws: FakeAws;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "preflight-"));
  data = await mkdtemp(join(folder, "data-"));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  world = await deployedWorld(data, TODAY);
  world.outputs.set("DkimRecord1", "abc._domainkey.acme.internal CNAME abc.dkim.amazonses.com");
  aws = await startAws(world.services);
  for (const [name, value] of Object.entries(awsEnvironment(aws.endpoint))) vi.stubEnv(name, value);
  return () => aws.close();
});

async function look(settings: object): Promise<ReadonlyMap<string, CheckFinding>> {
  const file = join(folder, "settings.json");
  await writeFile(file, JSON.stringify(settings));
  const found = new Map<string, CheckFinding>();
  for await (const finding of beforeDeploy({ settings: file })) found.set(finding.check, finding);
  return found;
}
const whyNot = async (settings: object, check: string) => {
  const found = await look(settings);
  expect(failures(found)).toEqual([check]);
  return `${found.get(check)?.found}. ${found.get(check)?.remedy}`;
};
const undeployed = () => {
  world.outputs.clear();
  world.schedules.length = 0;
};

test("a deployment that is as the settings say may be deployed again, and nothing is changed by looking", async () => {
  const found = await look(SETTINGS);
  expect([...found.values()].map(({ check, status }) => `${status} ${check}`)).toEqual([
    "pass settings",
    "pass placeholders",
    "pass account and region",
    "pass deployment",
    "pass SES identity",
    "not-applicable existing bucket",
    "not-applicable months",
    "pass secrets to rotate",
    "pass enterprises that leave",
  ]);
  expect(aws.calls.map(({ action }) => action).filter((action) => !/:(Get|List|Describe)/.test(action))).toEqual([]);
});

describe("months that SQL would take older days from", () => {
  const month = newestClosedMonth(Date.now(), MONTH_GRACE_MS);
  const withMonths = { ...SETTINGS, historyFrom: `${month}-01`, months: true };
  const object = { body: Buffer.from("x"), etag: '"1"', contentType: "", checksums: {}, lastModified: new Date() };

  test("are refused while one is missing, since its rows would be too", async () => {
    world.outputs.set("HistoryFrom", `${month}-01`);
    world.objects.set(snapshotKey("campaigns", "acme", `${month}-07`), object);
    expect(await whyNot(withMonths, "months")).toMatch(
      new RegExp(`^not there: acme campaigns ${month}\\. Deploy with "months": false first`),
    );
    expect(failures(await look({ ...withMonths, months: false }))).toEqual([]);
    world.objects.set(monthKey("campaigns", { enterprise: "acme", month }), object);
    expect((await look(withMonths)).get("months")?.found).toBe("all 1 are there");
  });

  test("are no matter of a first deployment", async () => {
    undeployed();
    expect((await look(withMonths)).get("months")?.found).toBe("there is no history yet");
  });
});

test("a first deployment may be made, and comes again after one that failed or was removed", async () => {
  undeployed();
  const found = await look(SETTINGS);
  expect(failures(found)).toEqual([]);
  expect(found.get("deployment")?.found).toMatch(/first deployment/);
});

describe("refused before anything is touched", () => {
  test("what still stands as in the example, each place by its path", async () => {
    expect(await whyNot({ ...SETTINGS, from: "reports@example.com", replyTo: "a@b.example" }, "placeholders")).toMatch(
      /from, replyTo/,
    );
    const aws = { account: "111122223333", region: "eu-west-1" };
    const enterprises = { acme: { ...acme, digests: { daily: { to: ["a@acme.internal", "b@x.test"] } } } };
    const noticesTo = ["https://events.example.org/a"];
    const settings = parseSettings({ ...SETTINGS, aws, noticesTo, enterprises }, "test");
    expect(placeholders(settings)).toEqual(["noticesTo.0", "enterprises.acme.digests.daily.to.1", "aws.account"]);
    expect(placeholders(parseSettings({ ...SETTINGS, from: "a@examples.com" }, "test"))).toEqual([]);
  });

  test.each([
    ["account", { account: "210987654321", region: FAKE_SCOPE.region }],
    ["region", { account: FAKE_SCOPE.account, region: "us-east-1" }],
  ])("settings for another %s than the credentials': nothing else is asked there", async (_, place) => {
    const told = await look({ ...SETTINGS, aws: place });
    expect([...told.keys()].slice(-2)).toEqual(["account, region and settings", "everything else"]);
    expect(told.get("account, region and settings")?.found).toMatch(
      `for account ${place.account} in ${place.region}, the credentials for 123456789012 in eu-west-1`,
    );
    expect(aws.calls.map(({ action }) => action)).toEqual(["scheduler:GetScheduleGroup"]);
  });

  test("no settings, or wrong ones", async () => {
    expect(failures(await look({ ...SETTINGS, alertsTo: [] }))).toEqual(["account, region and settings"]);
    expect(aws.calls).toEqual([]);
  });

  test("another deployment under the same name: by its first day, or by enterprises of which the settings hold none", async () => {
    expect(await whyNot({ ...SETTINGS, historyFrom: "2020-01-01" }, "deployment")).toMatch(
      /begins on .*, that of the settings on 2020-01-01.*name of its own/,
    );
    const others = { beta: { timeZone: "UTC" } };
    expect(await whyNot({ ...SETTINGS, enterprises: others }, "deployment")).toMatch(
      /has schedules of acme, and the settings hold none of them/,
    );
    expect(failures(await look({ ...SETTINGS, enterprises: {} }))).toEqual([]);
  });

  test("an identity that is there already and not this deployment's, until the settings say so", async () => {
    world.mail.identities.set("acme.internal", {
      VerifiedForSendingStatus: true,
      DkimAttributes: { Status: "SUCCESS" },
    });
    undeployed();
    expect(await whyNot(SETTINGS, "SES identity")).toMatch(/is an identity already.*Say "identity": "existing"/);
    expect(failures(await look({ ...SETTINGS, identity: "existing" }))).toEqual([]);
  });

  test.each(["acme.internal", "reports@mail.acme.internal"])(
    "an identity that is not there though the settings say existing; %s serves",
    async (name) => {
      const settings = { ...SETTINGS, from: "reports@mail.acme.internal", identity: "existing" };
      expect(await whyNot(settings, "SES identity")).toMatch(/none of mail\.acme\.internal, acme\.internal nor/);
      world.mail.identities.set(name, { VerifiedForSendingStatus: true, DkimAttributes: { Status: "NOT_STARTED" } });
      expect((await look(settings)).get("SES identity")).toMatchObject({
        status: "pass",
        found: expect.stringContaining(name),
      });
    },
  );

  test("a bucket that is not there, or encrypts with another key than the settings name", async () => {
    const key = (id: string) => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
    const withBucket = (existingBucket: object) => ({ ...SETTINGS, existingBucket });
    const check = "existing bucket";
    expect(failures(await look(withBucket({ name: BUCKET })))).toEqual([]);
    expect(await whyNot(withBucket({ name: BUCKET, kmsKeyArn: key("1") }), check)).toMatch(
      /does not encrypt with a customer's key/,
    );
    world.bucket.kmsKey = key("1");
    expect(failures(await look(withBucket({ name: BUCKET, kmsKeyArn: key("1") })))).toEqual([]);
    expect(await whyNot(withBucket({ name: BUCKET }), check)).toMatch(
      /key\/1, which existingBucket.kmsKeyArn does not name/,
    );
    expect(await whyNot(withBucket({ name: BUCKET, kmsKeyArn: key("2") }), check)).toMatch(/not with the key that/);
    world.bucket.kmsKey = "1";
    expect(failures(await look(withBucket({ name: BUCKET, kmsKeyArn: key("1") })))).toEqual([]);
  });

  test.each([
    ["not there", undefined],
    ["without a value", {}],
    ["marked for deletion", { SecretString: "{}", DeletedDate: "2026-11-20T00:00:00Z" }],
  ])("a password that is to rotate, and a secret that is %s", async (_, secret) => {
    world.secrets.delete("convertr-reports/acme");
    if (secret !== undefined) world.secrets.set("convertr-reports/acme", secret);
    expect(await whyNot(SETTINGS, "secrets to rotate")).toMatch(
      /convertr-reports\/acme\. First npm run reports -- secret --enterprise acme/,
    );
    const plain = { acme: { ...acme, rotatePassword: false, digests: {} } };
    expect(failures(await look({ ...SETTINGS, enterprises: plain }))).toEqual([]);
  });
});

test("who loses schedules is named, which is what removing and retiring is for, and refuses nothing", async () => {
  const beta = { timeZone: "UTC" };
  world.schedules.push(
    ...world.schedules.slice(0, 2).map((schedule, index) => ({
      ...schedule,
      Name: `beta-${index}`,
      Target: { ...schedule.Target, Input: JSON.stringify({ enterprise: "beta", dataset: "campaigns" }) },
    })),
  );
  const found = await look(SETTINGS);
  expect(found.get("enterprises that leave")).toMatchObject({
    status: "pass",
    found: expect.stringMatching(/schedules of beta$/),
  });
  const retired = { ...SETTINGS.enterprises, beta: { ...beta, retired: true } };
  expect((await look({ ...SETTINGS, enterprises: retired })).get("enterprises that leave")?.found).toMatch(/of beta$/);
  const both = { ...SETTINGS.enterprises, beta };
  expect((await look({ ...SETTINGS, enterprises: both })).get("enterprises that leave")?.found).toMatch(
    /^none of the 2/,
  );
});

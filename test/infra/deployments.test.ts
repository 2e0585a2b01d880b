import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ALARM_IDS } from "../../infra/alarms/alarm-texts.ts";
import { type Names, namesOf } from "../../shared/settings/names.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { policySize, resourcesOf, SETTINGS, type Synthesised, synthesise, textOf } from "./synthesised.ts";

const STAGING: SettingsInput = {
  ...SETTINGS,
  deployment: "staging",
  aws: { account: "111122223333", region: "eu-west-1" },
};
let made: Synthesised;
let staging: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
  staging = synthesise(STAGING);
});

/** Properties by which a resource is called, or belongs to one that is. What has none gets a name of CloudFormation's making. */
const NAMED = /^(?:(?:Function|LogGroup|Queue|Topic|Alarm|Dashboard|Configuration|Database|Group)?Name|WorkGroup)$/;

/** `type property name` of every resource that is called by the project. */
const namesIn = ({ templates }: Synthesised): string[] =>
  [...templates].flatMap(([stack, { Resources }]) => [
    `stack ${stack}`,
    ...Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties as Record<string, unknown>).flatMap(([key, value]) =>
        NAMED.test(key) && typeof value === "string" ? [`${Type} ${key} ${value}`] : [],
      ),
    ),
  ]);

describe("two deployments side by side", () => {
  test("share no name of a stack or resource, and no text of one names what is the other's", () => {
    const here = new Set(namesIn(made));
    expect(here.size).toBeGreaterThan(100);
    // Saved questions are called within a workgroup, which differs.
    const within = /^AWS::Athena::NamedQuery Name/;
    const there = namesIn(staging).filter((name) => !within.test(name));
    expect(there.filter((name) => here.has(name))).toEqual([]);
    const all = JSON.stringify([...staging.templates]).replaceAll(/Presto View: [A-Za-z0-9+/=]+/g, "");
    const others =
      /convertr-reports(?!-staging|"|:)(?=[-/][a-z])|convertr_reports(?!_staging)|ConvertrReports(?![-/]staging)/;
    expect(others.exec(all)?.[0]).toBeUndefined();
  });

  test("have views of their own, also inside what Athena decodes", () => {
    const schemas = resourcesOf(staging, "AWS::Glue::Table").flatMap(({ Properties }) => {
      const encoded = /Presto View: ([A-Za-z0-9+/=]+)/.exec(Properties.TableInput.ViewOriginalText ?? "")?.[1];
      return encoded === undefined ? [] : [JSON.parse(Buffer.from(encoded, "base64").toString("utf8")).schema];
    });
    expect(new Set(schemas)).toEqual(new Set(["convertr_reports_staging"]));
  });

  test("are checked like one, go to the account and region that their settings say, and are told apart by a tag", () => {
    expect(staging.report.pluginReports).toEqual([]);
    expect([...new Set(staging.environments.values())]).toEqual(["aws://111122223333/eu-west-1"]);
    expect([...new Set(made.environments.values())]).toEqual(["aws://unknown-account/unknown-region"]);
    const tags = ({ Properties }: { Properties: { Tags: unknown } }) => Properties.Tags;
    const stage = { Key: "deployment", Value: "staging" };
    expect(resourcesOf(staging, "AWS::SNS::Topic").map(tags)).toEqual([
      expect.arrayContaining([stage]),
      expect.arrayContaining([stage]),
    ]);
    expect(JSON.stringify(resourcesOf(made, "AWS::SNS::Topic").map(tags))).not.toContain('"deployment"');
  });

  test("the slash keeps the default deployment's policies off a stage's secrets", () => {
    const secrets = (of: Synthesised) =>
      JSON.stringify([...of.templates])
        .match(/:secret:[a-z/*-]+/g)
        ?.filter((one, at, all) => all.indexOf(one) === at);
    expect(secrets(made)).toEqual([":secret:convertr-reports/*"]);
    expect(secrets(staging)).toEqual([":secret:convertr-reports-staging/*"]);
  });

  test("an alarm of a stage sends people to the stage's own log, function and queue", () => {
    const told = resourcesOf(staging, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties.AlarmDescription);
    expect(told.join("\n")).toContain("/aws/lambda/convertr-reports-staging-watch");
    expect(told.join("\n")).not.toMatch(/convertr-reports-(?!staging)/);
  });

  test("whatever they are called, none of their names is one of the other's", () => {
    const deployment = fc.option(fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/), { nil: undefined });
    const kinds = (names: Names): Record<string, string[]> => ({
      stack: [names.stack],
      function: [
        names.snapshotFunction,
        names.digestFunction,
        names.watchFunction,
        names.rotationFunction,
        names.monthsFunction,
        names.reportFunction,
      ],
      queue: [names.undelivered, names.failed],
      topic: [names.alerts, names.notices],
      alarm: ALARM_IDS.map((id) => names.alarmPrefix + id),
      group: [names.scheduleGroup],
      database: [names.database],
      namespace: [names.metricsNamespace],
    });
    fc.assert(
      fc.property(deployment, deployment, (one, other) => {
        fc.pre(one !== other);
        const [a, b] = [kinds(namesOf(one)), kinds(namesOf(other))];
        for (const [kind, names] of Object.entries(a))
          expect(names.filter((name) => b[kind]?.includes(name))).toEqual([]);
        expect(namesOf(one).secretPrefix.startsWith(namesOf(other).secretPrefix)).toBe(false);
      }),
      { seed: 17, numRuns: 300 },
    );
  });

  test.each(["Staging", "1st", "a-b", "enterprises", "x".repeat(17), ""])("%j is no name of a deployment", (name) => {
    expect(() => parseSettings({ ...SETTINGS, deployment: name }, "test")).toThrow(/deployment: must/);
  });
});

describe("a deployment without a name of its own", () => {
  test("is called as it always was", () => {
    expect(namesOf(undefined)).toEqual({
      prefix: "convertr-reports",
      stack: "ConvertrReports",
      snapshotFunction: "convertr-reports-snapshot",
      digestFunction: "convertr-reports-digest",
      watchFunction: "convertr-reports-watch",
      rotationFunction: "convertr-reports-rotation",
      monthsFunction: "convertr-reports-months",
      reportFunction: "convertr-reports-report",
      scheduleGroup: "convertr-reports",
      undelivered: "convertr-reports-undelivered",
      failed: "convertr-reports-failed",
      alerts: "convertr-reports-alerts",
      notices: "convertr-reports-notices",
      chat: "convertr-reports",
      alarmPrefix: "convertr-reports-",
      dashboard: "convertr-reports",
      workGroup: "convertr-reports",
      database: "convertr_reports",
      configurationSet: "convertr-reports",
      secretPrefix: "convertr-reports/",
      metricsNamespace: "ConvertrReports",
    });
    expect(resourcesOf(made, "AWS::Lambda::Function").map(({ Properties }) => Properties.FunctionName)).toEqual([
      "convertr-reports-snapshot",
      "convertr-reports-digest",
      "convertr-reports-watch",
      "convertr-reports-rotation",
      "convertr-reports-months",
      "convertr-reports-report",
    ]);
  });
});

describe("shares", () => {
  const share = (of: Synthesised, number: string) =>
    Object.values(of.templates.get(`ConvertrReports-Enterprises-${number}`)?.Resources ?? {}).map(({ Type }) => Type);

  test("64 of them stand in every app, whoever has left, and one without schedules holds nothing", () => {
    const none = synthesise({ ...SETTINGS, enterprises: {} });
    for (const { templates } of [made, none]) {
      expect(templates.size).toBe(65);
      expect([...templates.keys()].slice(1).map((name) => name.slice(-2))).toEqual(
        Array.from({ length: 64 }, (_, index) => String(index).padStart(2, "0")),
      );
    }
    const filled = [...made.templates].filter(([, { Resources }]) => Object.keys(Resources).length > 0);
    expect(filled.map(([name]) => name)).toEqual(["ConvertrReports", "ConvertrReports-Enterprises-45"]);
  });

  test("removing an enterprise, or retiring it, empties its share, and adding it again fills it as before", () => {
    const { acme, ...others } = SETTINGS.enterprises;
    if (acme === undefined) throw new Error("no acme");
    expect(share(made, "45")).toContain("AWS::Scheduler::Schedule");
    expect(share(synthesise({ ...SETTINGS, enterprises: others }), "45")).toEqual([]);
    expect(
      share(synthesise({ ...SETTINGS, enterprises: { ...others, acme: { ...acme, retired: true } } }), "45"),
    ).toEqual([]);
    const again = synthesise({ ...SETTINGS, enterprises: { ...others, acme } });
    expect(again.templates.get("ConvertrReports-Enterprises-45")).toEqual(
      made.templates.get("ConvertrReports-Enterprises-45"),
    );
  });

  test("without any enterprise everything else is there, and the tables take no list of names that is empty", () => {
    const none = synthesise({ ...SETTINGS, enterprises: {} });
    expect(none.report.pluginReports).toEqual([]);
    expect(resourcesOf(none, "AWS::Lambda::Function")).toHaveLength(6);
    const kinds = resourcesOf(none, "AWS::Glue::Table").map(
      ({ Properties }) => Properties.TableInput.Parameters["projection.enterprise.type"],
    );
    expect(new Set(kinds.filter((kind) => kind !== undefined))).toEqual(new Set(["injected"]));
  });
});

describe("a bucket with a customer's key", () => {
  const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/0f8fad5b-d9cb-469f-a165-70867728950e";
  /** `policy → action resource` of everything that names a key. */
  const ofKeys = (of: Synthesised) =>
    ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"].flatMap((type) =>
      resourcesOf(of, type).flatMap(({ Properties }) =>
        Properties.PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) =>
          /kms:/.test(String(Action)),
        ).map(({ Action, Resource, Condition }: { Action: unknown; Resource: unknown; Condition: unknown }) => ({
          of: (Properties.PolicyName ?? Properties.Description).replace(/DefaultPolicy.*/, ""),
          actions: [Action].flat(),
          resource: textOf(Resource),
          service: textOf((Condition as { StringEquals: Record<string, unknown> }).StringEquals["kms:ViaService"]),
        })),
      ),
    );

  test("is opened by that key for whoever reads, and asked for data keys by whoever writes, through S3 alone", () => {
    const other = synthesise({ ...SETTINGS, existingBucket: { name: "acme-data", kmsKeyArn } });
    expect(other.report.pluginReports).toEqual([]);
    const write = {
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resource: kmsKeyArn,
      service: "s3.<AWS::Region>.amazonaws.com",
    };
    expect(ofKeys(other)).toEqual([
      { of: "JobsSnapshotRole", ...write },
      { of: "JobsDigestRole", ...write },
      { of: "JobsWatchRole", ...write },
      { of: "JobsRotationRole", ...write },
      { of: "JobsMonthsRole", ...write },
      { of: "JobsReportRole", ...write },
      { of: expect.stringMatching(/ask SQL/), ...write, actions: ["kms:Decrypt"] },
      { of: expect.stringMatching(/invoke/), ...write },
    ]);
    for (const { Properties } of resourcesOf(other, "AWS::IAM::ManagedPolicy")) {
      expect(policySize(Properties.PolicyDocument)).toBeLessThan(6144);
    }
  });

  test("no policy speaks of keys where the settings name none", () => {
    expect(ofKeys(made)).toEqual([]);
    expect(ofKeys(synthesise({ ...SETTINGS, existingBucket: { name: "acme-data" } }))).toEqual([]);
  });

  test.each([
    ["an alias", "arn:aws:kms:eu-west-1:123456789012:alias/acme"],
    ["a bare id", "0f8fad5b-d9cb-469f-a165-70867728950e"],
    ["another service's ARN", "arn:aws:s3:::acme-data"],
  ])("%s in place of the key is refused by name", (_, wrong) => {
    const parsing = () =>
      parseSettings({ ...SETTINGS, existingBucket: { name: "acme-data", kmsKeyArn: wrong } }, "test");
    expect(parsing).toThrow(
      /1 problem: existingBucket\.kmsKeyArn: must be the ARN of a key.*: an alias grants nothing/,
    );
  });
});

import { expect, test } from "vitest";
import { shardOf } from "../../infra/shards.ts";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { RECORD_TABLES } from "../../shared/catalog/records.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { SETTINGS, synthesise } from "./synthesised.ts";

const enterprises = (count: number): SettingsInput["enterprises"] =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `company-${index}`,
      { timeZone: "America/New_York", digests: { daily: { to: [`team@c${index}.example`] } } },
    ]),
  );

test("200 enterprises fit: every stack is well below CloudFormation's 500 resources and 1 MB", () => {
  const started = performance.now();
  const { templates, report } = synthesise({ ...SETTINGS, enterprises: enterprises(200) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`200 enterprises: ${templates.size} stacks, synthesised and checked in ${seconds} s\n`);
  expect(report.pluginReports).toEqual([]);
  const sizes = [...templates.values()].map((template) => Object.keys(template.Resources).length);
  expect(Math.max(...sizes)).toBeLessThan(150);
  const secrets = [...templates.values()].flatMap(({ Resources }) =>
    Object.values(Resources).filter(({ Type }) => Type === "AWS::SecretsManager::Secret"),
  );
  expect(secrets).toHaveLength(200);
  for (const template of templates.values()) expect(JSON.stringify(template).length).toBeLessThan(1_000_000);
  const resources = [...templates.values()].flatMap(({ Resources }) => Object.values(Resources));
  const limits = { "AWS::IAM::Policy": 10_240, "AWS::IAM::ManagedPolicy": 6_144 };
  for (const [type, limit] of Object.entries(limits)) {
    for (const { Properties } of resources.filter(({ Type }) => Type === type)) {
      expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThan(limit);
    }
  }
  // A list of 200 names is more than Athena's "few dozen": the projection takes the name from the query.
  const tables = resources.filter(
    ({ Type, Properties }) => Type === "AWS::Glue::Table" && Properties.TableInput.PartitionKeys?.length,
  );
  expect(tables.map(({ Properties }) => Properties.TableInput.Parameters["projection.enterprise.type"])).toEqual(
    Array(DATASET_NAMES.length + RECORD_TABLES.length).fill("injected"),
  );
});

test("one more enterprise changes its own stack and the list of names, and no other", () => {
  const before = synthesise({ ...SETTINGS, enterprises: enterprises(20) }).templates;
  const after = synthesise({
    ...SETTINGS,
    enterprises: { newcomer: { timeZone: "UTC" }, ...enterprises(20) },
  }).templates;
  const changed = [...after.keys()].filter(
    (name) => JSON.stringify(after.get(name)) !== JSON.stringify(before.get(name)),
  );
  expect(changed).toEqual(["ConvertrReports", `ConvertrReports-Enterprises-${shardOf("newcomer")}`]);
  const restored = JSON.stringify(after.get("ConvertrReports")).replaceAll(",newcomer", "");
  expect(restored).toBe(JSON.stringify(before.get("ConvertrReports")));
});

test("the share of an enterprise is fixed by its name", () => {
  expect(["acme", "old-co", "demo"].map(shardOf)).toEqual(["13", "20", "12"]);
});

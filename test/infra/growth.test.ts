import { expect, test } from "vitest";
import { shareOf } from "../../infra/shares.ts";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { RECORD_TABLES } from "../../shared/catalog/records.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { policySize, SETTINGS, synthesise } from "./synthesised.ts";

const report = (at: string) => ({
  title: "Behind",
  at,
  to: ["team@acme.example"],
  parts: [{ query: "pacing" }] as [object],
});
/** As much as an enterprise may reasonably have: every dataset, two digests, two reports, a password that changes itself. */
const LARGE = {
  timeZone: "America/New_York",
  datasets: [...DATASET_NAMES] as [(typeof DATASET_NAMES)[number]],
  rotatePassword: true,
  digests: { daily: { to: ["team@acme.example"] }, weekly: { to: ["team@acme.example"], period: "week" as const } },
  reports: { behind: report("07:15"), spend: report("07:45") },
};
const enterprises = (count: number, of: SettingsInput["enterprises"][string]): SettingsInput["enterprises"] =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`company-${index}`, of]));
/** Seven seconds on a machine that has nothing else to do. */
const SLOW_MS = 600_000;
const small = { timeZone: "America/New_York", digests: { daily: { to: ["team@acme.example"] } } };

test("1,000 enterprises fit: every stack is well below CloudFormation's 500 resources and 1 MB", {
  timeout: SLOW_MS,
}, () => {
  const started = performance.now();
  const { templates, report } = synthesise({ ...SETTINGS, enterprises: enterprises(1_000, small) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`1,000 enterprises: ${templates.size} stacks, synthesised and checked in ${seconds} s\n`);
  expect(report.pluginReports).toEqual([]);
  const sizes = [...templates.values()].map((template) => Object.keys(template.Resources).length);
  const bytes = [...templates.values()].map((template) => JSON.stringify(template).length);
  process.stdout.write(`the largest: ${Math.max(...sizes)} resources, ${Math.max(...bytes)} bytes\n`);
  expect(Math.max(...sizes)).toBeLessThan(350);
  expect(Math.max(...bytes)).toBeLessThan(1_000_000);
  const resources = [...templates.values()].flatMap(({ Resources }) => Object.values(Resources));
  const limits = { "AWS::IAM::Policy": 10_240, "AWS::IAM::ManagedPolicy": 6_144 };
  for (const [type, limit] of Object.entries(limits)) {
    for (const { Properties } of resources.filter(({ Type }) => Type === type)) {
      expect(policySize(Properties.PolicyDocument)).toBeLessThan(limit);
    }
  }
  // A list of 1,000 names is more than Athena's "few dozen": the projection takes the name from the query.
  const tables = resources.filter(
    ({ Type, Properties }) => Type === "AWS::Glue::Table" && Properties.TableInput.PartitionKeys?.length,
  );
  expect(tables.map(({ Properties }) => Properties.TableInput.Parameters["projection.enterprise.type"])).toEqual(
    Array(DATASET_NAMES.length + RECORD_TABLES.length).fill("injected"),
  );
});

test("1,000 enterprises with every dataset, two digests and two reports each stay below 450 resources a stack, and 1 MB", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `company-${index}`);
  const byShare = [...Map.groupBy(names, shareOf)].sort(([, one], [, other]) => other.length - one.length);
  const [share = "", fullest = []] = byShare[0] ?? [];
  // What one of them adds, times as many as the fullest share has: an enterprise's resources hang on no other's.
  const templateOf = (few: readonly string[]) => {
    const named = Object.fromEntries(few.map((name) => [name, LARGE]));
    const { templates } = synthesise({ ...SETTINGS, enterprises: named });
    return templates.get(`ConvertrReports-Enterprises-${share}`) ?? { Resources: {} };
  };
  const [one, two] = [templateOf(fullest.slice(0, 1)), templateOf(fullest.slice(0, 2))];
  const grown = (size: (template: typeof one) => number) => size(one) + (fullest.length - 1) * (size(two) - size(one));
  const resources = grown(({ Resources }) => Object.keys(Resources).length);
  const bytes = grown((template) => JSON.stringify(template).length);
  process.stdout.write(
    `1,000 enterprises: ${fullest.length} in the fullest share, ${resources} resources, ${bytes} bytes\n`,
  );
  expect(resources).toBeLessThan(450);
  expect(bytes).toBeLessThan(1_000_000);
});

test("one more enterprise changes its own stack and the list of names, and no other", () => {
  const before = synthesise({ ...SETTINGS, enterprises: enterprises(20, small) }).templates;
  const after = synthesise({
    ...SETTINGS,
    enterprises: { newcomer: { timeZone: "UTC" }, ...enterprises(20, small) },
  }).templates;
  const changed = [...after.keys()].filter(
    (name) => JSON.stringify(after.get(name)) !== JSON.stringify(before.get(name)),
  );
  expect(changed).toEqual(["ConvertrReports", `ConvertrReports-Enterprises-${shareOf("newcomer")}`]);
  const restored = JSON.stringify(after.get("ConvertrReports")).replaceAll(",newcomer", "");
  expect(restored).toBe(JSON.stringify(before.get("ConvertrReports")));
});

test("the share of an enterprise is fixed by its name", () => {
  expect(["acme", "old-co", "demo"].map(shareOf)).toEqual(["45", "20", "44"]);
});

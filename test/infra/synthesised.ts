import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type AppProps } from "aws-cdk-lib";
import type { BundleFolders } from "../../infra/bundles/bundle.ts";
import { createStacks } from "../../infra/stacks.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is any JSON
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface Synthesised {
  /** By stack name. */
  readonly templates: ReadonlyMap<string, Template>;
  /** Account and region, by stack name. */
  readonly environments: ReadonlyMap<string, string>;
  readonly report: { readonly pluginReports: readonly unknown[] };
}

export const SETTINGS: SettingsInput = {
  from: "Lead reports <reports@mail.acme.example>",
  replyTo: "owner@acme.example",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-11-23",
  enterprises: {
    acme: {
      timeZone: "Europe/London",
      datasets: ["campaigns", "publisher-contracts", "integration-jobs"],
      rotatePassword: true,
      digests: {
        daily: { to: ["team@acme.example"], at: "07:30" },
        weekly: { to: ["boss@acme.example"], period: "week", days: ["FRI", "MON"] },
        monthly: { to: ["boss@acme.example"], period: "month" },
      },
      reports: {
        behind: {
          ...{ title: "Behind their cap", at: "07:15", period: "week", days: ["TUE"] },
          ...{ audience: "publisher", to: { "12": ["lead@pub.example"], "34": ["ops@other.example"] } },
          parts: [{ query: "pacing" }],
        },
      },
    },
    "old-co": {
      timeZone: "Australia/Sydney",
      retired: true,
      rotatePassword: true,
      digests: { daily: { to: ["team@old.example"] } },
    },
  },
};

const known = new WeakMap<SettingsInput, Synthesised>();

/**
 * All templates of settings, with one-line functions as their code, checked by cdk-nag. The same object is synthesised once in a file.
 * The library's own rules take most of the time: `synthesiseChecked` runs them too.
 */
export function synthesise(input: SettingsInput): Synthesised {
  const made = known.get(input) ?? synthesiseWith(input, { builtinCloudFormationValidation: false });
  known.set(input, made);
  return made;
}

/** As `cdk synth` does it: held against the library's rules for templates as well. */
export const synthesiseChecked = (input: SettingsInput): Synthesised =>
  synthesiseWith(input, { builtinCloudFormationValidation: true });

function synthesiseWith(
  input: SettingsInput,
  validation: Required<Pick<AppProps, "builtinCloudFormationValidation">>,
): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const bundle = join(folder, "bundle");
    mkdirSync(bundle);
    writeFileSync(join(bundle, "handler.mjs"), "export const handler = () => 1;\n");
    const { context } = JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8"));
    // Where each construct was made, and the tree of them, are read by nobody.
    const plain = { analyticsReporting: false, stackTraces: false, treeMetadata: false };
    const app = new App({ ...plain, context, outdir: join(folder, "out"), ...validation });
    const jobs = ["snapshot", "digest", "watch", "rotation", "months", "report"] as const;
    const bundles = Object.fromEntries(jobs.map((job) => [job, bundle])) as BundleFolders;
    createStacks(app, { settings: parseSettings(input, "test"), bundles });
    const assembly = app.synth();
    return {
      templates: new Map(assembly.stacks.map(({ stackName, template }) => [stackName, { Resources: {}, ...template }])),
      environments: new Map(assembly.stacks.map(({ stackName, environment }) => [stackName, environment.name])),
      report: JSON.parse(readFileSync(join(folder, "out", "validation-report.json"), "utf8")),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly unknown[];
  readonly suppressedViolations: readonly { readonly ruleName: string }[];
}

/**
 * `plugin rule` of everything that was found and acknowledged, each once.
 * @throws Error when something was not
 */
export function acceptedRules({ pluginReports }: Synthesised["report"]): readonly string[] {
  const accepted = (pluginReports as readonly PluginReport[]).flatMap((report) => {
    if (report.violations.length > 0) throw new Error(JSON.stringify(report.violations));
    return report.suppressedViolations.map(({ ruleName }) => `${report.pluginName} ${ruleName}`);
  });
  return [...new Set(accepted)];
}

/** Every resource of a type, of all stacks. */
export const resourcesOf = ({ templates }: Synthesised, type: string): Resource[] =>
  [...templates.values()].flatMap(({ Resources }) => Object.values(Resources).filter(({ Type }) => Type === type));

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** Statements of a policy document, with lists as lists and references as text. */
export function statementsOf(
  document: { readonly Statement: readonly RawStatement[] },
  values: Readonly<Record<string, string>> = {},
): Statement[] {
  return document.Statement.map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect,
    actions: [Action].flat().map(String),
    resources: [Resource].flat().map((one) => textOf(one, values)),
    condition: conditionOf(Condition, values),
  }));
}

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const conditionOf = (condition: Condition | undefined, values: Readonly<Record<string, string>>): unknown =>
  condition &&
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, textOf(value, values)])),
    ]),
  );

interface RawStatement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Condition;
}

/** References as text: `<LogicalId.Arn>`, `<AWS::Region>`, joins joined; `values` replaces them. */
export function textOf(value: unknown, values: Readonly<Record<string, string>> = {}): string {
  if (typeof value !== "object" || value === null) return String(value);
  const [[kind, of] = []] = Object.entries(value);
  const known = (name: string) => values[name] ?? `<${name}>`;
  if (kind === "Ref") return known(String(of));
  if (kind === "Fn::GetAtt") return known((of as string[]).join("."));
  if (kind === "Fn::Join")
    return (of as [string, unknown[]])[1].map((part) => textOf(part, values)).join((of as [string])[0]);
  throw new Error(`unknown intrinsic: ${JSON.stringify(value)}`);
}

/** What references may become at their longest. */
const LONGEST: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": "ap-southeast-2",
  "AWS::AccountId": "123456789012",
};
/** A bucket's name has 63 characters at most. */
const LONGEST_ARN = `arn:aws:s3:::${"b".repeat(63)}`;

/** Characters of a policy as IAM counts them: without white space, with references filled in. */
export function policySize(document: unknown): number {
  const isReference = (value: object): boolean => /^(?:Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? "");
  return JSON.stringify(document, (_, value: unknown) =>
    typeof value === "object" && value !== null && isReference(value)
      ? textOf(value, LONGEST).replaceAll(/<[^>]+>/g, LONGEST_ARN)
      : value,
  ).length;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import type { Settings } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { type CostedResource, type Parameters, parametersOf } from "../cost/parameters.ts";
import { createStacks } from "../stacks.ts";
import { type Accepted, acceptedFindings } from "./accepted-findings.ts";

export interface Described {
  readonly parameters: Parameters;
  /** Findings of cdk-nag that are accepted. */
  readonly accepted: readonly Accepted[];
}

/** What the pages tell of a deployment of some enterprises, each with the defaults and one daily digest. */
export function describe(enterprises: number, context: Readonly<Record<string, unknown>>): Described {
  const folder = mkdtempSync(join(tmpdir(), "cost-"));
  try {
    const bundle = join(folder, "bundle");
    mkdirSync(bundle);
    writeFileSync(join(bundle, "handler.mjs"), "");
    const app = new App({ analyticsReporting: false, context: { ...context }, outdir: join(folder, "out") });
    createStacks(app, {
      settings: settingsOf(enterprises),
      bundles: { snapshot: bundle, digest: bundle, watch: bundle, rotation: bundle },
    });
    const templates: { Resources: Record<string, CostedResource> }[] = app
      .synth()
      .stacks.map(({ template }) => template);
    const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
    return { parameters: parametersOf(resources), accepted: acceptedFindings(app) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function settingsOf(count: number): Settings {
  const daily = { to: ["team@acme.example"] };
  const names = Array.from({ length: count }, (_, index) => `company-${index + 1}`);
  const enterprises = Object.fromEntries(
    names.map((name) => [name, { timeZone: "Europe/London", digests: { daily } }]),
  );
  const alertsTo = ["ops@acme.example"];
  return parseSettings(
    { from: "reports@acme.example", alertsTo, historyFrom: "2026-01-01", enterprises },
    "the cost page",
  );
}

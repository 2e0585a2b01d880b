import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { parseSettings } from "../../shared/settings/settings.ts";
import { createStacks } from "../stacks.ts";

/** A finding of cdk-nag that is right as it is. */
interface Accepted {
  /** Path of the construct. */
  readonly construct: string;
  readonly rule: string;
  readonly reason: string;
}

/** What is accepted in a deployment of one enterprise with the defaults and one daily digest. */
const SETTINGS = {
  from: "reports@acme.example",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-01-01",
  enterprises: { "company-1": { timeZone: "Europe/London", digests: { daily: { to: ["team@acme.example"] } } } },
};

/**
 * `docs/accepted-findings.md`: one row for each construct and reason.
 * @param flags of CDK, as in cdk.json
 */
export function acceptedPage(flags: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "accepted-findings-"));
  try {
    const code = join(folder, "code");
    mkdirSync(code);
    const app = new App({ analyticsReporting: false, context: { ...flags }, outdir: join(folder, "out") });
    const bundles = { snapshot: code, digest: code, watch: code, rotation: code, months: code, report: code };
    createStacks(app, { settings: parseSettings(SETTINGS, "the page of accepted findings"), bundles });
    return pageOf(acceptedFindings(app));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `acknowledge` was told, all over the app. */
function acceptedFindings(app: App): readonly Accepted[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([rule, reason]) => ({ construct: named(construct.node.path), rule: rule.replace(/^.*?::/, ""), reason })),
  );
}

/** One row for all shares: which of them are empty hangs on names of enterprises. */
const named = (path: string): string => path.replace(/^(\w+-Enterprises)-\d\d$/, "$1-NN");

function pageOf(accepted: readonly Accepted[]): string {
  const byReason = Map.groupBy(accepted, ({ construct, reason }) => `${construct}\n${reason}`);
  const rows = [...byReason].map(([, findings]) => {
    const [first] = findings;
    const rules = [...new Set(findings.map(({ rule }) => rule))].map((rule) => `\`${rule}\``).join("<br>");
    return `| ${first?.construct} | ${rules} | ${first?.reason} |`;
  });
  return `# Findings of cdk-nag that are accepted

Made by \`npm run docs\` of the synthesised stacks; a test keeps it current. Everything else that the rule set AwsSolutions finds stops
the synth.

| where | rule | why it is right as it is |
|---|---|---|
${rows.join("\n")}
`;
}

import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** A finding of cdk-nag that is right as it is. */
export interface Accepted {
  /** Path of the construct. */
  readonly construct: string;
  readonly rule: string;
  readonly reason: string;
}

/** What `acknowledge` was told, all over the app. */
export function acceptedFindings(app: IConstruct): readonly Accepted[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([rule, reason]) => ({ construct: construct.node.path, rule: rule.replace(/^.*?::/, ""), reason })),
  );
}

/** `docs/accepted-findings.md`: one row for each construct and reason. */
export function acceptedPage(accepted: readonly Accepted[]): string {
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

import { type BillLine, billOf, type PriceName, type Prices, usdOf } from "./bill.ts";
import type { Parameters } from "./parameters.ts";
import { HABITS, USAGE } from "./usage.ts";

export interface PriceList {
  readonly asOf: string;
  readonly region: string;
  readonly source: string;
  readonly prices: Prices;
}

/** `docs/cost.md`. @param deployments of rising size, each read off its own templates */
export function costPage(deployments: readonly Parameters[], list: PriceList): string {
  const bills = deployments.map((of) => billOf(of));
  const [smallest = []] = bills;
  const headings = deployments.map(({ enterprises }) => `${enterprises} enterprise${enterprises === 1 ? "" : "s"}`);
  const rows = smallest.map(({ service, price }, line) => {
    const amounts = bills.map((bill) => dollars(lineUsd(bill[line], list.prices)));
    return `| ${service} | ${list.prices[price].per} | ${amounts.join(" | ")} |`;
  });
  const totals = bills.map((bill) => `**${dollars(usdOf(bill, list.prices))}**`);
  const each = bills.map((bill, at) => dollars(usdOf(bill, list.prices) / (deployments[at]?.enterprises ?? 1)));
  return `# What it costs

Made by \`npm run docs\` from the synthesised stacks, the measured usage of a run and a dated price list; a test keeps it current.
US dollars a month, prices of ${list.region} as of ${list.asOf} (${list.source}).

| what | unit | ${headings.join(" | ")} |
|---|---|${headings.map(() => "--:|").join("")}
${rows.join("\n")}
| **together** | | ${totals.join(" | ")} |
| for each enterprise | | ${each.join(" | ")} |

Free tiers are not subtracted. With them a deployment of one enterprise costs little more than its secret.

## Read off the stacks

| | ${headings.join(" | ")} |
|---|${headings.map(() => "--:|").join("")}
${parameterRows(deployments)}

## Measured, for an account of 479 campaigns, 555 contracts and 574 integration jobs

| run | seconds | S3 writes | S3 reads |
|---|--:|--:|--:|
| snapshot of one dataset | ${USAGE.snapshot.seconds} | ${USAGE.snapshot.s3Writes} | ${USAGE.snapshot.s3Reads} |
| catch-up that finds it published | ${USAGE.catchUp.seconds} | ${USAGE.catchUp.s3Writes} | ${USAGE.catchUp.s3Reads} |
| digest over 36 days | ${USAGE.digest.seconds} | ${USAGE.digest.s3Writes} | ${USAGE.digest.s3Reads} |
| watch, for each enterprise | ${USAGE.watch.secondsPerEnterprise} | ${USAGE.watch.s3WritesPerEnterprise} | ${USAGE.watch.s3ReadsPerEnterprise} |

The seconds are of a simulated API that answers each page after one second. A day of one enterprise is ${Math.round(USAGE.storedBytesPerDay / 1000)} KB in the bucket.

## Assumed

${HABITS.recipientsPerDigest} recipients of each digest, ${HABITS.queries} queries a month for each enterprise over ${HABITS.daysPerQuery} days, ${HABITS.years} year of history. A query is
billed for 10 MB at least, which is more than it reads; each day that it reads is one LIST and one GET.

## Prices

| | price | for one |
|---|--:|---|
${Object.entries(list.prices)
  .map(([name, { usd, per, page }]) => `| [${name}](${page}) | $${plain(usd)} | ${per} |`)
  .join("\n")}
`;
}

function parameterRows(deployments: readonly Parameters[]): string {
  const row = (name: string, of: (parameters: Parameters) => number) =>
    `| ${name} | ${deployments.map((parameters) => Math.round(of(parameters)).toLocaleString("en-GB")).join(" | ")} |`;
  return [
    row("snapshot runs a month", ({ snapshotRuns }) => snapshotRuns),
    row("catch-up runs a month", ({ catchUpRuns }) => catchUpRuns),
    row("digest runs a month", ({ digestRuns }) => digestRuns),
    row("watch runs a month", ({ watchRuns }) => watchRuns),
    row("memory of snapshot and digest, MB", ({ memoryMb }) => memoryMb.snapshot),
    row("memory of watch, MB", ({ memoryMb }) => memoryMb.watch),
    row("secrets", ({ secrets }) => secrets),
    row("alarms", ({ alarms }) => alarms),
  ].join("\n");
}

const lineUsd = (line: BillLine | undefined, prices: Readonly<Record<PriceName, { readonly usd: number }>>): number =>
  line === undefined ? 0 : line.quantity * prices[line.price].usd;

/** Without an exponent. */
const plain = (usd: number): string => usd.toFixed(10).replace(/\.?0+$/, "");
const dollars = (usd: number): string => (usd < 0.005 ? "under 0.01" : usd.toFixed(2));

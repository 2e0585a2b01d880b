import {
  type BillLine,
  billOf,
  gbSecondsOf,
  type PriceName,
  type Prices,
  secondsOf,
  usdOf,
  watchWork,
} from "./bill.ts";
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

| run | memory, MB | seconds | USD for a thousand runs | S3 writes | S3 reads |
|---|--:|--:|--:|--:|--:|
${runRows(deployments[0], list.prices)}

A run waits and computes. The waits are of an API that answers each page after one second; the computing is measured by \`npm run bench\` ([benchmarks.md](benchmarks.md)), cold start
included, and stretched by the share of a CPU that the memory buys. A day of one enterprise is ${Math.round(USAGE.storedBytesPerDay / 1000)} KB in the bucket.

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

function runRows(of: Parameters | undefined, prices: Prices): string {
  if (of === undefined) return "";
  const { snapshot, catchUp, digest, watch } = USAGE;
  const forOne = { s3Writes: watch.s3WritesPerEnterprise, s3Reads: watch.s3ReadsPerEnterprise };
  const runs = [
    ["snapshot of one dataset", "snapshot", snapshot],
    ["catch-up that finds it published", "snapshot", catchUp],
    ["digest over 36 days", "digest", digest],
    ["watch, of one enterprise", "watch", { ...watchWork(1), ...forOne }],
  ] as const;
  return runs
    .map(([name, job, run]) => {
      const usd = gbSecondsOf(job, of, run) * prices.lambdaGbSecond.usd + prices.lambdaRequest.usd;
      const cells = [
        of.memoryMb[job],
        secondsOf(job, of, run).toFixed(1),
        (usd * 1000).toFixed(3),
        run.s3Writes,
        run.s3Reads,
      ];
      return `| ${[name, ...cells].join(" | ")} |`;
    })
    .join("\n");
}

function parameterRows(deployments: readonly Parameters[]): string {
  const row = (name: string, of: (parameters: Parameters) => number) =>
    `| ${name} | ${deployments.map((parameters) => Math.round(of(parameters)).toLocaleString("en-GB")).join(" | ")} |`;
  return [
    row("snapshot runs a month", ({ snapshotRuns }) => snapshotRuns),
    row("catch-up runs a month", ({ catchUpRuns }) => catchUpRuns),
    row("digest runs a month", ({ digestRuns }) => digestRuns),
    row("watch runs a month", ({ watchRuns }) => watchRuns),
    row("memory of snapshot, MB", ({ memoryMb }) => memoryMb.snapshot),
    row("memory of digest, MB", ({ memoryMb }) => memoryMb.digest),
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

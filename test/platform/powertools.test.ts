import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** What a child that runs `code` writes to standard output, then to standard error: Powertools writes past the test runner's console. */
async function linesOf(code: string): Promise<Record<string, unknown>[]> {
  const imports = `
    import { createPowertoolsLog } from "./shared/platform/logger.ts";
    import { createPowertoolsMetrics } from "./shared/platform/metrics-powertools.ts";`;
  const child = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", `${imports}\n${code}`]);
  return `${child.stdout}${child.stderr}`
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("an event is one JSON line with level, service and its fields; every text in it is redacted", async () => {
  const lines = await linesOf(`
    const log = createPowertoolsLog({ service: "snapshot", redact: (text) => text.replaceAll("canary", "***") });
    log.info("run canary", { rows: 3, nested: [{ canary: "a canary\\n{" }] });
    log.warn("plain");
    log.error("broken", { stack: "a" });`);
  expect(lines).toMatchObject([
    { level: "INFO", message: "run ***", service: "snapshot", rows: 3, nested: [{ "***": "a ***\n{" }] },
    { level: "WARN", message: "plain" },
    { level: "ERROR", message: "broken", stack: "a" },
  ]);
});

test("a metric is one line of the embedded format with the service and its own dimensions, and no other's", async () => {
  const lines = await linesOf(`
    const metrics = createPowertoolsMetrics({ namespace: "ConvertrReports", service: "watch" });
    metrics.put("OverdueSnapshots", 0, "Count");
    metrics.put("Failures", 1, "Count", { enterprise: "acme" });
    metrics.put("Duration", 12.5, "Milliseconds");`);
  const told = lines.map((line) => ({
    dimensions: (line["_aws"] as { CloudWatchMetrics: { Dimensions: unknown }[] }).CloudWatchMetrics[0]?.Dimensions,
    values: Object.fromEntries(Object.entries(line).filter(([key]) => key !== "_aws")),
  }));
  expect(told).toEqual([
    { dimensions: [["service"]], values: { service: "watch", OverdueSnapshots: 0 } },
    { dimensions: [["service", "enterprise"]], values: { service: "watch", enterprise: "acme", Failures: 1 } },
    { dimensions: [["service"]], values: { service: "watch", Duration: 12.5 } },
  ]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../functions/digest/event.ts";
import { parseSnapshotEvent } from "../../functions/snapshot/event.ts";
import { parseWatchEvent } from "../../functions/watch/event.ts";
import { ALARM_IDS } from "../../infra/alarms/alarm-texts.ts";
import { madePages } from "../../infra/docs/pages.ts";
import { SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { ERROR_NAMES } from "../../shared/platform/errors.ts";
import { anchorsOf, PAGES } from "./pages.ts";

const textOf = (file: string) => readFileSync(join("docs", file), "utf8");

test("pages that are made of the code are what it makes now; `npm run docs` writes them", { timeout: 180_000 }, () => {
  for (const [path, text] of madePages()) expect(readFileSync(path, "utf8")).toBe(text);
});

test.each(PAGES)("every command that %s tells to run is there", (file) => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const named = [...readFileSync(file, "utf8").matchAll(/npm run ([a-z:-]+)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  const commands = readFileSync("functions/local/main.ts", "utf8");
  const asked = [...readFileSync(file, "utf8").matchAll(/npm run reports -- ([a-z-]+)/g)].map(
    ([, name]) => `"${name}"`,
  );
  expect(asked.filter((command) => !commands.includes(command))).toEqual([]);
});

describe("the page of invocations", () => {
  const text = textOf("invoke.md");
  const parsers = { snapshot: parseSnapshotEvent, digest: parseDigestEvent, watch: parseWatchEvent };
  const events = [...text.matchAll(/^invoke (snapshot|digest|watch) '(.+)'$/gm)];

  test("shows every way of asking, each with an event that the function takes", () => {
    expect(events.length).toBeGreaterThanOrEqual(8);
    for (const [, job = "", event = ""] of events) {
      expect(() => parsers[job as keyof typeof parsers](JSON.parse(event))).not.toThrow();
    }
    const shown = events.map(([, , event]) => event).join();
    for (const key of ["overwrite", "dryRun", "force", '"to"']) expect(shown).toContain(key);
  });

  test("shows answers in the form that they have", () => {
    const answers = [...text.matchAll(/```json\n([\s\S]+?)```/g)].map(([, json = ""]) => JSON.parse(json));
    const columns = Object.keys(SNAPSHOT_RUNS.columns).map((name) => name.replace(/_(\w)/g, (_, c) => c.toUpperCase()));
    const snapshot = answers.find(({ dataset }) => dataset !== undefined);
    expect(Object.keys(snapshot).sort()).toEqual([...columns, "enterprise", "snapshotDate"].sort());
  });

  test("names every error of the closed list", () => {
    const table = text.slice(text.indexOf("| error |"));
    expect(ERROR_NAMES.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });
});

test("the runbook has a heading for every alarm's link", () => {
  const anchors = anchorsOf("docs/operations.md");
  for (const id of ALARM_IDS) expect(anchors).toContain(id);
});

test("every finding that is accepted has a reason of its own, in words", () => {
  const rows = textOf("accepted-findings.md")
    .split("\n")
    .filter((line) => line.startsWith("| ConvertrReports"))
    .map((line) => line.split(" | "));
  expect(rows.length).toBeGreaterThan(10);
  for (const [, rule, reason = ""] of rows) {
    // Rules of cdk-nag, and those of the library for templates.
    expect(rule).toMatch(/(?:AwsSolutions-[A-Z]+|F)\d+/);
    expect(reason.split(" ").length).toBeGreaterThan(4);
  }
});

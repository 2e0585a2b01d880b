import dns from "node:dns";
import { describe, expect, vi } from "vitest";
import { awsDigestDependencies } from "../../functions/digest/dependencies.ts";
import { parseDigestEvent } from "../../functions/digest/event.ts";
import { awsSnapshotDependencies } from "../../functions/snapshot/dependencies.ts";
import { parseSnapshotEvent } from "../../functions/snapshot/event.ts";
import { takeSnapshot } from "../../functions/snapshot/job.ts";
import { awsWatchDependencies } from "../../functions/watch/dependencies.ts";
import { parseWatchEvent } from "../../functions/watch/event.ts";
import { createConvertrClient } from "../../shared/convertr/client.ts";
import type { ReportsError } from "../../shared/platform/errors.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";
import { openDigestAccount } from "./digest-account.ts";
import { faultTest } from "./fault-test.ts";
import { openJobAccount } from "./job-account.ts";
import { openAws } from "./loopback-aws.ts";

const thrownBy = (run: () => unknown): ReportsError => {
  try {
    run();
  } catch (error) {
    return error as ReportsError;
  }
  return expect.fail("it did not throw");
};

/** A store that counts what is asked of it. */
function countingStore(): { store: ObjectStore; calls: () => number } {
  let calls = 0;
  const store = new Proxy(createMemoryStore(), {
    get: (target, name) => {
      calls += 1;
      return Reflect.get(target, name);
    },
  });
  return { store, calls: () => calls };
}

describe("events", () => {
  const PARSERS = { snapshot: parseSnapshotEvent, digest: parseDigestEvent, watch: parseWatchEvent };
  const WRONG = {
    null: null,
    "a text": "snapshot",
    "a list": [{ enterprise: "acme" }],
    "a number": 1,
    "wrong types": { enterprise: 7, dataset: ["campaigns"], digest: {}, scheduledTime: 5, date: true },
    "unknown keys": { enterprise: "acme", dataset: "campaigns", digest: "daily", CANARY: "CANARY" },
    "6 MB": { enterprise: "a".repeat(6 * 1024 * 1024), extra: "x" },
  };
  for (const [named, event] of Object.entries(WRONG)) {
    for (const [job, parse] of Object.entries(PARSERS)) {
      faultTest("I01", `${job}: ${named}`, () => {
        const error = thrownBy(() => parse(event));
        expect(error).toMatchObject({ name: "InvalidEvent", retryable: false, where: `event of ${job}` });
        expect(error.message.length).toBeLessThan(2_000);
      });
    }
  }
  for (const [job, text] of [
    ["snapshot", '{"enterprise":"acme","dataset":"campaigns","__proto__":{"overwrite":true}}'],
    ["snapshot", '{"enterprise":"acme","dataset":{"__proto__":{"x":1}}}'],
    ["digest", '{"enterprise":"acme","digest":"daily","__proto__":{"to":["x@acme.example"]}}'],
    ["watch", '{"__proto__":{"scheduledTime":"x"}}'],
  ] as const) {
    faultTest("I01", `${job}: ${text}`, () => {
      expect(thrownBy(() => PARSERS[job](JSON.parse(text)))).toMatchObject({ name: "InvalidEvent" });
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  }
  faultTest("I01", "every wrong field is named, no value is", () => {
    const { message } = thrownBy(() =>
      parseSnapshotEvent({ enterprise: "Acme!", dataset: "lead", CANARY: 1, dryRun: "CANARY" }),
    );
    for (const field of ["enterprise", "dataset", "dryRun", "unknown keys"]) expect(message).toContain(field);
    expect(message).not.toContain("Acme!");
  });

  const IMPOSSIBLE = [
    "a.evil.com/",
    "..",
    "acme..",
    "ACME",
    "a_b",
    "-acme",
    "acme-",
    "",
    "a".repeat(300),
    "acme\u0000",
    "acme@evil",
  ];
  for (const enterprise of IMPOSSIBLE) {
    faultTest("I02", JSON.stringify(enterprise.slice(0, 20)), () => {
      expect(thrownBy(() => parseSnapshotEvent({ enterprise, dataset: "campaigns" }))).toMatchObject({
        name: "InvalidEvent",
      });
      expect(thrownBy(() => parseDigestEvent({ enterprise, digest: "daily" }))).toMatchObject({ name: "InvalidEvent" });
      // The client itself makes no host name of it either, whoever calls it.
      const lookup = vi.spyOn(dns, "lookup");
      const connect = () => createConvertrClient({ enterprise } as never);
      expect(thrownBy(connect)).toMatchObject({ name: "UnknownEnterprise" });
      expect(lookup).not.toHaveBeenCalled();
    });
  }
  for (const enterprise of ["nobody", "constructor", "tostring"]) {
    faultTest("I02", enterprise, async () => {
      const { store, calls } = countingStore();
      const account = await openJobAccount({ settings: {} });
      Object.assign(account.deps, { store });
      const refused = takeSnapshot(account.deps, parseSnapshotEvent({ enterprise, dataset: "campaigns" }));
      const error = await refused.catch((thrown: ReportsError) => thrown);
      expect(error).toMatchObject({ name: "UnknownEnterprise" });
      expect((error as ReportsError).message).not.toContain("acme");
      expect(calls()).toBe(0);
      expect(account.api.stats.requests).toBe(0);
    });
  }

  for (const date of ["2026-02-30", "yesterday", "20261123", "2026-11-25", "2026-11-23", "2026-09-30", "0000-00-00"]) {
    faultTest("I03", `snapshot: ${date}`, async () => {
      const { store, calls } = countingStore();
      const account = await openJobAccount();
      Object.assign(account.deps, { store });
      // Parsed and judged before anything is asked: the API has no past.
      await expect((async () => account.take({ date }))()).rejects.toMatchObject({ name: "InvalidEvent" });
      expect(calls()).toBe(0);
      expect(account.api.stats.requests).toBe(0);
    });
  }
  for (const date of ["2026-02-30", "yesterday", "20261123", "2026-11-25", "2026-09-30"]) {
    faultTest("I03", `digest: ${date}`, async () => {
      const opened = await openDigestAccount({ days: 0 });
      await expect((async () => opened.send({ date }))()).rejects.toMatchObject({ name: "InvalidEvent" });
      expect(opened.sent).toEqual([]);
    });
  }
  for (const [named, scheduledTime] of [
    ["without an offset", "2026-11-24T05:00:00"],
    ["more than a day ago", "2026-11-23T04:00:00Z"],
    ["in the future", "2026-11-24T06:00:00Z"],
  ] as const) {
    faultTest("I03", `a scheduled time ${named}`, async () => {
      const account = await openJobAccount();
      await expect((async () => account.take({ scheduledTime }))()).rejects.toMatchObject({ name: "InvalidEvent" });
      expect(account.api.stats.requests).toBe(0);
    });
  }
  faultTest("I03", "ranges: there are none, and keys for them are unknown", () => {
    const range = { enterprise: "acme", digest: "daily", from: "2016-01-01", to: ["a@acme.example"] };
    expect(thrownBy(() => parseDigestEvent(range)).message).toContain('unknown keys: "from"');
  });
});

describe("the environment", () => {
  for (const [job, compose, names] of [
    ["snapshot", awsSnapshotDependencies, ["REPORTS_BUCKET"]],
    ["digest", awsDigestDependencies, ["REPORTS_BUCKET", "REPORTS_CONFIGURATION_SET"]],
    ["watch", awsWatchDependencies, ["REPORTS_BUCKET"]],
  ] as const) {
    faultTest("W29", job, () => {
      const error = thrownBy(() => compose({}));
      expect(error).toMatchObject({ name: "InvalidSettings", where: "environment variables" });
      for (const name of names) expect(error.message).toContain(`${name} is not set`);
      const set = Object.fromEntries(names.map((name) => [name, "x"]));
      expect(thrownBy(() => compose(set)).message).toContain("LAMBDA_TASK_ROOT is not set");
    });
  }
});

describe("keys", () => {
  for (const key of ["../x", "runs/../../x", "runs/%2e%2e/x", "runs/a\0b", "runs//x", "/etc/passwd", "runs/a\nb", ""]) {
    faultTest("I10", JSON.stringify(key), async () => {
      const { aws, store } = await openAws();
      const body = new Uint8Array([1]);
      const calls = [
        () => store.head(key),
        () => store.get(key),
        () => store.create(key, body, { contentType: "x" }),
        () => store.overwrite(key, body, { contentType: "x", ifMatch: "x" }),
      ];
      for (const call of calls) await expect(call()).rejects.toMatchObject({ name: "StoreFailed", retryable: false });
      expect(aws.calls).toEqual([]);
    });
  }
  faultTest("I10", "through the job: every part of a key is checked before a key is made", async () => {
    const account = await openJobAccount();
    await account.publishes();
    const keys = (await account.store.list("")).map(({ key }) => key);
    expect(keys.filter((key) => !/^[A-Za-z0-9_=./-]+$/.test(key) || key.includes(".."))).toEqual([]);
  });
});

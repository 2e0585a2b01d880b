import { describe, expect, test } from "vitest";
import { ERROR_NAMES, type ErrorName, isReportsError, ReportsError } from "../../shared/platform/errors.ts";
import { answeringUnknown, invoked } from "../../shared/platform/lambda.ts";

const failing = (name: ErrorName) =>
  new ReportsError(name, { what: "the enterprise is not known", where: "enterprise elsewhere", remedy: "Check it" });

function invocation() {
  const lines: unknown[] = [];
  const metrics: unknown[] = [];
  const log = (level: string) => (event: string, fields?: unknown) => void lines.push([level, event, fields]);
  const deps = {
    log: { info: log("info"), warn: log("warn"), error: log("error") },
    metrics: { put: (...metric: unknown[]) => void metrics.push(metric) },
  };
  const run = (error: unknown) => invoked({ job: "digest", ...deps }, () => Promise.reject(error));
  return { lines, metrics, run };
}

describe("an error of ours", () => {
  test.each(ERROR_NAMES)(
    "%s has its name wherever Lambda looks for it, in the answer and in its own log line",
    (name) => {
      const error = failing(name);
      // The runtime's answer takes `name`, its JSON log `constructor.name`.
      expect([error.name, error.constructor.name]).toEqual([name, name]);
      expect(error).toBeInstanceOf(ReportsError);
      expect(isReportsError(error, name)).toBe(true);
      expect(Object.keys(error)).not.toContain("constructor");
      expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty("constructor");
    },
  );
});

describe("an event that is refused before its run", () => {
  test.each(["InvalidEvent", "InvalidSettings", "UnknownEnterprise", "UnknownDigest"] as const)(
    "%s leaves a line where the alarm sends people, without the event, and is counted and thrown",
    async (name) => {
      const { lines, metrics, run } = invocation();
      const error = failing(name);
      await expect(run(error)).rejects.toBe(error);
      expect(lines).toEqual([["warn", "digest-refused", { name, where: "enterprise elsewhere" }]]);
      expect(metrics).toEqual([["EventRefused", 1, "Count"]]);
    },
  );

  test("is no run that failed: those leave lines of their own", async () => {
    const { lines, metrics, run } = invocation();
    await expect(run(failing("StoreFailed"))).rejects.toMatchObject({ name: "StoreFailed" });
    await expect(run(new TypeError("x"))).rejects.toThrow(TypeError);
    expect([lines, metrics]).toEqual([[], []]);
  });

  test("is answered and not thrown for an enterprise that left the settings, so that no alarm sounds and no queue keeps it", async () => {
    expect(await answeringUnknown(Promise.reject(failing("UnknownEnterprise")))).toEqual({
      outcome: "refused",
      error: {
        name: "UnknownEnterprise",
        message: "the enterprise is not known (enterprise elsewhere). Check it. Trying again does not help.",
      },
    });
    await expect(answeringUnknown(Promise.reject(failing("UnknownDigest")))).rejects.toMatchObject({
      name: "UnknownDigest",
    });
    expect(await answeringUnknown(Promise.resolve("done"))).toBe("done");
  });

  test.each(["UnknownDigest", "UnknownReport"] as const)(
    "is answered for a schedule's late event that ends as %s, and thrown by hand",
    async (name) => {
      const scheduled = { scheduledTime: "2026-11-24T07:00:00Z" };
      expect(await answeringUnknown(Promise.reject(failing(name)), scheduled)).toMatchObject({ error: { name } });
      await expect(answeringUnknown(Promise.reject(failing(name)), {})).rejects.toMatchObject({ name });
      await expect(answeringUnknown(Promise.reject(failing("StoreFailed")), scheduled)).rejects.toThrow();
    },
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";

const messageOf = (event: unknown): string => {
  try {
    parseSnapshotEvent(event);
  } catch (error) {
    if (isReportsError(error, "InvalidEvent")) return error.message;
    throw error;
  }
  throw new Error("the event was accepted");
};

describe("the snapshot event", () => {
  test("takes the scheduled form and fills the defaults", () => {
    const event = { enterprise: "acme", dataset: "campaigns", scheduledTime: "2026-11-23T05:00:00Z" };
    expect(parseSnapshotEvent(event)).toEqual({
      enterprise: "acme",
      dataset: "campaigns",
      overwrite: false,
      acceptShrunk: false,
      dryRun: false,
      scheduledTime: Date.UTC(2026, 10, 23, 5),
    });
  });

  test("accepting a smaller size means taking the day again", () => {
    const event = { enterprise: "acme", dataset: "campaigns" };
    expect(parseSnapshotEvent({ ...event, acceptShrunk: true })).toMatchObject({ acceptShrunk: true, overwrite: true });
    expect(parseSnapshotEvent({ ...event, overwrite: true })).toMatchObject({ acceptShrunk: false, overwrite: true });
  });

  test("names every wrong field at once", () => {
    const message = messageOf({
      enterprise: "../x",
      dataset: "publishers",
      date: "2026-02-30",
      dryRun: "yes",
      extra: 1,
    });
    for (const part of ["enterprise:", "dataset:", "date:", "dryRun:", 'unknown keys: "extra"']) {
      expect(message).toContain(part);
    }
  });

  test.each([
    null,
    "x",
    [],
    7,
    { enterprise: "A", dataset: "campaigns" },
    { enterprise: "a.evil.com/", dataset: "campaigns" },
  ])("I01, I02: %j is refused as InvalidEvent", (event) => {
    expect(messageOf(event)).toContain("event of snapshot");
  });

  test.each(["2026-02-30", "yesterday", "20261123", "2026-11-23T00:00:00Z"])("I03: the date %s is refused", (date) => {
    expect(messageOf({ enterprise: "acme", dataset: "campaigns", date })).toContain("date: must be a calendar day");
  });

  test("I01: a nested __proto__ changes nothing and is refused", () => {
    const event: unknown = JSON.parse('{"enterprise":"acme","dataset":"campaigns","__proto__":{"overwrite":true}}');
    expect(messageOf(event)).toContain("__proto__");
    expect(({} as Record<string, unknown>)["overwrite"]).toBeUndefined();
  });

  test("whatever comes, it is taken or refused by name, and no value of the event is repeated", () => {
    fc.assert(
      fc.property(
        fc.record({ enterprise: fc.string(), dataset: fc.anything(), to: fc.constant("canary@example.com") }),
        (event) => {
          expect(messageOf(event)).not.toContain("canary@example.com");
        },
      ),
    );
  });
});

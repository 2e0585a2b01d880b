import { describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";

const messageOf = (event: unknown): string => {
  try {
    parseDigestEvent(event);
  } catch (error) {
    if (isReportsError(error, "InvalidEvent")) return error.message;
    throw error;
  }
  throw new Error("the event was accepted");
};

describe("the digest event", () => {
  test("takes the scheduled form and fills the defaults", () => {
    expect(parseDigestEvent({ enterprise: "acme", digest: "daily", scheduledTime: "2026-11-23T07:00:00Z" })).toEqual({
      enterprise: "acme",
      digest: "daily",
      dryRun: false,
      force: false,
      scheduledTime: Date.UTC(2026, 10, 23, 7),
    });
  });

  test("names every wrong field at once, repeats no address, and says where its form is written", () => {
    const to = ["private@x", "fine@acme.example"];
    const message = messageOf({ enterprise: "../x", digest: "A b", date: "2026-02-30", to, dryRun: "yes", extra: 1 });
    for (const part of ["enterprise:", "digest:", "date:", "to.0:", "dryRun:", 'unknown keys: "extra"']) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain("private");
    expect(message).toContain("docs/invoke.md");
  });

  test.each([undefined, null, 7, "daily", [], { digest: "daily" }])("refuses %j", (event) => {
    expect(messageOf(event)).toMatch(/^the event has \d+ problems? ?:? ?/);
  });

  test.each([[[]], [Array.from({ length: 51 }, () => "a@acme.example")], [["a@acme.example\r\nBcc: b@acme.example"]]])(
    "refuses a list of recipients that is %j",
    (to) => {
      expect(messageOf({ enterprise: "acme", digest: "daily", to })).toContain("to");
    },
  );
});

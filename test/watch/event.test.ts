import { expect, test } from "vitest";
import { parseWatchEvent } from "../../functions/watch/event.ts";

test("a watch event is empty or has the scheduled time; all else is refused", () => {
  expect(parseWatchEvent({})).toEqual({});
  expect(parseWatchEvent({ scheduledTime: "2026-11-23T05:00:00Z" })).toEqual({ scheduledTime: 1795410000000 });
  const bad = [
    null,
    undefined,
    "x",
    [],
    { scheduledTime: "yesterday" },
    { enterprise: "acme" },
    JSON.parse('{"__proto__":1}'),
  ];
  for (const event of bad)
    expect(() => parseWatchEvent(event)).toThrow(expect.objectContaining({ name: "InvalidEvent" }));
});

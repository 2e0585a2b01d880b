import { describe, expect, test } from "vitest";
import { parseSettings } from "../../shared/settings/settings.ts";

const base = {
  from: "reports@acme.example",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-11-23",
  enterprises: {},
};
const parsing = (fields: object) => () => parseSettings({ ...base, ...fields }, "test");

describe("who is told", () => {
  test("is an address or an https endpoint, each once", () => {
    const endpoint = "https://events.acme.example:8443/convertr?key=1";
    expect(parsing({ alertsTo: [endpoint, "ops@acme.example"], noticesTo: [endpoint] })().noticesTo).toEqual([
      endpoint,
    ]);
    expect(parsing({ noticesTo: [endpoint, endpoint] })).toThrow(/noticesTo\.1: is there twice/);
  });

  test.each([
    "http://events.acme.example",
    "https://user:secret@events.acme.example/",
    "https://events.acme.example/a b",
    "https://",
    "ops@acme",
    "#ops",
  ])("%s is neither", (to) => {
    expect(parsing({ alertsTo: ["ops@acme.example", to] })).toThrow(
      /alertsTo\.1: must be an e-mail address or an https/,
    );
    expect(parsing({ noticesTo: [to] })).toThrow(/noticesTo\.0: must be an e-mail address or an https/);
  });

  test("endpoints alone are refused for alertsTo, since withheld mails go to its addresses", () => {
    expect(parsing({ alertsTo: ["https://events.acme.example/"] })).toThrow(
      /1 problem: alertsTo: must name an e-mail address beside the endpoints/,
    );
    expect(parsing({ alertsTo: [] })).toThrow(/1 problem: alertsTo: must name at least one address/);
  });

  test("a Slack channel is told by ids, not by names", () => {
    const chat = { slackWorkspaceId: "T0123ABCD", slackChannelId: "C0123ABCD" };
    expect(parsing({ chat })().chat).toEqual(chat);
    expect(parsing({ chat: { ...chat, slackWorkspaceId: "acme.slack.com" } })).toThrow(
      /chat\.slackWorkspaceId: must be a Slack workspace's id such as T/,
    );
    expect(parsing({ chat: { ...chat, slackChannelId: "#ops" } })).toThrow(
      /chat\.slackChannelId: must be .*not its name/,
    );
    expect(parsing({ chat: { slackWorkspaceId: chat.slackWorkspaceId } })).toThrow(/chat\.slackChannelId/);
  });
});

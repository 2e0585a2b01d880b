import { describe, expect, test } from "vitest";
import { parseSettings } from "../../shared/settings/settings.ts";
import { problemsOf, withAcme } from "./problems.ts";

const problemOf = (kind: string, pattern: unknown, list = "links") =>
  problemsOf(withAcme({ [list]: { [kind]: pattern } }));

describe("patterns of links", () => {
  test("are none when left out, and any of them may be given alone", () => {
    expect(parseSettings(withAcme({}), "test").enterprises["acme"]).toMatchObject({ links: {}, publisherLinks: {} });
    const links = { job: "https://{enterprise}.cvtr.io/campaigns/{campaign}/jobs/{job}" };
    expect(parseSettings(withAcme({ links }), "test").enterprises["acme"]?.links).toEqual(links);
  });

  test.each([
    ["campaign", "https://{enterprise}.cvtr.io/campaigns/{campaign}"],
    ["contract", "https://{enterprise}.cvtr.io/p/{publisher}?contract={contract}&of={campaign}#terms"],
    ["publisher", "https://portal.acme.example:8443/publishers/{publisher}"],
    ["advertiser", "https://[2001:db8::1]/a/{advertiser}"],
  ])("of a %s may be %s", (kind, pattern) => {
    expect(problemOf(kind, pattern)).toEqual([]);
  });

  test.each([
    ["http://{enterprise}.cvtr.io/campaigns/{campaign}", /must begin with https:\/\//],
    ["javascript:alert({campaign})", /must begin with https:\/\//],
    ["//evil.example/{campaign}", /must begin with https:\/\//],
    [" https://a.example/{campaign}", /must begin with https:\/\//],
    ["HTTPS://a.example/{campaign}", /must begin with https:\/\//],
    ["", /must begin with https:\/\//],
    ["https://a.example/{id}", /must not hold \{id\}: it may hold \{enterprise\}, \{campaign\}, \{advertiser\}$/],
    ["https://a.example/{publisher}", /must not hold \{publisher\}/],
    ["https://a.example/{campaign}{", /braces in pairs/],
    ["https://a.example/{{campaign}}", /braces in pairs/],
    ["https://a.example/{}", /must not hold \{\}/],
    ["https://a.example/{__proto__}{campaign}", /must not hold \{__proto__\}/],
    ["https://a.example/{enterprise}", /must hold \{campaign\}, or all rows would lead to one page/],
    ["https://a.example/all", /must hold \{campaign\}/],
    ["https://a.example/{campaign} x", /browser's address line/],
    ['https://a.example/{campaign}"onclick="', /browser's address line/],
    ["https://a.example/{campaign}\r\nBcc: x", /browser's address line/],
    ["https://a.example/\u202e{campaign}", /browser's address line/],
    ["https://bücher.example/{campaign}", /browser's address line/],
    ["https://me:secret@a.example/{campaign}", /without a user name/],
    ["https:///{campaign}", /without a user name|before the first slash/],
    ["https://{campaign}.a.example/", /no id before the first slash/],
    ["https://a.example:99999/{campaign}", /must be an address with a host/],
    [`https://a.example/{campaign}${"x".repeat(500)}`, /500 characters at most/],
  ])("%j is refused when the settings are read", (pattern, problem) => {
    const [told, ...others] = problemOf("campaign", pattern);
    expect(told).toMatch(/^enterprises\.acme\.links\.campaign: /);
    expect(told).toMatch(problem);
    expect(others).toEqual([]);
  });

  test("are texts, of known kinds", () => {
    expect(problemOf("campaign", 7)).toHaveLength(1);
    expect(problemOf("lead", "https://a.example/{lead}")).toEqual(["enterprises.acme.links.lead: is not a setting"]);
  });

  test("of a publisher know neither advertisers nor jobs", () => {
    expect(problemOf("contract", "https://a.example/{campaign}/{contract}", "publisherLinks")).toEqual([]);
    expect(problemOf("campaign", "https://a.example/{campaign}/{advertiser}", "publisherLinks")[0]).toMatch(
      /must not hold \{advertiser\}/,
    );
    for (const kind of ["advertiser", "job"]) {
      expect(problemOf(kind, `https://a.example/{${kind}}`, "publisherLinks")).toEqual([
        `enterprises.acme.publisherLinks.${kind}: is not a setting`,
      ]);
    }
  });
});

import type { FaultScriptInput } from "../../../functions/local/simulated-api/faults/fault-script.ts";

/** What an error answer may hold: a token, an address, whatever the other side pleases. */
export const CANARY_TEXT = "CANARY-in-an-error canary.person@example.com Bearer CANARY-token access_token=CANARY-token";
export const CANARY_BODY = {
  error: CANARY_TEXT,
  detail: CANARY_TEXT,
  "hydra:description": CANARY_TEXT,
  trace: [CANARY_TEXT],
};

const link = "/api/v4/campaigns?itemsPerPage=100&order%5Bid%5D=asc&access_token=CANARY-in-link&page=2";
const page = { kind: "page" } as const;
/** One fault of the API each, and canaries wherever the other side can put them. */
export const API_FAULTS: Readonly<Record<string, FaultScriptInput["rules"][number]>> = {
  ...Object.fromEntries(
    [400, 401, 403, 429, 500].flatMap((status) =>
      (["login", "page"] as const).map((kind) => [
        `${status} for a ${kind}`,
        {
          fault: "status" as const,
          status,
          body: CANARY_BODY,
          headers: { "www-authenticate": CANARY_TEXT, "retry-after": "999999" },
          on: { kind },
        },
      ]),
    ),
  ),
  "HTML for a login": { fault: "html", body: `<h1>${CANARY_TEXT}</h1>`, on: { kind: "login" } },
  "HTML for a page": { fault: "html", body: `<h1>${CANARY_TEXT}</h1>`, on: page },
  "half a login": { fault: "truncate", on: { kind: "login" } },
  "half a page": { fault: "truncate", on: page },
  "a page within other text": { fault: "wrap", before: CANARY_TEXT, on: page },
  "another media type": { fault: "headers", set: { "content-type": `text/canary.person-CANARY-type` }, on: page },
  "a redirect": { fault: "redirect", location: "http://CANARY-host.example/?access_token=CANARY-token", on: page },
  "a login that is something else": {
    fault: "answer",
    set: { access_token: { token: CANARY_TEXT } },
    on: { kind: "login" },
  },
  "a token that the API refuses": {
    fault: "answer",
    set: { access_token: "CANARY-other+token/=" },
    on: { kind: "login" },
  },
  "links with a token": {
    fault: "answer",
    view: { "hydra:next": link, "hydra:last": link, "@id": `//evil/${link}` },
    on: page,
  },
  "a total that is text": { fault: "answer", set: { "hydra:totalItems": CANARY_TEXT }, on: page },
  "members that are none": { fault: "answer", set: { "hydra:member": CANARY_TEXT }, on: page },
  "wrong values": {
    fault: "members",
    places: [0],
    set: { leadsRequired: CANARY_TEXT, startTs: CANARY_TEXT, payoutAmount: CANARY_TEXT, advertiser: CANARY_TEXT },
    on: page,
  },
  "wrong ids": { fault: "members", places: [0], set: { id: CANARY_TEXT, "@id": `/api/v4/${CANARY_TEXT}` }, on: page },
  "new fields with secrets, and people for names": {
    fault: "members",
    set: {
      newField: CANARY_TEXT,
      "canary.person@example.com": 1,
      "192.0.2.7": 1,
      "Canary Person": { x: CANARY_TEXT },
    },
    on: page,
  },
  "fields renamed in all rows": {
    fault: "members",
    unset: ["apiKey", "leadsRequired"],
    set: { apikey: CANARY_TEXT },
    on: page,
  },
  resets: { fault: "reset", on: page },
};

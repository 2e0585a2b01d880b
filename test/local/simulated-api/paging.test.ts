import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memberIds, openApi } from "./api-session.ts";
import { demoWorld } from "./demo-world.ts";

describe("pages", () => {
  test("every row comes exactly once, whatever the page size", async () => {
    const { get } = await openApi();
    const all = (await get("/api/v4/campaigns?itemsPerPage=1")).body["hydra:totalItems"];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: 140 }), async (size) => {
        const seen: number[] = [];
        const pages = Math.ceil(all / Math.min(size, 100));
        for (let page = 1; page <= pages; page += 1) {
          seen.push(
            ...memberIds((await get(`/api/v4/campaigns?order[id]=asc&itemsPerPage=${size}&page=${page}`)).body),
          );
        }
        expect(seen).toEqual(seen.toSorted((a, b) => a - b));
        expect(new Set(seen).size).toBe(all);
      }),
      { numRuns: 6 },
    );
  });

  test("30 by default, 100 at most, none when none are asked for", async () => {
    const { get } = await openApi();
    const sizeOf = async (query: string) => memberIds((await get(`/api/v4/campaigns${query}`)).body).length;
    expect(await sizeOf("")).toBe(30);
    const large = (await get("/api/v4/campaigns?itemsPerPage=500")).body;
    expect([memberIds(large).length, large["hydra:view"]["hydra:next"]]).toEqual([
      100,
      "/api/v4/campaigns?itemsPerPage=500&page=2",
    ]);
    for (const none of ["0", "", "abc", "-0.5"]) {
      const { status, body } = await get(`/api/v4/campaigns?itemsPerPage=${none}`);
      expect([status, memberIds(body).length, body["hydra:totalItems"]], none).toEqual([200, 0, 250]);
    }
    // What PHP makes a number of.
    expect(await sizeOf("?itemsPerPage=7rows")).toBe(7);
    expect(await sizeOf("?itemsPerPage=2e1")).toBe(20);
    expect(await sizeOf("?itemsPerPage[]=50")).toBe(1);
  });

  test("past the end there is an empty page without a next", async () => {
    const { status, body } = await (await openApi()).get("/api/v4/campaigns?itemsPerPage=100&page=9");
    expect([status, body["hydra:member"]]).toEqual([200, []]);
    expect(body["hydra:view"]).not.toHaveProperty("hydra:next");
    expect(body["hydra:view"]["hydra:previous"]).toBe("/api/v4/campaigns?itemsPerPage=100&page=8");
    expect(body["hydra:totalItems"]).toBe(250);
  });

  test.each([
    "page=0",
    "page=",
    "page=-1",
    "page=abc",
    "page=9223372036854775808",
    "itemsPerPage=-1",
    "itemsPerPage=0&page=2",
  ])("%s is refused", async (query) => {
    const { status, body } = await (await openApi()).get(`/api/v4/campaigns?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ "@type": "hydra:Error", "hydra:title": "An error occurred" });
  });
});

describe("hydra:view", () => {
  test("links are path-absolute, echo the query with encoded brackets and end with the page", async () => {
    const { get } = await openApi();
    const query = "latest=true&order[id]=asc&id[0]=1&campaign.status[]=Ended&itemsPerPage=2";
    const { body } = await get(`/api/v4/campaign-publishers?page=2&${query.replace("&id[0]=1", "")}`);
    const path = "/api/v4/campaign-publishers?latest=true&order%5Bid%5D=asc&campaign.status%5B%5D=Ended&itemsPerPage=2";
    const last = Math.ceil(body["hydra:totalItems"] / 2);
    expect(body["hydra:view"]).toEqual({
      "@id": `${path}&page=2`,
      "@type": "hydra:PartialCollectionView",
      "hydra:first": `${path}&page=1`,
      "hydra:last": `${path}&page=${last}`,
      "hydra:previous": `${path}&page=1`,
      "hydra:next": `${path}&page=3`,
    });
    expect(body["@id"]).toBe("/api/v4/campaign-publishers");
  });

  test("a token from the query is in every link", async () => {
    const { api, token } = await openApi();
    const body = (await (await fetch(`${api.url}/api/v4/campaigns?access_token=${token}`)).json()) as {
      "hydra:view": object;
    };
    const links = Object.entries(body["hydra:view"]).filter(([key]) => key !== "@type");
    expect(links).toHaveLength(4);
    for (const [, link] of links) expect(link).toContain(`access_token=${token}`);
  });

  test("of what fits one page is absent when nothing was asked, and has no page and no links when something was", async () => {
    const { get } = await openApi({ world: demoWorld({ campaigns: 12 }) });
    const viewOf = async (query: string) => (await get(`/api/v4/campaigns${query}`)).body["hydra:view"];
    for (const query of ["", "?page=1", "?page=2", "?pagination=1"]) expect(await viewOf(query), query).toBeUndefined();
    const single = (query: string) => ({ "@id": `/api/v4/campaigns?${query}`, "@type": "hydra:PartialCollectionView" });
    expect(await viewOf("?itemsPerPage=50")).toEqual(single("itemsPerPage=50"));
    expect(await viewOf("?itemsPerPage=50&page=1")).toEqual(single("itemsPerPage=50"));
    expect(await viewOf("?page=3&itemsPerPage=50")).toEqual(single("itemsPerPage=50"));
    expect(await viewOf("?itemsPerPage=0")).toEqual(single("itemsPerPage=0"));
  });

  test("shows what was read of the query: the last of two, arrays together, places as a list", async () => {
    const { get } = await openApi();
    const query = "order[id]=asc&itemsPerPage=5&order[name]=desc&itemsPerPage=500&id[7]=1&id[]=2&name=a&name=it's";
    const { body } = await get(`/api/v4/campaigns.jsonld?${query}`);
    const read = "order[id]=asc&order[name]=desc&itemsPerPage=500&id[]=1&id[]=2&name=it%27s";
    expect(body["hydra:view"]["@id"]).toBe(
      `/api/v4/campaigns.jsonld?${read.replaceAll("[", "%5B").replaceAll("]", "%5D")}`,
    );
    expect(body["hydra:search"]["hydra:template"]).toMatch(/^\/api\/v4\/campaigns\.jsonld\{\?id,/);
  });
});

describe("representation", () => {
  test("JSON-LD by default, a plain list without @ keys for application/json", async () => {
    const { get } = await openApi();
    const any = await get("/api/v4/campaigns", { accept: "*/*" });
    expect(any.headers.get("content-type")).toBe("application/ld+json; charset=utf-8");
    expect(any.body["@context"]).toBe("/api/v4/contexts/Campaign");
    const json = await get("/api/v4/campaigns?itemsPerPage=3", { accept: "application/json" });
    expect(json.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(json.body).toHaveLength(3);
    expect(JSON.stringify(json.body)).not.toContain('"@');
  });

  test("an extension leaves one type, which the Accept header must allow", async () => {
    const { get, api, token } = await openApi();
    const typeOf = async (extension: string, accept: string) => {
      const { status, headers } = await get(`/api/v4/campaigns.${extension}`, { accept });
      return status === 200 ? headers.get("content-type")?.split(";")[0] : status;
    };
    expect(await typeOf("jsonld", "application/ld+json")).toBe("application/ld+json");
    expect(await typeOf("jsonld", "*/*")).toBe("application/ld+json");
    expect(await typeOf("jsonld", "application/json")).toBe(406);
    expect(await typeOf("json", "application/json")).toBe("application/json");
    expect(await typeOf("json", "*/*")).toBe("application/json");
    expect(await typeOf("json", "application/ld+json")).toBe(406);
    expect(await typeOf("csv", "text/csv")).toBe(404);
    const headers = { authorization: `Bearer ${token}`, accept: "" };
    const bare = await fetch(`${api.url}/api/v4/campaigns.json`, { headers });
    expect(await bare.json()).toHaveLength(30);
  });

  test.each(["text/html", "text/csv", "image/png", "application/xml;q=1"])("%s is refused", async (accept) => {
    const { status, headers } = await (await openApi()).get("/api/v4/campaigns", { accept });
    expect(status).toBe(406);
    expect(headers.get("content-type")).toMatch("application/problem+json");
  });

  test("is compressed only when asked", async () => {
    const { api, token } = await openApi();
    const raw = async (encoding: string) => {
      const { request } = await import("node:http");
      return new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, "accept-encoding": encoding };
        const asked = request(`${api.url}/api/v4/campaigns`, { headers }, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({ encoding: response.headers["content-encoding"], bytes: Buffer.concat(chunks) });
        });
        asked.on("error", reject).end();
      });
    };
    const [plain, zipped] = [await raw("identity"), await raw("gzip, deflate")];
    expect([plain.encoding, zipped.encoding]).toEqual([undefined, "gzip"]);
    expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
  });
});

describe("items", () => {
  test("are the row with its context", async () => {
    const { get } = await openApi();
    const [row] = (await get("/api/v4/campaign-processr-jobs?itemsPerPage=1")).body["hydra:member"];
    const item = await get(`/api/v4/campaign-processr-jobs/${row.id}`);
    expect(item.body).toEqual({ "@context": "/api/v4/contexts/CampaignProcessrJob", ...row });
  });

  test.each(["/api/v4/campaigns/999999", "/api/v4/campaigns/abc", "/api/v4/lead-notes", "/api/v4/", "/other"])(
    "%s is not found",
    async (path) => {
      expect((await (await openApi()).get(path)).status).toBe(404);
    },
  );

  test("nothing is written", async () => {
    const { api, token } = await openApi();
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${api.url}/api/v4/campaigns`, { method: "POST", headers })).status).toBe(405);
  });
});

import { describe, expect, test } from "vitest";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

const JSON_TYPE = { contentType: "application/json" };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : new TextDecoder().decode(body);

async function createdEtag(store: ObjectStore, key: string, text: string): Promise<string> {
  const answer = await store.create(key, bytes(text), JSON_TYPE);
  if (answer.outcome !== "created") throw new Error(`${key} was there already`);
  return answer.etag;
}

/**
 * What every adapter of the store port must do.
 * @param makeStore an empty store, of its own for each test
 */
export function storeSuite(name: string, makeStore: () => Promise<ObjectStore>): void {
  describe(`${name} keeps the store's contract`, () => {
    suiteOfReading(makeStore);
    suiteOfCreating(makeStore);
    suiteOfOverwriting(makeStore);
    suiteOfListing(makeStore);
  });
}

function suiteOfReading(makeStore: () => Promise<ObjectStore>): void {
  test("what is not there is undefined, and so is a key that only begins others or goes on below one", async () => {
    const store = await makeStore();
    await createdEtag(store, "runs/enterprise=acme/a.json", "{}");
    for (const key of ["none.json", "runs", "runs/enterprise=acme", "runs/enterprise=acme/a.json/b", "runs/a.json"]) {
      expect(await store.head(key), key).toBeUndefined();
      expect(await store.get(key), key).toBeUndefined();
    }
  });

  test("an object is read back with its bytes, size, etag and time, the same from head, get and list", async () => {
    const store = await makeStore();
    const before = Date.now();
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const key = "snapshots/campaigns/enterprise=a-1/snapshot_date=2026-11-23/campaigns.parquet";
    const created = await store.create(key, body, { contentType: "application/vnd.apache.parquet" });
    const found = await store.get(key);
    expect(found?.body).toEqual(body);
    expect(created).toEqual({ outcome: "created", etag: found?.etag });
    const { body: _, ...info } = found ?? { body };
    expect(info).toMatchObject({ key, bytes: 256, etag: expect.stringMatching(/./) });
    // S3 tells whole seconds; clocks of disk and process may differ by a tick.
    expect(found?.lastModified).toBeGreaterThan(before - 2_000);
    expect(found?.lastModified).toBeLessThan(Date.now() + 2_000);
    const whole = (at: number | undefined): number => Math.floor((at ?? 0) / 1000);
    for (const other of [await store.head(key), (await store.list("snapshots/"))[0]]) {
      expect({ ...other, lastModified: whole(other?.lastModified) }).toEqual({
        ...info,
        lastModified: whole(found?.lastModified),
      });
    }
  });

  test("an empty body is an object", async () => {
    const store = await makeStore();
    await createdEtag(store, "digests/empty.txt", "");
    expect((await store.get("digests/empty.txt"))?.body.length).toBe(0);
    expect((await store.head("digests/empty.txt"))?.bytes).toBe(0);
  });

  test("a body of 12 MB comes back byte for byte", async () => {
    const store = await makeStore();
    const big = new Uint8Array(12 * 1024 * 1024);
    for (let at = 0, value = 1; at < big.length; at += 997) {
      value = (value * 1103515245 + 12345) % 2147483648;
      big[at] = value & 0xff;
    }
    const created = await store.create("snapshots/big.parquet", big, JSON_TYPE);
    expect(created.outcome).toBe("created");
    const found = await store.get("snapshots/big.parquet");
    expect(Buffer.compare(found?.body ?? new Uint8Array(), big)).toBe(0);
  });
}

function suiteOfCreating(makeStore: () => Promise<ObjectStore>): void {
  test("a key is created once; the second create changes nothing", async () => {
    const store = await makeStore();
    const etag = await createdEtag(store, "runs/a.json", "first");
    expect(await store.create("runs/a.json", bytes("second"), JSON_TYPE)).toEqual({ outcome: "exists" });
    expect(await store.get("runs/a.json")).toMatchObject({ etag, body: bytes("first") });
  });

  test("of creates at the same time exactly one wins, and its body is what lies there", async () => {
    const store = await makeStore();
    const bodies = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
    const answers = await Promise.all(bodies.map((body) => store.create("runs/b.json", bytes(body), JSON_TYPE)));
    const winners = bodies.filter((_, index) => answers[index]?.outcome === "created");
    expect(winners).toHaveLength(1);
    expect(textOf((await store.get("runs/b.json"))?.body)).toBe(winners[0]);
  });
}

function suiteOfOverwriting(makeStore: () => Promise<ObjectStore>): void {
  test("an overwrite with the right etag replaces, and gives the etag of the new version", async () => {
    const store = await makeStore();
    const etag = await createdEtag(store, "a/b.json", "one");
    const answer = await store.overwrite("a/b.json", bytes("two, longer"), { ...JSON_TYPE, ifMatch: etag });
    const found = await store.get("a/b.json");
    expect(answer).toEqual({ outcome: "replaced", etag: found?.etag });
    expect(found?.etag).not.toBe(etag);
    expect(textOf(found?.body)).toBe("two, longer");
  });

  test("an overwrite with the etag of an older version changes nothing", async () => {
    const store = await makeStore();
    const first = await createdEtag(store, "a/b.json", "one");
    await store.overwrite("a/b.json", bytes("two"), { ...JSON_TYPE, ifMatch: first });
    const answer = await store.overwrite("a/b.json", bytes("three"), { ...JSON_TYPE, ifMatch: first });
    expect(answer).toEqual({ outcome: "changed" });
    expect(textOf((await store.get("a/b.json"))?.body)).toBe("two");
  });

  test("an overwrite of what is not there writes nothing", async () => {
    const store = await makeStore();
    const etag = await createdEtag(store, "a/b.json", "one");
    expect(await store.overwrite("a/c.json", bytes("x"), { ...JSON_TYPE, ifMatch: etag })).toEqual({ outcome: "gone" });
    expect(await store.head("a/c.json")).toBeUndefined();
  });

  test("of overwrites of one version at the same time exactly one wins", async () => {
    const store = await makeStore();
    const etag = await createdEtag(store, "a/b.json", "one");
    const bodies = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
    const answers = await Promise.all(
      bodies.map((body) => store.overwrite("a/b.json", bytes(body), { ...JSON_TYPE, ifMatch: etag })),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array(11).fill("changed"), "replaced"]);
    const winner = bodies[answers.findIndex(({ outcome }) => outcome === "replaced")];
    expect(textOf((await store.get("a/b.json"))?.body)).toBe(winner);
  });

  test("who reads during overwrites gets a whole version with its own etag", async () => {
    const store = await makeStore();
    const versions = Array.from({ length: 8 }, (_, index) => String(index).repeat(200_000 + index));
    let etag = await createdEtag(store, "a/b.json", versions[0] ?? "");
    const etags = new Map([[etag, versions[0]]]);
    const seen: { etag: string; text: string | undefined }[] = [];
    let writing = true;
    const read = async (): Promise<void> => {
      while (writing) {
        const found = await store.get("a/b.json");
        seen.push({ etag: found?.etag ?? "absent", text: textOf(found?.body) });
      }
    };
    const readers = [read(), read()];
    for (const version of versions.slice(1)) {
      const answer = await store.overwrite("a/b.json", bytes(version), { ...JSON_TYPE, ifMatch: etag });
      if (answer.outcome !== "replaced") throw new Error(answer.outcome);
      etag = answer.etag;
      etags.set(etag, version);
    }
    writing = false;
    await Promise.all(readers);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ etag: tag, text }) => text !== undefined && etags.get(tag) === text)).toBe(true);
  });
}

function suiteOfListing(makeStore: () => Promise<ObjectStore>): void {
  test("list gives keys in byte order, whatever the order of writing", async () => {
    const store = await makeStore();
    const keys = [
      "a=1/b.json",
      "a/b.json",
      "a-1/b.json",
      "a/b/c.json",
      "a/B.json",
      "a/b-1.json",
      "a/b1.json",
      "Z/a.json",
    ];
    for (const key of keys) await createdEtag(store, key, key);
    const found = await store.list("");
    expect(found.map(({ key }) => key)).toEqual(
      [...keys].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
  });

  test("list takes what starts with the prefix, also when the prefix ends within a name", async () => {
    const store = await makeStore();
    for (const key of [
      "runs/acme/campaigns-1.json",
      "runs/acme/contracts-1.json",
      "runs/acme-2/campaigns-1.json",
      "run",
    ]) {
      await createdEtag(store, key, key);
    }
    const keysOf = async (prefix: string) => (await store.list(prefix)).map(({ key }) => key);
    expect(await keysOf("runs/acme/c")).toEqual(["runs/acme/campaigns-1.json", "runs/acme/contracts-1.json"]);
    expect(await keysOf("runs/acme/ca")).toEqual(["runs/acme/campaigns-1.json"]);
    expect(await keysOf("runs/acme")).toEqual([
      "runs/acme-2/campaigns-1.json",
      "runs/acme/campaigns-1.json",
      "runs/acme/contracts-1.json",
    ]);
    expect(await keysOf("nothing/here/")).toEqual([]);
  });

  test("list gives all of more than 1000 objects", async () => {
    const store = await makeStore();
    const keys = Array.from({ length: 1_101 }, (_, index) => `deliveries/day/${String(index).padStart(5, "0")}.json`);
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(keys.slice(at, at + 50).map((key) => store.create(key, bytes(key), JSON_TYPE)));
    }
    const found = await store.list("deliveries/day/");
    expect(found.map(({ key }) => key)).toEqual(keys);
    expect(new Set(found.map(({ etag }) => etag)).size).toBe(keys.length);
  });
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { readDeployment } from "../../functions/local/aws/deployment.ts";
import { readSettings } from "../../functions/local/settings.ts";
import { type FaultScriptInput, readFaultScript } from "../../functions/local/simulated-api/faults/fault-script.ts";
import type { World } from "../../functions/local/simulated-api/world.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { createRowChecker } from "../../shared/catalog/rows/check-row.ts";
import { complaintOf } from "../../shared/convertr/http/error-answer.ts";
import { parseJson } from "../../shared/platform/json.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";
import { authKey } from "../../shared/snapshot/keys.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import { parseRunRecord } from "../../shared/snapshot/run-record.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";
import { faultTest } from "./fault-test.ts";
import { type AccountOptions, openFreshAccount, openJobAccount, TODAY } from "./job-account.ts";
import { idsTo, rowWorld, ZONE } from "./row-world.ts";

type Rule = FaultScriptInput["rules"][number];
const CAMPAIGNS = { collection: "campaigns" } as const;
const HYDRA = { "@type": "hydra:Error", "hydra:title": "An error occurred" };

/** The error of a pull that the rule befalls, and how often page 3 was asked for. */
async function failure(rule: Rule, options: AccountOptions = {}) {
  const account = await openJobAccount({ rules: [rule], ...options });
  const error = await account.fails();
  return { error, account, tries: account.seen.filter(({ kind, page }) => kind === "page" && page === 3).length };
}

for (const status of [400, 500]) {
  faultTest("A80", String(status), async () => {
    const body = { ...HYDRA, "hydra:description": "Malformed UTF-8 characters, possibly incorrectly encoded" };
    const { error, tries } = await failure({ fault: "status", status, body, on: { page: 3 } });
    expect([error.name, tries]).toEqual(["BadResponse", 1]);
    expect(error.message).toContain("a record of it holds malformed UTF-8");
    expect(error.message).not.toContain("enterprise's name");
  });
}

faultTest("A81", "", async () => {
  const grows: Rule = { fault: "insert", ...CAMPAIGNS, count: 2, on: { kind: "page" } };
  const account = await openJobAccount({ rules: [grows], concurrency: 1 });
  const record = await account.publishes();
  expect(record.totalItems?.last).toBeGreaterThan(70);
  expect(account.log.filter(({ event }) => event === "convertr-pull-again")).toEqual([]);
});

faultTest("A82", "", async () => {
  const whole: Rule = { fault: "query", set: { itemsPerPage: "100", page: "1" }, on: { kind: "page" } };
  const account = await openJobAccount({ rules: [{ ...whole, echo: true }] });
  expect(await account.publishes()).toMatchObject({ pages: 1, rows: 60, duplicates: 0 });
});

faultTest("A83", "", async () => {
  const clamped: Rule = { fault: "query", set: { itemsPerPage: "4" }, echo: true, on: { requests: 2 } };
  const grows: Rule = { fault: "insert", ...CAMPAIGNS, count: 1, on: { kind: "page", times: 6 } };
  const account = await openJobAccount({ rules: [clamped, grows], concurrency: 1 });
  await account.publishes();
  expect(account.log.filter(({ event }) => event === "convertr-sequential")).toEqual([]);
});

faultTest("A84", "", async () => {
  const account = await openJobAccount({ rules: [{ fault: "status", status: 404, on: { page: { from: 7 } } }] });
  expect(await account.publishes()).toMatchObject({ rows: 60, retries: 0 });
});

faultTest("A85", "", async () => {
  const { error } = await failure({ fault: "html", status: 403, on: { page: 3 } });
  expect(error).toMatchObject({ name: "BadResponse", message: expect.stringContaining("firewall") });
  expect(error.message).not.toMatch(/role/);
});

/** Campaigns whose names have a letter that each charset writes in its own way. */
const accented = () => rowWorld(idsTo(60), (id) => ({ name: `Caf\u00e9 ${id}` }));

faultTest("A86", "not as it says", async () => {
  const { error, tries } = await failure({ fault: "latin-1", on: { page: 3 } }, { world: accented() });
  expect([error.name, tries]).toEqual(["BadResponse", 1]);
  expect(error.message).toContain("name the charset in Content-Type");
});
faultTest("A86", "as it says", async () => {
  const account = await openFreshAccount({
    world: accented(),
    rules: [{ fault: "latin-1", declared: true, on: { kind: "page" } }],
  });
  await account.publishes();
  expect((await account.rows())[0]).toMatchObject({ name: "Caf\u00e9 1" });
});

for (const as of ["x-gzip", "deflate", "deflate-raw", "br", "zstd", ""] as const) {
  faultTest("A87", as, async () => {
    const account = await openJobAccount({ rules: [{ fault: "encode", as, on: { kind: "page" } }] });
    expect(await account.publishes()).toMatchObject({ retries: 0 });
  });
}
for (const by of ["two-lengths", "length-and-chunks", "chunk-size", "no-head"] as const) {
  faultTest("A88", by, async () => {
    const { error, tries } = await failure({ fault: "framing", by, on: { page: 3 } });
    expect([error.name, error.retryable, tries]).toEqual(["BadResponse", false, 1]);
    expect(error.message).toContain("broken HTTP");
  });
}

const refusal: Rule = { fault: "status", status: 400, body: { error: "invalid_grant" }, on: { kind: "login" } };
faultTest("A89", "", async () => {
  const store = createMemoryStore();
  const unwritable = {
    ...store,
    create: (key: string, ...rest: never[]) => {
      if (key === authKey("acme")) throw new Error("read-only");
      return (store.create as (...given: unknown[]) => ReturnType<typeof store.create>)(key, ...rest);
    },
  } as typeof store;
  const account = await openFreshAccount({ rules: [refusal], store: unwritable });
  for (const _ of [1, 2, 3]) {
    expect(await account.fails()).toMatchObject({
      message: expect.stringContaining("the next run tries them once more"),
    });
  }
  expect(account.api.stats.logins).toBe(1);
});

for (const [named, rule] of [
  ["locked", { ...refusal, body: { error: "invalid_grant", error_description: "User account is locked." } }],
  ["disabled", { ...refusal, status: 401, body: { message: "Account is disabled." } }],
  ["423", { ...refusal, status: 423 }],
  ["HTML", { fault: "html", status: 401, on: { kind: "login" } }],
] as const) {
  faultTest("A90", named, async () => {
    const account = await openJobAccount({ rules: [rule as Rule] });
    expect(["AuthFailed", "BadResponse"]).toContain((await account.fails()).name);
    expect(await account.store.get(authKey("acme"))).toBeUndefined();
  });
}

faultTest("A91", "", () => {
  const megabyte = (part: string) => part.repeat(Math.ceil(1_000_000 / part.length));
  const started = performance.now();
  for (const part of [
    "user ",
    "account user lock ",
    "password ",
    "password has ",
    " ",
    "mfa",
    "multi ",
    "too ",
    '\\"',
  ]) {
    const text = megabyte(part);
    complaintOf(Buffer.from(text));
    complaintOf(Buffer.from(JSON.stringify({ message: text, detail: text, "hydra:description": text })));
    createRedactor().redact(`"password":"${text}`);
    createRedactor().redact(text);
  }
  // Seconds for each of them, when patterns look at all of it from every place.
  expect(performance.now() - started).toBeLessThan(5_000);
});

faultTest("W32", "", async () => {
  const store = createMemoryStore();
  const latin1 = Buffer.from('{"enterprise":"acme","refused_versions":["caf\u00e9"]}', "latin1");
  await store.create(authKey("acme"), latin1, { contentType: "application/json" });
  await expect(createRefusedSecrets(store).read("acme")).rejects.toMatchObject({
    name: "StoreFailed",
    where: authKey("acme"),
  });
  const account = await openFreshAccount({ store });
  expect(await account.fails()).toMatchObject({ name: "StoreFailed" });
  expect(account.api.stats.requests).toBe(0);
  const good = (await (await openJobAccount()).publishes()) && account;
  const [record] = (await good.store.list("runs/")).map(({ key }) => key);
  const line = (await store.get(record ?? ""))?.body ?? new Uint8Array();
  const spoiled = Buffer.from(Buffer.from(line).toString("utf8").replace("acme", "acm\u00e9"), "latin1");
  expect(() => parseRunRecord(spoiled, "runs/x.json")).toThrow("runs/x.json");
});

async function file(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "edited-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "edited.json");
  await writeFile(path, content);
  return path;
}

const STACK = { stack: "Stack" };
const SETTINGS = {
  from: "reports@acme.example",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-10-01",
  enterprises: { acme: { timeZone: "UTC" } },
};
faultTest("I13", "a mark before it", async () => {
  const path = await file(`\ufeff${JSON.stringify(SETTINGS)}`);
  expect(Object.keys((await readSettings(path)).enterprises)).toEqual(["acme"]);
  const outputs = [
    "Bucket",
    "GlueDatabase",
    "AthenaWorkGroup",
    "AlertTopic",
    "NoticeTopic",
    "ScheduleGroup",
    "ConfigurationSet",
  ];
  const filed = { Stack: Object.fromEntries(outputs.map((name) => [name, `the ${name}`])) };
  const deployment = await readDeployment(STACK, await file(`\ufeff${JSON.stringify(filed)}`));
  expect(deployment.Bucket).toBe("the Bucket");
});
for (const [named, content, told] of [
  ["a comma too many", '{\n  "from": "a",\n}', "line 3, column 1"],
  ["another charset", Buffer.from('{\n  "from": "caf\u00e9"\n}', "latin1"), "not UTF-8: line 2, column 15"],
  ["UTF-16", Buffer.from("\ufeff{}", "utf16le"), "save it as UTF-8"],
] as const) {
  faultTest("I13", named, async () => {
    const path = await file(content);
    await expect(readSettings(path)).rejects.toMatchObject({ name: "InvalidSettings", where: path });
    const reads = [() => readSettings(path), () => readDeployment(STACK, path), () => readFaultScript(path)];
    for (const read of reads) await expect(read()).rejects.toThrow(told);
  });
}

faultTest("T17", "", async () => {
  const linked: Rule = { fault: "members", set: { advertiser: "/api/v4/advertisers/41" }, on: { kind: "page" } };
  const account = await openJobAccount({ rules: [linked] });
  const record = await account.publishes();
  expect((await account.rows())[0]).toMatchObject({ advertiser_id: 41, advertiser_name: null });
  expect(record.nulled?.map(({ column, count }) => [column, count])).toEqual([["advertiser_name", 60]]);
});
/** What a server sends that leaves out nulls, at every level. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}
faultTest("T18", "", async () => {
  const shown = rowWorld(idsTo(60));
  const record: World["record"] = (...asked) => withoutNulls(shown.record(...asked)) as ReturnType<World["record"]>;
  const account = await openJobAccount({ world: { ...shown, record } });
  expect(await account.publishes()).toMatchObject({ degraded: false, nulled: [], drift: { missing: [] } });
});
for (const text of ["9007199254740993", "12345678901234.56789", "1e400", "55.10000000000000000001"]) {
  faultTest("T19", text, () => {
    const record = rowWorld([1]).record("campaigns", 1, 0) ?? {};
    const marked = JSON.stringify({ ...record, payoutAmount: "EXACT", leadsRequired: "EXACT" });
    const member = parseJson(marked.replaceAll('"EXACT"', text)) as Readonly<Record<string, unknown>>;
    const context = { timeZone: ZONE, snapshotAt: 0, activityDate: TODAY, runId: "run" };
    const { row, nulled } = createRowChecker(DATASETS.campaigns, context).check(member);
    expect(row).toMatchObject({ payout_amount: null, leads_required: null });
    const reason = "a number with more digits than JSON carries exactly";
    expect(nulled.toSorted((a, b) => a.column.localeCompare(b.column))).toEqual([
      { column: "leads_required", reason },
      { column: "payout_amount", reason },
    ]);
  });
}

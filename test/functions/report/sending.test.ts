import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Email } from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../../../shared/catalog/column.ts";
import type { SendOutcome } from "../../../shared/digest/delivery/mailer.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createDataFolder, type DataFolder } from "../../catalog/data-folder.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { inSteps, type Step } from "../../faults/crash/steps.ts";
import { DATE, openReportWorld } from "./report-world.ts";

let data: DataFolder;
const contract = (id: number, publisher: number): Row => ({ id, publisher_id: publisher, billable_leads: id });
beforeAll(async () => {
  data = await createDataFolder();
  await data.publish({
    dataset: "publisher-contracts",
    date: DATE,
    rows: [contract(1, 12), contract(2, 13), contract(3, 14)],
  });
});
afterAll(() => rm(data.path, { recursive: true }));

const FILES = { "leads.sql": "SELECT id, billable_leads FROM publisher_contracts", "other.sql": "SELECT 1 AS one" };
const TEAM = { title: "Leads", to: ["one@acme.example", "two@acme.example"], parts: [{ file: "leads.sql" }] };
const LISTS = { "12": ["a@pub.example"], "13": ["b@pub.example"], "14": ["c@pub.example"] };
const BURST = { ...TEAM, audience: "publisher", to: LISTS };
const open = (report: object, more: Parameters<typeof openReportWorld>[3] = {}) =>
  openReportWorld(data.path, { leads: report }, FILES, more);

const addressed = (mails: readonly Email[]): string[] =>
  mails.map(({ to, subject }) => `${to?.[0]?.address}: ${subject}`).sort();
const memberOf = (sql: string): number => Number(/publisher_id = (\d+)/.exec(sql)?.[1]);
const scheduled = { scheduledTime: `${DATE}T07:00:00Z` };
const catchUp = { scheduledTime: `${DATE}T08:00:00Z` };

describe("a report to the team", () => {
  test("goes to each recipient once, with its workbook, and the ledger knows it by its name", async () => {
    const world = await open(TEAM);
    const answer = await world.run(scheduled);
    expect(answer.members).toMatchObject([
      {
        ...{ member: null, outcome: "sent", subject: "Leads, Mon 23 Nov: 3 rows" },
        ...{ recipients: [{ state: "sent" }, { state: "sent" }], parts: [{ name: "leads", rows: 3 }] },
      },
    ]);
    const mails = await world.outbox();
    expect(addressed(mails)).toEqual(TEAM.to.map((to) => `${to}: Leads, Mon 23 Nov: 3 rows`));
    expect(mails[0]?.attachments.map(({ filename }) => filename)).toEqual([`leads-${DATE}.xlsx`]);
    expect(mails[0]?.html?.trim()).toBe(String((await world.kept()).get(`${PREFIX}report.html`)).trim());
    const ledger = await createFolderStore(data.path).list(
      `deliveries/enterprise=acme/digest_date=${DATE}/report.leads-`,
    );
    expect(ledger).toHaveLength(2);
    expect(world.metrics).toEqual([
      ["ReportSucceeded", 1],
      ["MailsSent", 2],
      ["MailsFailed", 0],
      ["MailsUnknown", 0],
    ]);
    expect(world.logged.join()).not.toMatch(/@/);
  });

  test("asks no query and sends nothing when all have it", async () => {
    const world = await open(TEAM);
    await world.run(scheduled);
    expect((await world.run(catchUp)).outcome).toBe("already-sent");
    expect(world.asked).toHaveLength(1);
    expect(await world.outbox()).toHaveLength(2);
  });

  test("is sent once by two runs at the same time", async () => {
    const world = await open(TEAM);
    await Promise.all([world.run(scheduled), world.run(scheduled)]);
    expect(await world.outbox()).toHaveLength(2);
  });

  test("as a test goes to the address asked for alone, and uses up nothing", async () => {
    const world = await open(TEAM);
    expect((await world.run({ to: ["me@acme.example"] })).outcome).toBe("sent");
    expect(addressed(await world.outbox())).toEqual(["me@acme.example: [Test] Leads, Mon 23 Nov: 3 rows"]);
    expect((await world.run(scheduled)).outcome).toBe("sent");
  });

  test("takes CSV files along, one for each part", async () => {
    const world = await open({ ...TEAM, attach: "csv", parts: [{ file: "leads.sql" }, { file: "other.sql" }] });
    await world.run();
    const [mail] = await world.outbox();
    expect(mail?.attachments.map(({ filename }) => filename)).toEqual([
      `leads-leads-${DATE}.csv`,
      `leads-other-${DATE}.csv`,
    ]);
  });
});

const PREFIX = `enterprise=acme/report_date=${DATE}/leads/`;

describe("a report to many", () => {
  /** Fails for publisher 13 as long as it is told to. */
  function faulty(): { readonly engine: QueryEngine; isBroken: boolean } {
    const world = {
      isBroken: true,
      engine: {
        run: async (sql: string) => {
          if (world.isBroken && memberOf(sql) === 13) {
            const details = { what: "cannot cast 'Jane Doe' to bigint", where: "report leads, part leads, member 13" };
            throw new ReportsError("QueryFailed", { ...details, remedy: "Correct the SQL" });
          }
          return { columns: [{ name: "id", kind: "integer" as const }], rows: [[1n]] };
        },
      },
    };
    return world;
  }

  test("sends the others theirs where one fails, tells the owner once and without data, and heals by the catch-up", async () => {
    const fault = faulty();
    const world = await open(BURST, { engine: fault.engine });
    const first = await world.run(scheduled);
    expect([first.outcome, ...first.members.map(({ outcome }) => outcome)]).toEqual([
      "partial",
      "sent",
      "failed",
      "sent",
    ]);
    expect(world.metrics).toContainEqual(["ReportsFailed", 1]);
    const again = await world.run(catchUp);
    expect(again.members.map(({ outcome }) => outcome)).toEqual(["already-sent", "failed", "already-sent"]);
    expect(world.metrics.filter(([name]) => name === "ReportsFailed")).toHaveLength(1);
    const notices = (await world.outbox()).filter(({ to }) => to?.[0]?.address === "ops@acme.example");
    expect(notices.map(({ subject }) => subject)).toEqual(["Report leads of acme for publisher 13, 24 Nov: not sent"]);
    expect(notices[0]?.text).toContain("QueryFailed, report leads, part leads, member 13.");
    expect(notices[0]?.text).toContain(`reports/${PREFIX}13/leads.sql`);
    expect(`${notices[0]?.text}${world.logged.join()}`).not.toContain("Jane Doe");
    fault.isBroken = false;
    expect((await world.run({ ...scheduled, scheduledTime: `${DATE}T08:30:00Z` })).outcome).toBe("sent");
    expect(addressed(await world.outbox()).filter((mail) => mail.startsWith("b@pub"))).toHaveLength(1);
  });

  const numbered = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at + 1), [`p${at + 1}@pub.example`]]));
  const noticesOf = async (world: Awaited<ReturnType<typeof open>>) =>
    (await world.outbox()).filter(({ to }) => to?.[0]?.address === "ops@acme.example");
  const failingFor = (isBroken: (member: number) => boolean): QueryEngine => ({
    run: async (sql, { where }) => {
      if (!isBroken(memberOf(sql))) return { columns: [{ name: "id", kind: "integer" }], rows: [[1n]] };
      throw new ReportsError("QueryFailed", { what: "canary", where, remedy: "Correct the SQL" });
    },
  });

  test("tells the owner of all that fail in one notice, with error, place and SQL of each, however many runs there are", async () => {
    const world = await open({ ...BURST, to: numbered(24) }, { engine: failingFor(() => true) });
    const both = await Promise.all([world.run(scheduled), world.run(scheduled)]);
    for (const { outcome, members } of both) {
      expect(outcome).toBe("failed");
      for (const { reason } of members) expect(reason).toMatch(/^QueryFailed, report leads, .* The owner was told\.$/);
    }
    await world.run(catchUp);
    await world.run({ force: true });
    const mails = await world.outbox();
    expect(mails.map(({ to, subject }) => [to?.[0]?.address, subject])).toEqual([
      ["ops@acme.example", "Report leads of acme for 24 of 24 publishers, 24 Nov: not sent"],
    ]);
    const lines = String(mails[0]?.text).split(/\r?\n/);
    for (let id = 1; id <= 24; id += 1) {
      expect(lines).toContain(
        `${id}: QueryFailed, report leads, part leads, member ${id}. SQL: reports/${PREFIX}${id}/leads.sql`,
      );
    }
    expect(lines.filter((line) => line.startsWith("Paste the SQL into Athena"))).toHaveLength(1);
    expect(`${mails[0]?.text}${world.logged.join()}`).not.toContain("canary");
    const ledger = await createFolderStore(data.path).list(`deliveries/enterprise=acme/digest_date=${DATE}/owner.`);
    expect(ledger.map(({ key }) => key.split("/").at(-1))).toEqual([
      expect.stringMatching(/^owner\.report\.leads-[0-9a-f]{16}\.json$/),
    ]);
  });

  test("tells of a member that was asked for alone by itself, so that the others' notice still comes", async () => {
    const world = await open(BURST, { engine: failingFor((id) => id !== 14) });
    await world.run({ member: 13 });
    await world.run(scheduled);
    await world.run(catchUp);
    expect((await noticesOf(world)).map(({ subject }) => subject).sort()).toEqual([
      "Report leads of acme for 2 of 3 publishers, 24 Nov: not sent",
      "Report leads of acme for publisher 13, 24 Nov: not sent",
    ]);
  });

  test("has time left to tell the owner when the run's time for members is over", async () => {
    const stopAt = Date.parse(`${DATE}T09:00:00Z`);
    const engine: QueryEngine = {
      run: async (_, { where }) => {
        world.now = stopAt + 1_000;
        throw new ReportsError("QueryFailed", { what: "x", where, remedy: "y" });
      },
    };
    const world = await open({ ...BURST, to: numbered(9) }, { engine, stopAt });
    const { members } = await world.run(scheduled);
    expect(members.map(({ outcome }) => outcome)).toEqual([...Array(4).fill("failed"), ...Array(5).fill("deferred")]);
    expect((await noticesOf(world)).map(({ subject }) => subject)).toEqual([
      "Report leads of acme for 4 of 9 publishers, 24 Nov: not sent",
    ]);
  });

  test("stops no other member by what nobody foresaw, and throws it when all have had their turn", async () => {
    const engine: QueryEngine = {
      run: async (sql) => {
        if (memberOf(sql) === 12) throw new RangeError("unforeseen");
        return { columns: [{ name: "id", kind: "integer" }], rows: [[1n]] };
      },
    };
    const to = {
      ...LISTS,
      ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at + 20}`, ["x@pub.example"]])),
    };
    const world = await open({ ...BURST, to }, { engine });
    await expect(world.run(scheduled)).rejects.toThrow("unforeseen");
    expect((await world.outbox()).length).toBe(10);
    expect(JSON.parse(String((await world.kept()).get(`${PREFIX}12/outcome.json`)))).toMatchObject({
      outcome: "failed",
    });
    expect(world.metrics).toContainEqual(["ReportsFailed", 1]);
  });

  test("whose ledger cannot be read stops no other", async () => {
    const world = await open(BURST);
    await world.run({ member: 12 });
    const [mail] = await createFolderStore(data.path).list(`deliveries/enterprise=acme/digest_date=${DATE}/report.`);
    await writeFile(join(data.path, mail?.key ?? ""), "no record");
    const { members } = await world.run(scheduled);
    expect(members.map(({ outcome }) => outcome)).toEqual(["not-sent", "sent", "sent"]);
    expect((await world.outbox()).length).toBe(3);
  });

  test("gives each query a name that is the same for the same time of the schedule, and for no other", async () => {
    const names: (string | undefined)[] = [];
    const engine: QueryEngine = {
      run: async (_, { once }) => {
        names.push(once);
        return { columns: [{ name: "id", kind: "integer" }], rows: [] };
      },
    };
    const world = await open({ ...BURST, send: "when-rows" }, { engine });
    for (const event of [scheduled, scheduled, catchUp]) await world.run({ ...event, force: true });
    const [first, second, third] = [0, 3, 6].map((at) => names.slice(at, at + 3).sort());
    expect(new Set(first).size).toBe(3);
    expect(second).toEqual(first);
    expect(new Set([...(first ?? []), ...(third ?? [])]).size).toBe(6);
  });

  test("asks no query again on the day of which an earlier run of the schedule found nothing to tell", async () => {
    const engine: QueryEngine = { run: async () => ({ columns: [{ name: "id", kind: "integer" }], rows: [] }) };
    const world = await open({ ...BURST, send: "when-rows" }, { engine });
    expect((await world.run(scheduled)).outcome).toBe("empty");
    expect((await world.run(catchUp)).outcome).toBe("empty");
    expect(world.asked).toHaveLength(3);
    expect(world.metrics.filter(([name]) => name === "ReportSucceeded")).toHaveLength(2);
  });

  test("leaves members whose turn does not come to a later run, and says so", async () => {
    const started: number[] = [];
    const engine: QueryEngine = {
      run: async (sql) => {
        started.push(memberOf(sql));
        world.now = Date.parse(`${DATE}T10:00:00Z`);
        return { columns: [{ name: "id", kind: "integer" }], rows: [[1n]] };
      },
    };
    const to = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [String(at + 1), [`p${at}@pub.example`]]));
    const world = await open({ ...BURST, to }, { engine, stopAt: Date.parse(`${DATE}T09:00:00Z`) });
    const answer = await world.run(scheduled);
    expect(answer.outcome).toBe("partial");
    expect(started.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect(answer.members.slice(4).map(({ outcome }) => outcome)).toEqual(Array(5).fill("deferred"));
  });

  test("must name whose report is tested", async () => {
    const world = await open(BURST);
    await expect(world.run({ to: ["me@acme.example"] })).rejects.toThrow(/names whose it is .*Name one of 12, 13, 14/);
    expect((await world.run({ to: ["me@acme.example"], member: 12 })).outcome).toBe("sent");
  });

  test("tells each its own rows alone, and is done only when all were asked for", async () => {
    const world = await open({ ...BURST, parts: [{ file: "leads.sql" }] });
    await world.run({ member: 13 });
    expect(world.metrics.map(([name]) => name)).not.toContain("ReportSucceeded");
    const [mail] = await world.outbox();
    expect(mail?.to?.[0]?.address).toBe("b@pub.example");
    expect(mail?.text).toMatch(/^2 +2$/m);
  });
});

describe("what lies beside an older run's files", () => {
  test("says by outcome.json that the day's last run failed, however good the one before was", async () => {
    let broken = false;
    const engine: QueryEngine = {
      run: async () => {
        if (broken) throw new ReportsError("QueryFailed", { what: "x", where: "part", remedy: "y" });
        return { columns: [{ name: "id", kind: "integer" }], rows: [[1n]] };
      },
    };
    const world = await open(TEAM, { engine });
    await world.run();
    broken = true;
    await world.run({ force: true });
    const kept = await world.kept();
    expect(kept.has(`${PREFIX}report.html`)).toBe(true);
    expect(JSON.parse(String(kept.get(`${PREFIX}outcome.json`)))).toEqual({
      ...{ run_id: "run-2", outcome: "failed", reason: "QueryFailed, part.", rows: {} },
    });
    expect(kept.has(`${PREFIX}not-sent.json`)).toBe(false);
  });
});

test("what was sent stays sent where the day's last word cannot be kept, and nobody gets it twice", async () => {
  const folder = createFolderStore(data.path);
  const refusing =
    (put: ObjectStore["create"]): ObjectStore["create"] =>
    (key, ...rest) => {
      const details = { what: "S3 refused it", where: "outcome.json", remedy: "Look" };
      return key.endsWith("outcome.json")
        ? Promise.reject(new ReportsError("StoreFailed", details))
        : put(key, ...rest);
    };
  const world = await open(TEAM, { store: { ...folder, create: refusing(folder.create) } });
  const [member] = (await world.run(scheduled)).members;
  expect(member).toMatchObject({
    outcome: "sent",
    reason: expect.stringContaining("outcome.json could not be written"),
  });
  expect((await world.run(scheduled)).outcome).toBe("already-sent");
  expect(await world.outbox()).toHaveLength(2);
});

describe("a mail service that", () => {
  const answering = (answers: readonly SendOutcome[]) => {
    let asked = 0;
    return { send: async () => answers[asked++] ?? ({ state: "sent", messageId: "m" } as const) };
  };
  test("is too busy is tried again by the catch-up, without a second mail to whom it took", async () => {
    const busy = { state: "failed", reason: "SES: Maximum sending rate exceeded", retryable: true } as const;
    const world = await open(TEAM, { mailer: answering([{ state: "sent", messageId: "1" }, busy]) });
    expect((await world.run(scheduled)).outcome).toBe("partial");
    expect(world.metrics).toContainEqual(["ReportNotSent", 1]);
    expect((await world.run(catchUp)).members[0]?.recipients.map(({ state }) => state)).toEqual([
      "already-sent",
      "sent",
    ]);
  });

  test("refuses one of three is told of once, and the other two have theirs once", async () => {
    const refused = { state: "failed", reason: "SES: MessageRejected" } as const;
    const to = ["one@acme.example", "two@acme.example", "three@acme.example"];
    const world = await open({ ...TEAM, to }, { mailer: answering([{ state: "sent", messageId: "1" }, refused]) });
    for (const event of [scheduled, catchUp]) {
      const { outcome, members } = await world.run(event);
      expect([outcome, members[0]?.recipients.map(({ state }) => state.replace("already-", ""))]).toEqual([
        "partial",
        ["sent", "failed", "sent"],
      ]);
    }
    expect(world.metrics.filter(([name]) => name === "ReportNotSent")).toHaveLength(1);
    expect(world.asked).toHaveLength(1);
  });

  test("refuses is told of once", async () => {
    const refused = { state: "failed", reason: "SES: MessageRejected" } as const;
    const world = await open(TEAM, { mailer: answering([refused, refused]) });
    expect((await world.run(scheduled)).outcome).toBe("not-sent");
    expect((await world.run(catchUp)).outcome).toBe("not-sent");
    expect(world.metrics.filter(([name]) => name === "ReportNotSent")).toHaveLength(1);
    expect(world.asked).toHaveLength(1);
  });
});

describe("the gate", () => {
  const CAMPAIGNS = { ...TEAM, latest: "09:00", parts: [{ query: "pacing" }] };
  const atNine = async () => {
    const world = await open(CAMPAIGNS);
    world.now = Date.parse(`${DATE}T09:00:00Z`);
    return world;
  };
  test("has the schedule's first run wait, and the last one tell the owner once, and the watch", async () => {
    const world = await atNine();
    const first = await world.run({ ...scheduled, wait: true });
    expect(first).toMatchObject({ outcome: "deferred", members: [] });
    expect((await world.kept()).size + world.metrics.length).toBe(0);
    for (const event of [scheduled, catchUp]) expect((await world.run(event)).outcome).toBe("not-sent");
    expect(addressed(await world.outbox())).toEqual(["ops@acme.example: Report leads of acme, 24 Nov: not sent"]);
    expect((await world.kept()).has(`${PREFIX}not-sent.json`)).toBe(true);
    expect(world.metrics.filter(([name]) => name === "ReportsFailed")).toEqual([["ReportsFailed", 1]]);
  });

  test("tells a test what is missing, and nobody else", async () => {
    const world = await atNine();
    expect((await world.run({ to: ["me@acme.example"] })).outcome).toBe("not-sent");
    expect(await world.outbox()).toEqual([]);
    expect((await world.kept()).size).toBe(0);
  });

  test("by hand waits until the report's latest, unless it is to be early", async () => {
    const world = await open(CAMPAIGNS);
    expect((await world.run()).outcome).toBe("deferred");
    expect((await world.run({ early: true })).outcome).toBe("not-sent");
  });
});

/** A store in memory with the folder's snapshots. */
async function storeWith(folder: ObjectStore): Promise<ObjectStore> {
  const store = createMemoryStore();
  for (const { key } of await folder.list("snapshots/")) {
    const object = await folder.get(key);
    if (object !== undefined) await store.create(key, object.body, { contentType: "x" });
  }
  return store;
}

test("dies at any step and the next runs leave nobody with two mails, and nobody without one whose claim was not taken", async () => {
  const folder = createFolderStore(data.path);
  const sent: string[] = [];
  let last: Step | undefined;
  let killAfter = Number.POSITIVE_INFINITY;
  const killed = new Error("killed");
  const ports = {
    store: await storeWith(folder),
    mailer: {
      send: async ({ to }: { to: string }) => {
        sent.push(to);
        return { state: "sent", messageId: "m" } as const;
      },
    },
  };
  const engine: QueryEngine = { run: async () => ({ columns: [{ name: "id", kind: "integer" }], rows: [[1n]] }) };
  const stepping = (of: typeof ports) =>
    inSteps(of, async (step, take) => {
      if (step.number > killAfter) throw killed;
      const result = await take();
      last = step;
      return result;
    });
  const current: { ports: typeof ports } = { ports: stepping(ports) as typeof ports };
  const through: ObjectStore = {
    head: (key) => current.ports.store.head(key),
    get: (key) => current.ports.store.get(key),
    list: (prefix) => current.ports.store.list(prefix),
    create: (...put) => current.ports.store.create(...put),
    overwrite: (...put) => current.ports.store.overwrite(...put),
  };
  const world = await open(TEAM, {
    store: through,
    mailer: { send: (mail) => current.ports.mailer.send(mail) },
    engine,
  });
  await world.run(scheduled);
  const steps = last?.number ?? 0;
  expect(steps).toBeGreaterThan(15);
  for (let kill = 0; kill <= steps; kill += 1) {
    sent.length = 0;
    const fresh = { ...ports, store: await storeWith(folder) };
    killAfter = kill;
    current.ports = stepping(fresh) as typeof ports;
    await world.run(scheduled).catch((error: unknown) => expect(error).toBe(killed));
    killAfter = Number.POSITIVE_INFINITY;
    current.ports = stepping(fresh) as typeof ports;
    world.now += 20 * 60_000;
    await world.run(catchUp);
    const twice = sent.length - new Set(sent).size;
    expect([kill, twice]).toEqual([kill, 0]);
    const answer = await world.run({ ...catchUp, force: true });
    // A claim without a result may have been sent: only force takes it over.
    for (const { state } of answer.members[0]?.recipients ?? []) expect(["already-sent", "sent"]).toContain(state);
  }
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { DATE, type ReportWorld } from "./report-world.ts";
import { addressed, BURST, catchUp, contractsForAll, LISTS, PREFIX, scheduled } from "./sending-world.ts";

const data = contractsForAll();
const { open } = data;

const memberOf = (sql: string): number => Number(/publisher_id = (\d+)/.exec(sql)?.[1]);

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
  const noticesOf = async (world: ReportWorld) =>
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

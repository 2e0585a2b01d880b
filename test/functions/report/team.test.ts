import { describe, expect, test } from "vitest";
import type { SendOutcome } from "../../../shared/digest/delivery/mailer.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { DATE } from "./report-world.ts";
import { addressed, catchUp, contractsForAll, PREFIX, scheduled, TEAM } from "./sending-world.ts";

const data = contractsForAll();
const { open } = data;

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

import { describe, expect, test } from "vitest";
import { isReportsError } from "../../../shared/platform/errors.ts";
import type { QueryLimits } from "../../../shared/reports/result.ts";
import { jsonRefusal } from "../../fakes/aws/answers.ts";
import { type AthenaWorld, LIMITS, openAthena, WORKGROUP, withTables } from "./athena-world.ts";

withTables();

const refusal = (name: string, on: RegExp, message = name) =>
  ({ kind: "answer", answer: jsonRefusal(name, message), on }) as const;

const text = (VarCharValue: string) => ({ VarCharValue });

/** What a run fails by. */
async function failureOf({ engine }: AthenaWorld, sql: string, limits: QueryLimits = LIMITS) {
  const error = await engine.run(sql, limits).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isReportsError(error)) throw error ?? new Error("it did not fail");
  return error;
}

const numbers = (most: number) => `SELECT a.n AS n FROM UNNEST(sequence(1, ${most})) AS a (n) ORDER BY 1`;

describe("a query that answers", () => {
  test("has DuckDB's own columns and cells for every type, nulls and empty texts", async () => {
    const world = await openAthena();
    const sql = `SELECT
  CAST(9007199254740993 AS bigint) AS "Large", CAST(-7 AS integer) AS small, CAST(123456789012.5000 AS decimal(18, 4)) AS money,
  CAST(0.0005 AS double) AS tiny, CAST(3 AS double) AS whole, CAST(1.5e20 AS double) AS huge, CAST(0.1 AS real) AS single,
  'it''s, "said"' AS words, '' AS empty, CAST(NULL AS varchar) AS nothing, CAST(NULL AS bigint) AS none,
  TRUE AS yes, DATE '2026-11-24' AS day, TIMESTAMP '2026-11-24 05:00:03.123' AS at,
  TIMESTAMP '2026-11-24 05:00:03.123 UTC' AS in_zone, CAST(-0.5000 AS decimal(18, 4)) AS minus
UNION ALL SELECT 1, 2, 3, 4, 5, 6, 7, 'null', NULL, NULL, NULL, FALSE, NULL, NULL, NULL, 0
ORDER BY 1 DESC`;
    const expected = await world.duckdb.run(sql, LIMITS);
    const { query, ...result } = await world.engine.run(sql, { ...LIMITS, columns: expected.columns });
    expect(result).toEqual(expected);
    expect(result.rows[0]?.slice(0, 4)).toEqual([9007199254740993n, -7n, "123456789012.5000", 0.0005]);
    expect(query).toEqual({ id: "query-1", bytesScanned: 48_213 });
  });

  test("is started in the workgroup and database, looked at ever more slowly, and read", async () => {
    const world = await openAthena();
    world.athena.looks = 7;
    await world.engine.run("SELECT 1 AS n", LIMITS);
    const [start, ...others] = world.actions();
    expect([start, others.at(-1)]).toEqual(["StartQueryExecution", "GetQueryResults"]);
    expect(world.aws.calls[0]?.resource).toMatch(new RegExp(`:workgroup/${WORKGROUP}$`));
    expect(world.waits.slice(0, 7).map(Math.round)).toEqual([300, 450, 675, 1013, 1519, 2000, 2000]);
  });

  test("is read page by page, with the header once", async () => {
    const world = await openAthena();
    const { rows } = await world.engine.run(numbers(2_500), LIMITS);
    expect(rows.map(([n]) => Number(n))).toEqual(Array.from({ length: 2_500 }, (_, at) => at + 1));
    expect(world.actions().filter((action) => action === "GetQueryResults")).toHaveLength(3);
  });

  test("may have as many rows as it may, or none; one more is an error, and its other pages are not read", async () => {
    const world = await openAthena();
    const limits = { ...LIMITS, mostRows: 1_500 };
    expect((await world.engine.run(numbers(1_500), limits)).rows).toHaveLength(1_500);
    expect((await world.engine.run("SELECT 1 AS n WHERE FALSE", limits)).rows).toEqual([]);
    const before = world.actions().length;
    expect(await failureOf(world, numbers(9_000), limits)).toMatchObject({ name: "ResultTooLarge" });
    const wide = { ...LIMITS, mostCells: 2_000 };
    expect((await world.engine.run("SELECT 1 AS n", { ...wide, mostCells: 1 })).rows).toHaveLength(1);
    expect(await failureOf(world, numbers(2_001), wide)).toMatchObject({ name: "ResultTooLarge" });
    const long =
      "SELECT replace(CAST(DATE '2026-11-24' AS varchar), '-', 'canary canary canary canary canary') AS words";
    const message = (await failureOf(world, long, { ...LIMITS, mostCells: 1 })).message;
    expect(message).toContain("long texts counted as several");
    expect(message).not.toContain("canary");
    const read = world
      .actions()
      .slice(before)
      .filter((action) => action === "GetQueryResults");
    expect(read).toHaveLength(2 + 1 + 3 + 1);
  });
});

test("pages that break off give no row, and another run of the same time the same query's whole result", async () => {
  const world = await openAthena();
  const { engine, athena } = world;
  const answer = athena.answer.bind(athena);
  let pages = 0;
  athena.answer = (request) => {
    const isSecond = request.headers["x-amz-target"]?.endsWith("GetQueryResults") && ++pages === 2;
    return isSecond ? jsonRefusal("InternalServerException", "canary") : answer(request);
  };
  await expect(engine.run(numbers(2_500), LIMITS)).rejects.toMatchObject({ name: "QueryFailed", retryable: true });
  expect((await engine.run(numbers(2_500), LIMITS)).rows).toHaveLength(2_500);
  expect(world.athena.asked).toHaveLength(1);
});

test("a query that failed stays failed for the same time of the schedule, and is run anew at another", async () => {
  const world = await openAthena();
  world.athena.outcomes.push({ reason: "EXCEEDED_TIME_LIMIT: x" });
  const at = (once: string) => world.engine.run("SELECT 1 AS n", { ...LIMITS, once });
  for (let run = 0; run < 2; run += 1) await expect(at("07:00")).rejects.toMatchObject({ name: "QueryFailed" });
  expect((await at("08:30")).rows).toEqual([[1n]]);
  expect(world.athena.asked).toHaveLength(2);
});

describe("once", () => {
  test("two runs at once, and one after them, are one execution; another text, another run, and none are others", async () => {
    const world = await openAthena();
    const run = (sql: string, once?: string) =>
      world.engine.run(sql, { mostRows: 10, where: "r", ...(once === undefined ? {} : { once }) });
    const both = await Promise.all([run("SELECT 1 AS n", "a"), run("SELECT 1 AS n", "a")]);
    const later = await run("SELECT 1 AS n", "a");
    expect(new Set([...both, later].map(({ query }) => query?.id))).toEqual(new Set(["query-1"]));
    await run("SELECT 2 AS n", "a");
    await run("SELECT 1 AS n", "b");
    await run("SELECT 1 AS n");
    await run("SELECT 1 AS n");
    expect(world.athena.asked).toHaveLength(5);
  });

  test("a token is the SHA-256 of workgroup, text and run", async () => {
    const world = await openAthena();
    await world.engine.run("SELECT 1 AS n", LIMITS);
    expect([...world.athena.executions.values()][0]?.token).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a result that Athena no longer has is asked for by one more execution, the same for all runs", async () => {
    const world = await openAthena();
    await world.engine.run("SELECT 1 AS n", LIMITS);
    Object.assign(world.athena.executions.get("query-1") ?? {}, { isGone: true });
    expect((await world.engine.run("SELECT 1 AS n", LIMITS)).query?.id).toBe("query-2");
    expect((await world.engine.run("SELECT 1 AS n", LIMITS)).query?.id).toBe("query-2");
    Object.assign(world.athena.executions.get("query-2") ?? {}, { isGone: true });
    expect(await failureOf(world, "SELECT 1 AS n")).toMatchObject({ name: "QueryFailed" });
    expect(world.athena.asked).toHaveLength(2);
  });

  test("what Athena calls passing is tried once more, and not a third time", async () => {
    const world = await openAthena();
    const passing = { reason: "GENERIC_INTERNAL_ERROR: canary", error: { ErrorCategory: 1, Retryable: true } };
    world.athena.outcomes.push(passing);
    expect((await world.engine.run("SELECT 1 AS n", LIMITS)).rows).toEqual([[1n]]);
    world.athena.outcomes.push(passing, passing);
    const error = await failureOf(world, "SELECT 2 AS n");
    expect([error.name, error.retryable]).toEqual(["QueryFailed", true]);
    expect(world.athena.asked).toHaveLength(4);
    expect(error.message).not.toContain("canary");
  });
});

describe("throttling", () => {
  test.each(["TooManyRequestsException", "ThrottlingException"])("%s of any request is waited out", async (name) => {
    const world = await openAthena();
    for (const action of [/Start/, /Start/, /GetQueryExecution/, /GetQueryResults/]) {
      world.aws.faults.push(refusal(name, action));
    }
    expect((await world.engine.run("SELECT 1 AS n", LIMITS)).rows).toEqual([[1n]]);
    expect(world.waits.slice(0, 2)).toEqual([500, 1_000]);
    expect(world.athena.asked).toHaveLength(1);
  });

  test("that does not end is told when no time is left, and has cost no query", async () => {
    const world = await openAthena();
    world.deadline = 60_000;
    for (let at = 0; at < 20; at++) world.aws.faults.push(refusal("TooManyRequestsException", /Start/));
    const error = await failureOf(world, "SELECT 1 AS n");
    expect([error.name, error.retryable]).toEqual(["QueryFailed", true]);
    expect(error.message).toContain("asked too often for athena:StartQueryExecution");
    expect(world.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(60_000);
    expect(world.athena.asked).toEqual([]);
  });
});

describe("time", () => {
  test("a query of more than five minutes is stopped", async () => {
    const world = await openAthena();
    world.athena.looks = 10_000;
    const error = await failureOf(world, "SELECT 1 AS n");
    expect(error.message).toContain("ran for 5 minutes and was stopped (report r, part p, query query-1)");
    expect(world.athena.executions.get("query-1")?.state).toBe("CANCELLED");
    expect(world.actions().at(-1)).toBe("StopQueryExecution");
  });

  test("one that runs when the run must end is stopped before, and a later run may answer", async () => {
    const world = await openAthena();
    world.athena.looks = 10_000;
    world.deadline = 20_000;
    const error = await failureOf(world, "SELECT 1 AS n");
    expect(error.message).toContain("no time was left while the query ran");
    expect(error.retryable).toBe(true);
    expect(world.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(20_000);
    expect(world.athena.executions.get("query-1")?.state).toBe("CANCELLED");
  });

  test("one that cannot be stopped is told as what it was given up for", async () => {
    const world = await openAthena();
    world.athena.looks = 10_000;
    world.deadline = 5_000;
    world.aws.faults.push(refusal("InternalServerException", /Stop/));
    expect((await failureOf(world, "SELECT 1 AS n")).message).toContain("no time was left");
  });

  test.each(["StartQueryExecution", "GetQueryExecution", "GetQueryResults"])(
    "an Athena that hangs at %s is given up when the run must end",
    async (action) => {
      const world = await openAthena();
      world.deadline = 700;
      // Ended at the first look, after 300.
      world.athena.outcomes.push({ columns: [{ Name: "n", Type: "integer" }], rows: [[text("n")]] });
      world.aws.faults.push({ kind: "hang", on: new RegExp(action) });
      const begun = performance.now();
      const error = await failureOf(world, "SELECT 1 AS n");
      expect(performance.now() - begun).toBeLessThan(990);
      expect(error.message).toContain(`Athena had not answered athena:${action} when no time was left`);
      expect(error.retryable).toBe(true);
    },
  );

  test("no query is started when no time is left", async () => {
    const world = await openAthena();
    world.deadline = 0;
    expect((await failureOf(world, "SELECT 1 AS n")).message).toContain("no time was left before");
    expect(world.athena.asked).toEqual([]);
  });
});

describe("what fails is told with what to do, and without a value", () => {
  test.each<[string, { reason: string; error?: object }, RegExp]>([
    [
      "a value that fits no type",
      {
        reason: "INVALID_CAST_ARGUMENT: Cannot cast 'canary@x' to BIGINT",
        error: { ErrorCategory: 2, ErrorType: 1001 },
      },
      /failed: INVALID_CAST_ARGUMENT: a value does not fit .* \(Athena's error 1001\) .*Correct the SQL/,
    ],
    [
      "a text that Athena does not know",
      { reason: "TYPE_MISMATCH: line 1:7: Cannot apply operator: varchar = date" },
      /failed: TYPE_MISMATCH, line 1: Cannot apply operator: varchar = date/,
    ],
    [
      "a right on Glue",
      {
        reason:
          "Insufficient permissions to execute the query. User: arn:aws:sts::1:assumed-role/canary is not authorized to perform: glue:GetTable on resource: x",
      },
      /lacks a right: glue:GetTable .*Let the role that runs it do glue:GetTable/,
    ],
    [
      "a right on S3",
      { reason: "Permission denied on S3 path: s3://canary/snapshots" },
      /lacks a right: s3:GetObject on the table's files/,
    ],
    [
      "the workgroup's cutoff",
      { reason: "Bytes scanned limit was exceeded" },
      /read more than the workgroup lets one query read .*Ask for fewer days/,
    ],
    ["nothing that is known", { reason: "canary" }, /the engine gives no reason that may be told/],
  ])("%s", async (_, failure, told) => {
    const world = await openAthena();
    world.athena.outcomes.push(failure);
    const error = await failureOf(world, "SELECT 1 AS n");
    expect(error).toMatchObject({ name: "QueryFailed", retryable: false });
    expect(error.message).toMatch(told);
    expect(error.message).not.toContain("canary");
    expect(world.athena.asked).toHaveLength(1);
  });

  test("a cell that DuckDB cannot convert, by both engines alike", async () => {
    const world = await openAthena();
    const sql = "SELECT CAST(name AS bigint) AS n FROM (SELECT 'canary@x' AS name) AS t";
    for (const engine of [world.engine, world.duckdb]) {
      const failure = await failureOf({ ...world, engine }, sql);
      expect(failure.name).toBe("QueryFailed");
      expect(failure.message).toContain("a value does not fit the type that it is cast to");
      expect(failure.message).not.toContain("canary");
    }
  });

  test.each(["StartQueryExecution", "GetQueryExecution", "GetQueryResults"])(
    "%s that is not allowed names its right",
    async (action) => {
      const world = await openAthena();
      const message = `User: arn:aws:sts::1:assumed-role/r/canary is not authorized to perform: athena:${action}`;
      world.aws.faults.push(refusal("AccessDeniedException", new RegExp(action), message));
      const error = await failureOf(world, "SELECT 1 AS n");
      expect([error.name, error.retryable]).toEqual(["QueryFailed", false]);
      expect(error.message).toContain(`Let the role that runs it do athena:${action}`);
      expect(error.message).not.toContain("canary");
    },
  );

  test("a text that Athena refuses at once is told with its place", async () => {
    const world = await openAthena();
    world.aws.faults.push(refusal("InvalidRequestException", /Start/, "line 1:8: Column 'n' cannot be resolved"));
    const error = await failureOf(world, "SELECT n FROM x");
    expect(error.message).toContain("Athena does not take the query: line 1: Column 'n' cannot be resolved");
  });

  test("a service that is ill may be well later", async () => {
    const world = await openAthena();
    world.aws.faults.push(refusal("InternalServerException", /GetQueryExecution/, "canary"));
    const error = await failureOf(world, "SELECT 1 AS n");
    expect(error.retryable).toBe(true);
    expect(error.message).toMatch(/gave no good answer to athena:GetQueryExecution \(InternalServerException 400\)/);
  });

  test("somebody stopped it", async () => {
    const world = await openAthena();
    world.athena.looks = 50;
    const running = failureOf(world, "SELECT 1 AS n");
    await expect.poll(() => world.athena.executions.get("query-1")?.state).toBe("QUEUED");
    Object.assign(world.athena.executions.get("query-1") ?? {}, { state: "CANCELLED" });
    expect((await running).message).toContain("the query was cancelled");
  });
});

describe("columns that are not as the checks found them", () => {
  test.each<[string, string, readonly (readonly [string, "integer" | "decimal" | "number" | "text"])[], RegExp]>([
    [
      "another kind",
      "SELECT CAST(1 AS double) AS x",
      [["x", "decimal"]],
      /x is double in Athena, the checks found decimal/,
    ],
    ["another name", "SELECT 1 AS y", [["x", "integer"]], /column 1 is named y in Athena, the checks found x/],
    ["another number", "SELECT 1 AS x, 2 AS y", [["x", "integer"]], /gives 2 columns, the checks found 1/],
    ["a list", "SELECT sequence(1, 3) AS x", [["x", "text"]], /x is array in Athena, which no cell can hold/],
  ])("%s is an error that names the column", async (_, sql, columns, told) => {
    const world = await openAthena();
    const limits = { ...LIMITS, columns: columns.map(([name, kind]) => ({ name, kind })) };
    const error = await failureOf(world, sql, limits);
    expect(error.name).toBe("QueryFailed");
    expect(error.message).toMatch(told);
  });

  test("a name is the checks', whatever its case, and a column of nulls alone has their kind", async () => {
    const world = await openAthena();
    const columns = [
      { name: "Day", kind: "day" },
      { name: "n", kind: "decimal" },
    ] as const;
    const types = [
      { Name: "day", Type: "date" },
      { Name: "n", Type: "unknown" },
    ];
    const rows = [
      [text("day"), text("n")],
      [text("2026-11-24"), {}],
    ];
    world.athena.outcomes.push({ columns: types, rows });
    const { columns: found, rows: read } = await world.engine.run("SELECT 1", { ...LIMITS, columns });
    expect([found, read]).toEqual([columns, [["2026-11-24", null]]]);
  });

  test.each([
    ["a header that is none", [[text("2026-11-24")]], /does not begin with its columns' names/],
    ["nothing at all", [], /does not begin with its columns' names/],
    ["a cell of another type", [[text("day")], [text("canary")]], /day holds what is no day/],
  ])("%s is an error, and not a row too few or a wrong one", async (_, rows, told) => {
    const world = await openAthena();
    world.athena.outcomes.push({ columns: [{ Name: "day", Type: "date" }], rows });
    const error = await failureOf(world, "SELECT 1");
    expect(error.message).toMatch(told);
    expect(error.message).not.toContain("canary");
  });
});

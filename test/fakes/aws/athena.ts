import { runSql } from "../../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { prestoTypeOf } from "../../../shared/catalog/hive-type.ts";
import { bodyOf, jsonAnswer, jsonRefusal, targetOf } from "./answers.ts";
import { type AthenaColumn, athenaCell, athenaColumn, athenaReason } from "./athena-rows.ts";
import type { FakeTable } from "./control-plane.ts";
import { FAKE_SCOPE } from "./secrets-manager.ts";
import type { AwsAnswer, AwsService } from "./server.ts";

type Cell = { readonly VarCharValue?: string };
export interface FakeResult {
  readonly columns: readonly AthenaColumn[];
  /** With the header, where the statement has one. */
  readonly rows: readonly (readonly Cell[])[];
}

/** How a query ends that fails. */
export interface FakeFailure {
  readonly reason: string;
  readonly error?: { readonly ErrorCategory?: number; readonly ErrorType?: number; readonly Retryable?: boolean };
}

export interface FakeExecution {
  readonly id: string;
  readonly sql: string;
  readonly workGroup: string;
  readonly token: string | undefined;
  state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  /** Looks until it runs, and again until it may end. */
  looks: number;
  outcome: FakeResult | FakeFailure | undefined;
  /** Athena keeps managed results for a day. */
  isGone: boolean;
}

export interface FakeAthenaOptions {
  /** Answers SELECT and EXPLAIN: DuckDB over the same files, with the same views. */
  readonly session: ReportsSession;
  /** Answers DESCRIBE and the information schema. @default none */
  readonly tables?: ReadonlyMap<string, FakeTable>;
}

export interface FakeAthena extends AwsService {
  /** Texts of all executions that were started, in order; one that a token found is not started again. */
  readonly asked: string[];
  readonly executions: Map<string, FakeExecution>;
  /** Each is how the next execution ends that is started, whatever DuckDB says. */
  readonly outcomes: (FakeResult | FakeFailure)[];
  /** How many looks the next executions are queued, and then run. @default 0 */
  looks: number;
}

const BYTES_READ = 48_213;

/** Athena as its documentation tells of queries: started once a token, looked at until they end, then read page by page. */
export function createFakeAthena(options: FakeAthenaOptions): FakeAthena {
  const asked: string[] = [];
  const executions: FakeAthena["executions"] = new Map();
  const outcomes: FakeAthena["outcomes"] = [];
  // A connection of DuckDB that is asked while it still answers loses rows of the answer before.
  let before: Promise<unknown> = Promise.resolve();
  const run: RunText = (sql) => {
    const answer = before.then(() => rowsOf(options, sql));
    before = answer.catch(() => {});
    return answer;
  };
  const executionOf = (body: Readonly<Record<string, unknown>>) => executions.get(String(body["QueryExecutionId"]));
  const fake: FakeAthena = {
    signingName: "athena",
    asked,
    executions,
    outcomes,
    looks: 0,
    callsOf: (request) => {
      const body = bodyOf(request);
      const workGroup = body["WorkGroup"] ?? executionOf(body)?.workGroup ?? "";
      const { region, account } = FAKE_SCOPE;
      const resource = `arn:aws:athena:${region}:${account}:workgroup/${workGroup}`;
      return [{ action: `athena:${targetOf(request)}`, resource, context: {} }];
    },
    answer: (request) => {
      const body = bodyOf(request);
      if (targetOf(request) === "StartQueryExecution") return started(fake, run, body);
      const execution = executionOf(body);
      if (execution === undefined) return invalid(`QueryExecution ${body["QueryExecutionId"]} was not found`);
      if (targetOf(request) === "GetQueryExecution") return looked(execution);
      if (targetOf(request) === "StopQueryExecution") {
        if (execution.state === "QUEUED" || execution.state === "RUNNING") execution.state = "CANCELLED";
        return jsonAnswer(200, {});
      }
      return resultPage(execution, body);
    },
  };
  return fake;
}

const invalid = (message: string): AwsAnswer => jsonRefusal("InvalidRequestException", message);

type RunText = (sql: string) => Promise<FakeResult>;

function started(fake: FakeAthena, run: RunText, body: Readonly<Record<string, unknown>>): AwsAnswer {
  const sql = String(body["QueryString"]);
  const token = body["ClientRequestToken"] as string | undefined;
  if (token !== undefined && (token.length < 32 || token.length > 128))
    return invalid("the token is too short or long");
  // Of the account, not of the workgroup.
  const known = [...fake.executions.values()].find((one) => token !== undefined && one.token === token);
  if (known !== undefined && known.sql !== sql) return invalid("Idempotent parameters do not match");
  if (known !== undefined) return jsonAnswer(200, { QueryExecutionId: known.id });
  const id = `query-${fake.asked.push(sql)}`;
  const execution: FakeExecution = {
    ...{ id, sql, token, workGroup: String(body["WorkGroup"]), isGone: false },
    ...{ state: "QUEUED", looks: fake.looks, outcome: fake.outcomes.shift() },
  };
  fake.executions.set(id, execution);
  if (execution.outcome === undefined) {
    run(sql).then(
      (outcome) => Object.assign(execution, { outcome }),
      (error: Error) => Object.assign(execution, { outcome: { reason: athenaReason(error.message) } }),
    );
  }
  return jsonAnswer(200, { QueryExecutionId: id });
}

/** Each look takes an execution on by a step. */
function looked(execution: FakeExecution): AwsAnswer {
  if (execution.state === "QUEUED" || execution.state === "RUNNING") {
    const { outcome } = execution;
    if (execution.looks > 0) {
      execution.looks -= 1;
      execution.state = execution.state === "QUEUED" && execution.looks > 0 ? "QUEUED" : "RUNNING";
    } else if (outcome === undefined) execution.state = "RUNNING";
    else execution.state = "reason" in outcome ? "FAILED" : "SUCCEEDED";
  }
  const { id, sql, state, outcome } = execution;
  const failure = state === "FAILED" && outcome !== undefined && "reason" in outcome ? outcome : undefined;
  const Status = {
    State: state,
    ...(failure === undefined ? {} : { StateChangeReason: failure.reason }),
    ...(failure?.error === undefined ? {} : { AthenaError: failure.error }),
  };
  const Statistics = { DataScannedInBytes: BYTES_READ };
  return jsonAnswer(200, { QueryExecution: { QueryExecutionId: id, Query: sql, Status, Statistics } });
}

const MOST_A_PAGE = 1_000;

function resultPage({ state, outcome, isGone }: FakeExecution, body: Readonly<Record<string, unknown>>): AwsAnswer {
  if (state !== "SUCCEEDED" || outcome === undefined || "reason" in outcome) {
    return invalid(`Query did not finish successfully. Final query state: ${state}`);
  }
  if (isGone) return invalid("The query results are no longer available");
  const size = Number(body["MaxResults"] ?? MOST_A_PAGE);
  if (size > MOST_A_PAGE) return invalid("MaxResults is more than maximum allowed length 1000.");
  const from = Number(body["NextToken"] ?? 0);
  const next = from + size;
  return jsonAnswer(200, {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: outcome.columns },
      Rows: outcome.rows.slice(from, next).map((Data) => ({ Data })),
    },
    ...(next < outcome.rows.length ? { NextToken: String(next) } : {}),
  });
}

const VALIDATE = /^EXPLAIN \(TYPE VALIDATE\)\s/;

async function rowsOf({ session, tables = new Map() }: FakeAthenaOptions, sql: string): Promise<FakeResult> {
  const described = /^DESCRIBE (\w+)$/.exec(sql)?.[1];
  if (described !== undefined) {
    const table = tables.get(described);
    if (table === undefined) throw new Error(`FAILED: SemanticException Table not found ${described}`);
    return texts(["description"], describe(table));
  }
  if (sql.includes("information_schema.columns")) {
    const names = ["table_name", "column_name", "data_type"];
    return texts(names, [names, ...schemaRows(tables)]);
  }
  if (VALIDATE.test(sql)) {
    await runSql(session, `EXPLAIN ${sql.replace(VALIDATE, "")}`);
    return texts(["Valid"], [["true"]]);
  }
  const { columns: own, rows } = await runSql(session, sql);
  const columns = own.map(athenaColumn);
  const header = columns.map(({ Name }) => ({ VarCharValue: Name }));
  const cells = rows.map((row) => columns.map((column, at) => athenaCell(row[at], column)));
  return { columns, rows: sql.startsWith("EXPLAIN") ? cells : [header, ...cells] };
}

const texts = (names: readonly string[], rows: readonly (readonly string[])[]): FakeResult => ({
  columns: names.map((Name) => ({ Name, Type: "varchar" })),
  rows: rows.map((row) => row.map((VarCharValue) => ({ VarCharValue }))),
});

/** One text a row, padded, its parts apart by tabs, the partition keys told twice. */
function describe({ StorageDescriptor, PartitionKeys = [] }: FakeTable): string[][] {
  const line = (...parts: string[]) => [parts.map((part) => part.padEnd(20)).join("\t")];
  const columns = [...(StorageDescriptor?.Columns ?? []), ...PartitionKeys];
  return [
    ...columns.map(({ Name, Type }) => line(Name, Type, "")),
    [""],
    ["# Partition Information"],
    line("# col_name", "data_type", "comment"),
    [""],
    ...PartitionKeys.map(({ Name, Type }) => line(Name, Type, "")),
  ];
}

const schemaRows = (tables: ReadonlyMap<string, FakeTable>): string[][] =>
  [...tables.values()].flatMap(({ Name, StorageDescriptor }) =>
    (StorageDescriptor?.Columns ?? []).map((column) => [
      Name,
      column.Name,
      prestoTypeOf(column.Type).replaceAll('"', ""),
    ]),
  );

import { runSql } from "../../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { prestoTypeOf } from "../../../shared/catalog/hive-type.ts";
import { bodyOf, callNamed, jsonAnswer, jsonRefusal, targetOf } from "./answers.ts";
import type { FakeTable } from "./control-plane.ts";
import type { AwsService } from "./server.ts";

type Row = readonly string[];
type Query = { state: "RUNNING" | "SUCCEEDED" | "FAILED"; rows: readonly Row[]; reason: string };

export interface FakeAthenaOptions {
  /** Answers SELECT and EXPLAIN: DuckDB over the same files, with the same views. */
  readonly session: ReportsSession;
  /** Answers DESCRIBE and the information schema. */
  readonly tables: ReadonlyMap<string, FakeTable>;
}

/** Athena as its documentation tells of queries: started, looked at until they end, then read page by page. */
export function createFakeAthena(options: FakeAthenaOptions): AwsService & { readonly asked: string[] } {
  const asked: string[] = [];
  const queries = new Map<string, Query>();
  const start = (sql: string): string => {
    const id = `query-${asked.push(sql)}`;
    const query: Query = { state: "RUNNING", rows: [], reason: "" };
    queries.set(id, query);
    rowsOf(options, sql).then(
      (rows) => Object.assign(query, { state: "SUCCEEDED", rows }),
      (error: Error) => Object.assign(query, { state: "FAILED", reason: error.message }),
    );
    return id;
  };
  return {
    signingName: "athena",
    asked,
    callsOf: (request) => callNamed("athena", targetOf(request)),
    answer: (request) => {
      const body = bodyOf(request);
      if (targetOf(request) === "StartQueryExecution") {
        return jsonAnswer(200, { QueryExecutionId: start(String(body["QueryString"])) });
      }
      const query = queries.get(String(body["QueryExecutionId"]));
      if (query === undefined) return jsonRefusal("InvalidRequestException");
      if (targetOf(request) === "GetQueryExecution") {
        const Status = { State: query.state, ...(query.reason === "" ? {} : { StateChangeReason: query.reason }) };
        return jsonAnswer(200, { QueryExecution: { QueryExecutionId: body["QueryExecutionId"], Status } });
      }
      return jsonAnswer(200, resultPage(query.rows, Number(body["NextToken"] ?? 0)));
    },
  };
}

const PAGE = 100;

function resultPage(rows: readonly Row[], from: number) {
  const Rows = rows.slice(from, from + PAGE).map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) }));
  return { ResultSet: { Rows }, ...(from + PAGE < rows.length ? { NextToken: String(from + PAGE) } : {}) };
}

async function rowsOf({ session, tables }: FakeAthenaOptions, sql: string): Promise<readonly Row[]> {
  const described = /^DESCRIBE (\w+)$/.exec(sql)?.[1];
  if (described !== undefined) {
    const table = tables.get(described);
    if (table === undefined) throw new Error(`FAILED: SemanticException Table not found ${described}`);
    return describe(table);
  }
  if (sql.includes("information_schema.columns")) return schemaRows(tables);
  const { columns, rows } = await runSql(session, sql);
  const header = columns.map(({ name }) => name);
  return [...(sql.startsWith("EXPLAIN") ? [] : [header]), ...rows.map((row) => row.map(String))];
}

/** One text a row, padded, its parts apart by tabs, the partition keys told twice. */
function describe({ StorageDescriptor, PartitionKeys = [] }: FakeTable): Row[] {
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

function schemaRows(tables: ReadonlyMap<string, FakeTable>): Row[] {
  const rows = [...tables.values()].flatMap(({ Name, StorageDescriptor }) =>
    (StorageDescriptor?.Columns ?? []).map((column) => [
      Name,
      column.Name,
      prestoTypeOf(column.Type).replaceAll('"', ""),
    ]),
  );
  return [["table_name", "column_name", "data_type"], ...rows];
}

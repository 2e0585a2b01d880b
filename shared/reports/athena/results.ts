import { type ColumnInfo, GetQueryResultsCommand, type GetQueryResultsOutput, type Row } from "@aws-sdk/client-athena";
import type { SheetCell } from "../../workbook/sheet.ts";
import { type QueryLimits, type QueryResult, type ResultColumn, readRows } from "../result.ts";
import { kindOfType, type ReadCell, readerOf } from "./cells.ts";
import { type AthenaOptions, ask } from "./client.ts";
import { type Asked, queryFailed } from "./failures.ts";

/** The most that Athena gives at once. */
const PAGE = 1_000;

/**
 * Reads the result of a query that succeeded, and not a page more than it may have rows.
 * @param leave as of `ask`
 * @throws QueryFailed for columns that are not as the checks found them | ResultTooLarge
 */
export async function resultOf(
  options: AthenaOptions,
  asked: Asked & QueryLimits & { readonly id: string },
  leave: (error: unknown) => boolean,
): Promise<QueryResult> {
  const read = readRows(asked);
  let columns: readonly ResultColumn[] | undefined;
  let readers: readonly ReadCell[] = [];
  const seen = new Set<string>();
  for (let token: string | undefined; ; ) {
    const page = await pageOf(options, { asked, leave }, token);
    const infos = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    let found: readonly Row[] = page.ResultSet?.Rows ?? [];
    if (columns === undefined) {
      columns = columnsOf(infos, asked);
      readers = infos.map(readerOf);
      found = withoutHeader(found, infos, asked);
    }
    for (const { Data = [] } of found) {
      read.add(readers.map((reader, at) => cellOf(Data[at]?.VarCharValue, reader, { column: columns?.[at], asked })));
    }
    token = page.NextToken;
    if (token === undefined) return { columns, rows: read.rows };
    if (seen.has(token)) throw odd("Athena's pages go round in circles", asked);
    seen.add(token);
  }
}

function pageOf(
  options: AthenaOptions,
  { asked, leave }: { readonly asked: Asked & { readonly id: string }; readonly leave: (error: unknown) => boolean },
  token: string | undefined,
): Promise<GetQueryResultsOutput> {
  const command = new GetQueryResultsCommand({
    QueryExecutionId: asked.id,
    MaxResults: PAGE,
    ...(token === undefined ? {} : { NextToken: token }),
  });
  return ask(options, { action: "athena:GetQueryResults", asked, leave }, (until) =>
    options.client.send(command, until),
  );
}

/** A SELECT's first row on its first page. What stands there instead would be lost. */
function withoutHeader([header, ...rows]: readonly Row[], infos: readonly ColumnInfo[], asked: Asked): readonly Row[] {
  const names = header?.Data?.map(({ VarCharValue }) => VarCharValue?.toLowerCase());
  const isHeader = names?.length === infos.length && infos.every(({ Name }, at) => Name?.toLowerCase() === names[at]);
  if (!isHeader) throw odd("Athena's result does not begin with its columns' names", asked);
  return rows;
}

function columnsOf(infos: readonly ColumnInfo[], asked: Asked & QueryLimits): readonly ResultColumn[] {
  const { columns } = asked;
  if (columns !== undefined && columns.length !== infos.length) {
    throw odd(`Athena gives ${infos.length} columns, the checks found ${columns.length}`, asked);
  }
  return infos.map(({ Name = "", Type = "" }, at) => {
    const expected = columns?.[at];
    const kind = kindOfType(Type);
    if (expected !== undefined && expected.name.toLowerCase() !== Name.toLowerCase()) {
      throw odd(`column ${at + 1} is named ${Name} in Athena, the checks found ${expected.name}`, asked);
    }
    if (kind === undefined) {
      const remedy = "Select its parts, or CAST(… AS varchar)";
      throw queryFailed(`${Name} is ${Type} in Athena, which no cell can hold`, asked, { remedy });
    }
    if (kind !== null && expected !== undefined && kind !== expected.kind) {
      const remedy = "CAST it to the type that is meant: Athena and DuckDB make different ones of it";
      throw queryFailed(`${Name} is ${Type} in Athena, the checks found ${expected.kind}`, asked, { remedy });
    }
    return { name: expected?.name ?? Name, kind: kind ?? expected?.kind ?? "text" };
  });
}

function cellOf(
  text: string | undefined,
  read: ReadCell,
  { column, asked }: { readonly column: ResultColumn | undefined; readonly asked: Asked },
): SheetCell {
  if (text === undefined) return null;
  try {
    return read(text);
  } catch {
    throw odd(`${column?.name} holds what is no ${column?.kind}`, asked);
  }
}

/** Nothing that Athena's documentation tells of. */
const odd = (what: string, asked: Asked) =>
  queryFailed(what, asked, { remedy: "Run again; if it stays, report it with the query's id" });

import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sayable } from "../../shared/reports/engine-words.ts";

const SQL = `SELECT CAST(campaign_name AS bigint) AS n, "of mine"
FROM campaigns -- secret@x.example
WHERE state = 'secret@x.example'`;

test.each([
  [
    "COLUMN_NOT_FOUND: line 2:7: Column 'campaign_name' cannot be resolved",
    "COLUMN_NOT_FOUND, line 2: Column 'campaign_name' cannot be resolved",
  ],
  [
    'TYPE_MISMATCH: line 3:7: Cannot apply operator: varchar = date. This query ran against the "reports" database, unless qualified by the query.',
    "TYPE_MISMATCH, line 3: Cannot apply operator: varchar = date",
  ],
  [
    "line 1:8: mismatched input 'FROM'. Expecting: ',', <expression>",
    "line 1: mismatched input 'FROM'. Expecting: ',', <expression>",
  ],
  [
    'Binder Error: Referenced column "of mine" not found!\n\nLINE 1: SELECT',
    'Binder, line 1: Referenced column "of mine" not found!',
  ],
  // What no row has, and yet is none of the text's names.
  ["SYNTAX_ERROR: line 3:1: extraneous input 'secret@x.example'", "SYNTAX_ERROR, line 3: extraneous input '…'"],
  ["SYNTAX_ERROR: line 3:1: extraneous input 'secret", "SYNTAX_ERROR, line 3: extraneous input '…'"],
  [
    "INVALID_CAST_ARGUMENT: Cannot cast 'secret@x' to BIGINT",
    "INVALID_CAST_ARGUMENT: a value does not fit the type that it is cast to",
  ],
  [
    "INVALID_CAST_ARGUMENT: Value cannot be cast to date: secret",
    "INVALID_CAST_ARGUMENT: a value does not fit the type that it is cast to",
  ],
  [
    "Conversion Error: Could not convert string 'Campaign 1' to INT64 when casting from source column campaign_name\n\nLINE 1: SELECT",
    "Conversion, line 1: a value does not fit the type that it is cast to, in campaign_name",
  ],
  [
    "Conversion Error: Could not convert string 'a\nLINE 77: x' to INT64",
    "Conversion: a value does not fit the type that it is cast to",
  ],
  ["GENERIC_INTERNAL_ERROR: secret", "GENERIC_INTERNAL_ERROR"],
  ["Secret Error: secret", "the engine gives no reason that may be told"],
  ["secret", "the engine gives no reason that may be told"],
  ["", "the engine gives no reason that may be told"],
])("%j is told as %j", (message, told) => {
  expect(sayable(message, SQL)).toBe(told);
});

const value = fc
  .string({ minLength: 6, maxLength: 40, unit: "binary" })
  .filter((text) => !/'|"/.test(text))
  .map((text) => `§${text}§`);

test("no value of a row is told, whatever it is made of and however an engine quotes it", () => {
  const quotes: readonly ((value: string) => string)[] = [
    (of) => `INVALID_CAST_ARGUMENT: Cannot cast '${of}' to BIGINT`,
    (of) => `INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: ${of}`,
    (of) => `INVALID_FUNCTION_ARGUMENT: Invalid format: "${of}" is malformed`,
    (of) => `GENERIC_USER_ERROR: Key not present in map: ${of}`,
    (of) => `COLUMN_NOT_FOUND: line 1:8: Column '${of}' cannot be resolved`,
    (of) => `line 1:8: mismatched input '${of}'`,
    (of) => `Conversion Error: Could not convert string '${of}' to INT64 when casting from source column campaign_name`,
    (of) => `Invalid Input Error: Could not parse string "${of}" according to format`,
    (of) => `${of}`,
    (of) => `${of}: ${of}`,
  ];
  fc.assert(
    fc.property(value, fc.constantFrom(...quotes), (secret, quote) => {
      expect(sayable(quote(secret), SQL)).not.toContain("§");
    }),
    { numRuns: 2_000 },
  );
});

test("of what DuckDB itself says of failing rows, no value is told", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    "CREATE TABLE t AS SELECT 'canary@x.example' AS name, 9223372036854770007 AS n, '7canary7' AS digits",
  );
  const failing = [
    ...["bigint", "date", "timestamp", "double", "decimal(18,4)", "boolean", "tinyint"].map(
      (type) => `SELECT CAST(name AS ${type}) AS x FROM t`,
    ),
    "SELECT n * n AS x FROM t",
    "SELECT CAST(n AS integer) AS x FROM t",
    "SELECT n + 9223372036854770007 AS x FROM t",
    "SELECT strptime(name, '%Y') AS x FROM t",
    "SELECT json_extract(name, '$.a') AS x FROM t",
    "SELECT regexp_matches('a', digits || '[') AS x FROM t",
    "SELECT error(name) AS x FROM t",
    "SELECT date_trunc(name, current_date) AS x FROM t",
    "SELECT CAST(name AS uuid) AS x FROM t",
    "SELECT enum_range(name) AS x FROM t",
  ];
  const told: string[] = [];
  for (const sql of failing) {
    const message = await connection.runAndReadAll(sql).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(message, sql).toBeDefined();
    told.push(sayable(message ?? "", sql));
  }
  expect(told.join("\n")).not.toMatch(/canary|92233720368547|7canary7/);
  expect(told[0]).toBe("Conversion, line 1: a value does not fit the type that it is cast to, in name");
  connection.closeSync();
  instance.closeSync();
});

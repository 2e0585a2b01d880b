import { cpSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSqlCommand } from "../../../functions/local/commands/sql.ts";
import { folderWithData, fromWherePersonStands } from "../../../functions/local/data-folder.ts";
import { runSql } from "../../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { createDataFolder, type DataFolder } from "../../catalog/data-folder.ts";
import { filesAt, queryRows } from "../../catalog/query.ts";

let base: string;
let whole: DataFolder;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "reports-folders-"));
  whole = await createDataFolder();
  for (const enterprise of ["acme", "globex"]) {
    for (const date of ["2026-11-23", "2026-11-24"]) {
      await whole.publish({ enterprise, dataset: "campaigns", date, rows: [{ id: 1, name: "first" }, { id: 2 }] });
    }
  }
});
afterAll(async () => {
  await rm(base, { recursive: true });
  await rm(whole.path, { recursive: true });
});

/** A copy of the whole folder at `path` below the tests' own. */
function copyAt(...path: readonly string[]): string {
  const folder = join(base, ...path);
  cpSync(whole.path, folder, { recursive: true });
  return folder;
}

const inFolder = <T>(folder: string, use: (session: ReportsSession) => Promise<T>): Promise<T> =>
  filesAt(folder, "2026-11-24", use);

const ROWS = "SELECT enterprise, snapshot_date, count(*) AS n FROM campaigns GROUP BY ALL ORDER BY ALL";
const ALL = ["acme", "globex"].flatMap((enterprise) =>
  ["2026-11-23", "2026-11-24"].map((snapshot_date) => ({ enterprise, snapshot_date, n: 2 })),
);

describe("partition keys are read from below the data folder only", () => {
  test.each([
    "enterprise=zz",
    "snapshot_date=2020-01-01",
    "id=7",
    "status=archived",
    "run_id=x",
    "enterprise=zz/snapshots/campaigns/enterprise=yy/snapshot_date=2020-01-01",
    "snapshots/campaigns",
    "back\\slash",
    'a [b] *c? {d,e} d\'e "f" \\ ünï 𝒳',
  ])("under a parent %s", async (parent) => {
    const folder = copyAt("parents", ...parent.split("/"), "data");
    await inFolder(folder, async (session) => {
      expect(await queryRows(session, ROWS)).toEqual(ALL);
      expect(await queryRows(session, "SELECT DISTINCT id, status FROM campaigns ORDER BY id")).toEqual([
        { id: 1, status: null },
        { id: 2, status: null },
      ]);
      expect(await queryRows(session, "SELECT DISTINCT enterprise FROM snapshot_runs ORDER BY 1")).toEqual([
        { enterprise: "acme" },
        { enterprise: "globex" },
      ]);
    });
  });

  test("a neighbour whose name a pattern would take for the folder's is none of it", async () => {
    copyAt("neighbours", "aXb", "data");
    const folder = copyAt("neighbours", "a\\b", "data");
    await inFolder(folder, async (session) => {
      expect(session.skipped).toEqual([]);
      expect(await queryRows(session, ROWS)).toEqual(ALL);
    });
  });
});

describe("what is none of the store's is skipped and named", () => {
  test.each([
    ["snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-24 copy/campaigns.parquet", "campaigns"],
    ["snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-24/campaigns (1).parquet", "campaigns"],
    ["snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-24/._campaigns.parquet", "campaigns"],
    ["snapshots/campaigns/enterprise=Acme/snapshot_date=2026-11-24/campaigns.parquet", "campaigns"],
    ["snapshots/campaigns/enterprise=acme copy/snapshot_date=2026-11-24/campaigns.parquet", "campaigns"],
    ["snapshots/campaigns/acme/snapshot_date=2026-11-24/campaigns.parquet", "campaigns"],
    ["runs/enterprise=acme/snapshot_date=2026-11-24/._x.json", "snapshot_runs"],
    ["runs/enterprise=acme/snapshot_date=2026-11-24/notes.txt", "snapshot_runs"],
    ["deliveries/enterprise=acme/digest_date=2026-11-24/daily.backup.json", "digest_deliveries"],
    ["runs/enterprise=acme/snapshot_date=2026-11-24 2/campaigns-run-2026-11-24.json", "snapshot_runs"],
  ])("%s", async (file, table) => {
    const folder = copyAt("foreign");
    const path = join(folder, file);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "not what it seems");
    await inFolder(folder, async (session) => {
      expect(session.skipped).toEqual([{ table, count: 1, example: path }]);
      expect(await queryRows(session, ROWS)).toEqual(ALL);
      expect(await queryRows(session, "SELECT count(*) AS n FROM snapshot_runs")).toEqual([{ n: 4 }]);
    });
    rmSync(folder, { recursive: true });
  });
});

describe("a damaged or foreign file fails the questions that read it, by its name, and no others", () => {
  const PARQUET = "snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-23/campaigns.parquet";
  const RECORD = "runs/enterprise=acme/snapshot_date=2026-11-23/campaigns-run-2026-11-23.json";
  const parquetOf = async (sql: string): Promise<Uint8Array> => {
    const path = join(base, "made.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    return readFile(path);
  };
  const encrypted = (): Uint8Array => Buffer.concat([Buffer.alloc(96, "PARE"), Buffer.from("\x10\0\0\0PARE")]);

  test.each<[string, string, () => Promise<Uint8Array> | Uint8Array]>([
    ["an empty Parquet file", PARQUET, () => new Uint8Array(0)],
    ["one of zeros", PARQUET, () => new Uint8Array(4096)],
    ["one that was cut", PARQUET, async () => (await readFile(join(whole.path, PARQUET))).subarray(0, 900)],
    ["an encrypted one", PARQUET, encrypted],
    ["one of other columns", PARQUET, () => parquetOf("SELECT 1 AS other")],
    ["one whose id is text", PARQUET, () => parquetOf("SELECT 'x' AS id, 'r' AS run_id")],
    ["one with a null id", PARQUET, () => parquetOf("SELECT CAST(NULL AS BIGINT) AS id, 'r' AS run_id")],
    ["one with a null run_id", PARQUET, () => parquetOf("SELECT 1 AS id, CAST(NULL AS VARCHAR) AS run_id")],
    ["another table's file", PARQUET, () => parquetOf("SELECT 1 AS id, 'r' AS run_id, 'Acme' AS publisher_name")],
    ["a record of zeros", RECORD, () => new Uint8Array(300)],
    ["a record that was cut", RECORD, async () => (await readFile(join(whole.path, RECORD))).subarray(0, 100)],
    ["a record of something else", RECORD, () => new TextEncoder().encode('{"hello": "world"}\n')],
    ["a record that is a list", RECORD, () => new TextEncoder().encode("[1]\n")],
  ])("%s", async (_, file, bytesOf) => {
    const folder = copyAt("damaged");
    writeFileSync(join(folder, file), await bytesOf());
    const [table, column] = file === PARQUET ? ["campaigns", "name"] : ["snapshot_runs", "outcome"];
    await inFolder(folder, async (session) => {
      for (const asked of ["count(*)", `max(${column})`, "min(run_id)"]) {
        const error = await runSql(session, `SELECT ${asked} AS x FROM ${table}`).catch((caught: unknown) => caught);
        expect(isReportsError(error, "StoreFailed"), String(error)).toBe(true);
        expect((error as { where: string }).where).toBe(join(folder, file));
      }
      const elsewhere = `SELECT count(*) AS n FROM ${table} WHERE enterprise = 'globex' OR snapshot_date = '2026-11-24'`;
      expect(await queryRows(session, elsewhere)).toEqual([{ n: file === PARQUET ? 6 : 3 }]);
    });
    rmSync(folder, { recursive: true });
  });
});

describe("damage within a file, of which the engine names no file", () => {
  const FILE = "snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-23/campaigns.parquet";

  test.each([0.2, 0.5, 0.8])("at %d of it fails the question by the file's name, not as wrong SQL", async (share) => {
    const folder = copyAt("it's [damaged] within");
    const bytes = await readFile(join(folder, FILE));
    const start = Math.floor(bytes.length * share);
    writeFileSync(join(folder, FILE), bytes.fill(0xa5, start, start + 64));
    await inFolder(folder, async (session) => {
      const error = await runSql(session, "SELECT count(COLUMNS(*)) FROM campaigns").catch((caught: unknown) => caught);
      expect(isReportsError(error, "StoreFailed"), String(error)).toBe(true);
      expect((error as { where: string }).where).toBe(join(folder, FILE));
      expect((error as { retryable: boolean }).retryable).toBe(false);
      const wrong = runSql(session, "SELECT CAST(name AS INTEGER) FROM campaigns WHERE snapshot_date = '2026-11-24'");
      await expect(wrong).rejects.toMatchObject({ name: "InvalidSql" });
    });
    rmSync(folder, { recursive: true });
  });
});

test("SQL with a NUL character is refused, since the engine would run what stands before it alone", async () => {
  await inFolder(whole.path, async (session) => {
    await expect(runSql(session, "SELECT 1 AS n\0 WHERE false")).rejects.toThrow(/NUL character/);
  });
});

describe("symbolic links", () => {
  test("are followed by SQL and by the store alike, and one that goes round is left", async () => {
    const folder = copyAt("linked");
    const away = join(base, "away");
    renameSync(join(folder, "snapshots"), away);
    symlinkSync(away, join(folder, "snapshots"));
    const day = join(away, "campaigns/enterprise=acme/snapshot_date=2026-11-23");
    renameSync(day, join(base, "a-day"));
    symlinkSync(join(base, "a-day"), day);
    symlinkSync(away, join(away, "campaigns", "enterprise=round"));
    symlinkSync(join(base, "nowhere"), join(away, "campaigns", "enterprise=gone"));
    await inFolder(folder, async (session) => {
      expect(await queryRows(session, ROWS)).toEqual(ALL);
    });
    const keys = (await createFolderStore(folder).list("snapshots/")).map(({ key }) => key);
    expect(keys.sort()).toEqual((await createFolderStore(whole.path).list("snapshots/")).map(({ key }) => key).sort());
  });

  const elsewhere = otherFileSystem();
  test.skipIf(elsewhere === undefined)(
    `into another file system are named when something is to be written${elsewhere === undefined ? " (skipped: this machine has no second file system to write to)" : ""}`,
    async () => {
      const other = await mkdtemp(join(elsewhere ?? "", "reports-"));
      try {
        const folder = join(base, "across");
        mkdirSync(folder);
        symlinkSync(other, join(folder, "snapshots"));
        const written = createFolderStore(folder).create("snapshots/a.parquet", new Uint8Array(3), {
          contentType: "application/octet-stream",
        });
        await expect(written).rejects.toThrow(/EXDEV.*another file system.*keep the whole data folder on one/);
      } finally {
        await rm(other, { recursive: true });
      }
    },
  );

  /** Linux keeps a file system in memory beside that of the temporary folder. */
  function otherFileSystem(): string | undefined {
    const found = statSync("/dev/shm", { throwIfNoEntry: false });
    return found !== undefined && found.dev !== statSync(tmpdir()).dev ? "/dev/shm" : undefined;
  }
});

describe("where the data is", () => {
  test("a folder that does not exist is named", async () => {
    const missing = runSqlCommand("SELECT 1", { data: join(base, "mistyped"), format: "json" });
    await expect(missing).rejects.toThrow(/there is no such folder \(.*mistyped\)/);
  });

  test("a folder without data says where there is some beside it", async () => {
    copyAt("parent", "demo");
    await expect(folderWithData(join(base, "parent"))).rejects.toThrow(/Did you mean --data .*parent\/demo/);
    expect(await folderWithData(join(base, "parent", "demo"))).toBe(join(base, "parent", "demo"));
  });

  test("a relative path starts where the person stands who called npm, and nowhere else", () => {
    const npm = { INIT_CWD: "/home/me/sub", npm_lifecycle_script: "node functions/local/main.ts" };
    expect(fromWherePersonStands("data", npm)).toBe("/home/me/sub/data");
    expect(fromWherePersonStands("/data", npm)).toBe("/data");
    expect(fromWherePersonStands("data", {})).toBe(join(process.cwd(), "data"));
    const tests = { INIT_CWD: "/home/me/sub", npm_lifecycle_script: "vitest run" };
    expect(fromWherePersonStands("data", tests)).toBe(join(process.cwd(), "data"));
  });
});

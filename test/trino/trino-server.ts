import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../fakes/free-port.ts";

/**
 * An unpacked trino-server (io.trino:trino-server of Maven Central; of its plugins only `hive` is needed). A Java that runs it is that of
 * JAVA_HOME, or else of the path: Trino 476 needs Java 24 or later.
 */
const HOME = process.env["TRINO_HOME"];

/** Why Trino cannot be asked on this machine; undefined when it can. */
export async function whyNoTrino(): Promise<string | undefined> {
  if (HOME === undefined) return "TRINO_HOME names no folder of an unpacked trino-server";
  try {
    await promisify(execFile)(java(), ["-version"], { timeout: 30_000 });
    return undefined;
  } catch {
    return "there is no Java, neither in JAVA_HOME nor on the path";
  }
}

const java = (): string => {
  const home = process.env["JAVA_HOME"];
  return home === undefined ? "java" : join(home, "bin", "java");
};

/** Where Trino finds tables and files: a Glue and an S3. */
export interface Lake {
  readonly endpoint: string;
  readonly region: string;
  readonly database: string;
  /** Another way to the S3, where what is asked of it is counted; listings are then asked for anew by each query. @default `endpoint` */
  readonly counting?: string;
}

export interface TrinoResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that were read from files. */
  readonly rowsRead: number;
}

export interface Trino {
  /**
   * @param schema @default the lake's database
   * @throws Error with Trino's own message
   */
  query(sql: string, schema?: string): Promise<TrinoResult>;
  close(): Promise<void>;
}

/** Starts a Trino of one node on loopback, whose catalog `awsdatacatalog` is the lake, and waits until it answers. */
export async function startTrino(lake: Lake): Promise<Trino> {
  const folder = await mkdtemp(join(tmpdir(), "trino-"));
  const port = await freePort();
  const log = join(folder, "log");
  await writeConfiguration(folder, port, lake);
  const child = spawn("/bin/sh", ["-c", `exec "${HOME}/bin/launcher" run --etc-dir "${folder}/etc" > "${log}" 2>&1`], {
    stdio: "ignore",
    env: { ...process.env, PATH: `${join(java(), "..")}:${process.env["PATH"]}` },
  });
  const base = `http://127.0.0.1:${port}`;
  try {
    await untilUp(base, child, log);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    query: (sql, schema = lake.database) => askedOfANode(base, schema, sql),
    close: async () => {
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function writeConfiguration(folder: string, port: number, lake: Lake): Promise<void> {
  const files = {
    "node.properties": {
      "node.environment": "test",
      "node.id": "test",
      "node.data-dir": join(folder, "data"),
      "node.internal-address": "127.0.0.1",
      "node.bind-ip": "127.0.0.1",
    },
    "config.properties": {
      coordinator: "true",
      "node-scheduler.include-coordinator": "true",
      "http-server.http.port": String(port),
      "discovery.uri": `http://127.0.0.1:${port}`,
    },
    "log.properties": { "io.trino": "WARN" },
    "catalog/awsdatacatalog.properties": {
      "connector.name": "hive",
      "hive.metastore": "glue",
      "hive.metastore.glue.region": lake.region,
      "hive.metastore.glue.endpoint-url": lake.endpoint,
      "hive.metastore.glue.aws-access-key": "AKID",
      "hive.metastore.glue.aws-secret-key": "test",
      "hive.metastore-cache-ttl": "10m",
      ...(lake.counting === undefined
        ? { "hive.file-status-cache-tables": "*", "hive.file-status-cache-expire-time": "10m" }
        : {}),
      "hive.partition-projection-enabled": "true",
      "hive.parquet.time-zone": "UTC",
      "fs.native-s3.enabled": "true",
      "s3.endpoint": lake.counting ?? lake.endpoint,
      "s3.region": lake.region,
      "s3.path-style-access": "true",
      "s3.aws-access-key": "AKID",
      "s3.aws-secret-key": "test",
    },
  };
  await mkdir(join(folder, "etc", "catalog"), { recursive: true });
  for (const [name, settings] of Object.entries(files)) {
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(join(folder, "etc", name), lines.join(""));
  }
  await writeFile(join(folder, "etc", "jvm.config"), "-Xmx1500M\n-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n");
}

async function untilUp(base: string, child: ChildProcess, log: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const info = await fetch(`${base}/v1/info`).then(
      (answer) => answer.json() as Promise<{ starting: boolean }>,
      () => undefined,
    );
    if (info?.starting === false) return;
    if (tries > 600 || child.exitCode !== null) {
      throw new Error(`Trino does not come up: ${(await readFile(log, "utf8")).slice(-2000)}`);
    }
    await wait(200);
  }
}

/** Under load the node comes and goes in Trino's own eyes: a question that finds none is asked again, for a minute. */
async function askedOfANode(base: string, schema: string, sql: string): Promise<TrinoResult> {
  for (let tries = 1; ; tries++) {
    try {
      return await runStatement(base, schema, sql);
    } catch (error) {
      if (tries > 60 || !String(error).includes("NO_NODES_AVAILABLE")) throw error;
    }
    await wait(1000);
  }
}

/** What Trino's client protocol answers, as far as it is read here. */
interface Answer {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
  readonly stats: { readonly processedRows: number };
}

/** A statement over https://trino.io/docs/current/develop/client-protocol.html. */
async function runStatement(base: string, schema: string, sql: string): Promise<TrinoResult> {
  const headers = {
    "X-Trino-User": "test",
    "X-Trino-Catalog": "awsdatacatalog",
    "X-Trino-Schema": schema,
    // Without it types lose their precision.
    "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME",
  };
  const ask = async (url: string, init?: RequestInit): Promise<Answer> => {
    const answer = await fetch(url, { ...init, headers });
    if (!answer.ok) throw new Error(`Trino answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const rows: (readonly unknown[])[] = [];
  let columns: TrinoResult["columns"] = [];
  let answer = await ask(`${base}/v1/statement`, { method: "POST", body: sql });
  for (;;) {
    if (answer.error !== undefined) throw new Error(`${answer.error.errorName}: ${answer.error.message}`);
    columns = answer.columns?.map(({ name, type }) => ({ name, type })) ?? columns;
    rows.push(...(answer.data ?? []));
    if (answer.nextUri === undefined) return { columns, rows, rowsRead: answer.stats.processedRows };
    answer = await ask(answer.nextUri);
  }
}

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../fakes/free-port.ts";

/** A Python that has LocalStack. */
const PYTHON = process.env["LOCALSTACK_PYTHON"];

/** Why LocalStack cannot be asked on this machine; undefined when it can. */
export async function whyNoLocalStack(): Promise<string | undefined> {
  if (PYTHON === undefined) return "LOCALSTACK_PYTHON names no Python with test/localstack/requirements.txt";
  try {
    await promisify(execFile)(PYTHON, ["-c", "import localstack.aws.components"], { timeout: 60_000 });
    return undefined;
  } catch {
    return `${PYTHON} has no LocalStack that starts: pip install -r test/localstack/requirements.txt, by Python 3.13`;
  }
}

export interface LocalStack {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts LocalStack as a process of this machine, without Docker, on loopback; waits until it answers. */
export async function startLocalStack(): Promise<LocalStack> {
  const folder = await mkdtemp(join(tmpdir(), "localstack-"));
  const port = await freePort();
  const child = spawn(PYTHON ?? "python3", ["-m", "localstack.runtime.main"], {
    cwd: folder,
    stdio: "ignore",
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      TMPDIR: folder,
      LOCALSTACK_VOLUME_DIR: join(folder, "volume"),
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      DNS_ADDRESS: "0",
      // Nothing is told to its makers, and nothing fetched.
      DISABLE_EVENTS: "1",
      SKIP_SSL_CERT_DOWNLOAD: "1",
      // Types that it does not know, such as Glue's and Athena's, are passed over.
      CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: "1",
    },
  });
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const isUp = await fetch(`${endpoint}/_localstack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return { endpoint, close };
    if (tries > 600 || child.exitCode !== null) {
      await close();
      throw new Error("LocalStack does not come up");
    }
    await wait(100);
  }
}

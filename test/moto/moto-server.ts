import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../fakes/free-port.ts";

/** A Python that has moto; `.ci/run` makes one and names it here. @default python3 */
const PYTHON = process.env["MOTO_PYTHON"] ?? "python3";

/** Why moto cannot be asked on this machine; undefined when it can. */
export async function whyNoMoto(): Promise<string | undefined> {
  try {
    await promisify(execFile)(PYTHON, ["-c", "import moto.server"], { timeout: 60_000 });
    return undefined;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing
      ? `there is no ${PYTHON}`
      : `${PYTHON} has no moto: pip install -r test/moto/requirements.txt, or name another Python in MOTO_PYTHON`;
  }
}

export interface Moto {
  readonly endpoint: string;
  /** As a folder's code is uploaded. */
  zip(folder: string, file: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts moto's server on loopback, and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn(PYTHON, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    env: { ...process.env, MOTO_ACCOUNT_ID: "123456789012", PYTHONWARNINGS: "ignore" },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const isUp = await fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    if (tries > 200 || child.exitCode !== null) throw new Error("moto does not come up");
    await wait(100);
  }
  return {
    endpoint,
    zip: async (folder, file) => {
      await promisify(execFile)(PYTHON, ["-m", "zipfile", "-c", file, `${folder}/.`]);
    },
    close: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

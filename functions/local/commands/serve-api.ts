import { once } from "node:events";
import { note, printResult } from "../output.ts";
import { readFaultScript } from "../simulated-api/faults/fault-script.ts";
import type { Befallen } from "../simulated-api/faults/faulty-api.ts";
import { type ServeApiOptions, serveApi } from "../simulated-api/serve-api.ts";

export interface ServeApiCommandOptions extends Omit<ServeApiOptions, "clock" | "script" | "onBefallen"> {
  /** A fault script, as JSON. */
  readonly faults?: string;
}

/** Serves until SIGINT or SIGTERM; prints where, and with which credentials. */
export async function runServeApi(options: ServeApiCommandOptions): Promise<boolean> {
  const { faults, ...rest } = options;
  const script = faults === undefined ? {} : { script: await readFaultScript(faults), onBefallen: tell };
  const server = await serveApi({ ...rest, ...script });
  printResult({ url: server.url, ...server.summary });
  note(`To use it in another terminal:
  export CONVERTR_BASE_URL=${server.url} CONVERTR_USERNAME='${server.summary.username}' CONVERTR_PASSWORD='${server.summary.password}'
  npm run reports -- snapshot --enterprise demo
Ctrl-C ends it.`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
  return true;
}

function tell({ number, kind, page, faults }: Befallen): void {
  if (faults.length > 0) note(`request ${number}, ${kind}${kind === "page" ? ` ${page}` : ""}: ${faults.join(", ")}`);
}

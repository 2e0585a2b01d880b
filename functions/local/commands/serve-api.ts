import { once } from "node:events";
import { note, printResult } from "../output.ts";
import { serveApi } from "../simulated-api/serve-api.ts";

export interface ServeApiOptions {
  readonly port: number;
  readonly seed: number;
  readonly date?: string;
  readonly latencyMs: number;
  readonly campaigns?: number;
}

/** Serves until SIGINT or SIGTERM; prints where, and with which credentials. */
export async function runServeApi(options: ServeApiOptions): Promise<boolean> {
  const server = await serveApi(options);
  printResult({ url: server.url, ...server.summary });
  note(`To use it in another terminal:
  export CONVERTR_BASE_URL=${server.url} CONVERTR_USERNAME='${server.summary.username}' CONVERTR_PASSWORD='${server.summary.password}'
  npm run reports -- snapshot --enterprise demo
Ctrl-C ends it.`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
  return true;
}

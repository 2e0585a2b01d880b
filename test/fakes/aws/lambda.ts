import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

export type Invocation =
  | { readonly outcome: "answered"; readonly answer: unknown }
  | { readonly outcome: "failed"; readonly errorType: string; readonly errorMessage: string };

export interface LambdaOptions {
  /** As in the template: `handler.handler`. */
  readonly handler: string;
  /** The unpacked code. */
  readonly folder: string;
  /** Megabytes; Node gets as much of it for its heap as Lambda gives. */
  readonly memory: number;
  readonly timeoutMs: number;
  /** The function's own variables and whatever Lambda would add. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface RunningLambda {
  /** One invocation at a time, in one warm process. */
  invoke(event: unknown): Promise<Invocation>;
  /** Everything the process wrote, by line. */
  log(): readonly string[];
  close(): Promise<void>;
}

const BOOTSTRAP = fileURLToPath(new URL("lambda-bootstrap.ts", import.meta.url));

/** Runs the code of a function as Lambda would: a process under this Node, fed by a Runtime API on loopback. */
export async function startLambda(options: LambdaOptions): Promise<RunningLambda> {
  const runtime = createRuntimeApi(options.timeoutMs);
  const server = createServer((request, response) => void runtime.handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [`--max-old-space-size=${Math.floor(options.memory * 0.9)}`, BOOTSTRAP], {
    env: {
      ...options.environment,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      LAMBDA_TASK_ROOT: options.folder,
      _HANDLER: options.handler,
      TZ: ":UTC",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  return {
    invoke: (event) => runtime.invoke(event),
    log: () => output().split("\n").filter(Boolean),
    close: async () => {
      if (child.exitCode === null) {
        child.kill();
        await once(child, "exit");
      }
      server.close();
      server.closeAllConnections();
    },
  };
}

function collect(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

interface Waiting {
  readonly event: unknown;
  readonly resolve: (invocation: Invocation) => void;
}

/** The Runtime API that Lambda documents: next, response, error, init error. */
function createRuntimeApi(timeoutMs: number) {
  const queue: Waiting[] = [];
  const running = new Map<string, Waiting>();
  let idle: ServerResponse | undefined;
  let dead: Invocation | undefined;
  let count = 0;
  const handOver = () => {
    const [next] = queue;
    if (next === undefined || idle === undefined) return;
    queue.shift();
    const id = `request-${++count}`;
    running.set(id, next);
    idle.writeHead(200, {
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(Date.now() + timeoutMs),
    });
    idle.end(JSON.stringify(next.event));
    idle = undefined;
  };
  const finish = (waiting: Waiting | undefined, invocation: Invocation) => waiting?.resolve(invocation);
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.endsWith("/invocation/next")) {
      idle = response;
      return handOver();
    }
    const body = JSON.parse(await textOf(request));
    const [, id = "", kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? "") ?? [];
    const failure: Invocation = { outcome: "failed", errorType: body?.errorType, errorMessage: body?.errorMessage };
    if (kind === undefined) {
      dead = failure;
      for (const waiting of queue.splice(0)) finish(waiting, failure);
    } else {
      finish(running.get(id), kind === "response" ? { outcome: "answered", answer: body } : failure);
    }
    response.writeHead(202).end();
  };
  const invoke = (event: unknown) =>
    new Promise<Invocation>((resolve) => {
      if (dead !== undefined) return resolve(dead);
      queue.push({ event, resolve });
      handOver();
    });
  return { handle, invoke };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

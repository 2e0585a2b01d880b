import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request of the SDK, body read whole. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What IAM would be asked: action, resource and the condition keys of the request. */
export interface AwsCall {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

export interface AwsService {
  /** As in the credential scope of SigV4: `s3`, `ses`, `secretsmanager`. */
  readonly signingName: string;
  /** What the request asks IAM for; nothing is done. */
  callsOf(request: AwsRequest): readonly AwsCall[];
  answer(request: AwsRequest): AwsAnswer;
}

/** What goes wrong with one request. `after…`: the service has done its work by then. */
export type Fault = Trouble & {
  /** Waits for a request whose `action resource` matches. @default the next request */
  readonly on?: RegExp;
};
type Trouble =
  | { readonly kind: "answer"; readonly answer: AwsAnswer }
  | { readonly kind: "reset" | "after-reset" | "hang" | "after-hang" }
  /** Only so many bytes of the body, then a reset. */
  | { readonly kind: "cut-body"; readonly bytes: number }
  /** One byte at a time. */
  | { readonly kind: "drip"; readonly everyMs: number };

export interface FakeAws {
  readonly endpoint: string;
  /** Every request that came, in order, also the ones that a fault befell. */
  readonly calls: AwsCall[];
  /** Each befalls one request, in order. */
  readonly faults: Fault[];
  close(): Promise<void>;
}

/**
 * AWS on loopback: one port, the service told by the signature's scope. Nothing leaves the machine.
 * @param onRequest told of every request as it came
 */
export async function startAws(
  services: readonly AwsService[],
  onRequest: (request: AwsRequest) => void = () => {},
): Promise<FakeAws> {
  const calls: AwsCall[] = [];
  const faults: Fault[] = [];
  const server = createServer((incoming, response) => {
    void handle(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    onRequest(request);
    const scope = /Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9]+)\/aws4_request/.exec(
      request.headers["authorization"] ?? "",
    );
    const service = services.find(({ signingName }) => signingName === scope?.[1]);
    if (service === undefined) throw new Error(`no service for ${scope?.[1] ?? "an unsigned request"}`);
    const asked = service.callsOf(request);
    calls.push(...asked);
    const next = faults.findIndex(({ on }) =>
      asked.some(({ action, resource }) => on?.test(`${action} ${resource}`) ?? true),
    );
    respond(request, { response, service, fault: next < 0 ? undefined : faults.splice(next, 1)[0] });
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly response: ServerResponse;
  readonly service: AwsService;
  readonly fault: Fault | undefined;
}

function respond(request: AwsRequest, { response, service, fault }: Exchange): void {
  if (fault?.kind === "reset") return void response.destroy();
  if (fault?.kind === "hang") return;
  const { status, headers = {}, body = "" } = fault?.kind === "answer" ? fault.answer : service.answer(request);
  if (fault?.kind === "after-reset") return void response.destroy();
  if (fault?.kind === "after-hang") return;
  const bytes = request.method === "HEAD" ? Buffer.alloc(0) : Buffer.from(body);
  response.writeHead(status, { "x-amzn-requestid": "fake", "content-length": String(bytes.length), ...headers });
  if (fault?.kind === "cut-body") {
    response.write(bytes.subarray(0, fault.bytes), () => response.destroy());
    return;
  }
  if (fault?.kind === "drip") drip(response, bytes, fault.everyMs);
  else response.end(bytes);
}

function drip(response: ServerResponse, bytes: Buffer, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= bytes.length) response.end();
    else response.write(bytes.subarray(at, ++at));
  }, everyMs);
  response.on("close", () => clearInterval(timer));
}

async function readRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  return { method: incoming.method ?? "", url, headers, body: Buffer.concat(chunks) };
}

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What was asked of S3 since a moment. */
export interface S3Counts {
  /** Pages of a listing. */
  readonly lists: number;
  /** Reads of an object or a part of one. */
  readonly gets: number;
  readonly heads: number;
  /** Of objects, as they were sent. */
  readonly bytes: number;
}

export interface CountingS3 {
  readonly endpoint: string;
  /** The counts since the last time this was called. */
  taken(): S3Counts;
  close(): void;
}

const NONE: S3Counts = { lists: 0, gets: 0, heads: 0, bytes: 0 };

/** Stands before an S3 on loopback, path-style, hands everything on as it came, and counts what is read. */
export async function startCountingS3(behind: string): Promise<CountingS3> {
  const { hostname, port } = new URL(behind);
  let counts = NONE;
  const server = createServer((incoming, outgoing) => {
    const { method, url = "/", headers } = incoming;
    const key = url.split("?")[0]?.split("/").slice(2).join("/");
    const isObject = key !== undefined && key !== "";
    const forwarded = request({ hostname, port, method, path: url, headers }, (answer) => {
      if (method === "HEAD") counts = { ...counts, heads: counts.heads + 1 };
      if (method === "GET" && !isObject) counts = { ...counts, lists: counts.lists + 1 };
      if (method === "GET" && isObject) {
        counts = {
          ...counts,
          gets: counts.gets + 1,
          bytes: counts.bytes + Number(answer.headers["content-length"] ?? 0),
        };
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", (error) => outgoing.destroy(error));
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => {
      const now = counts;
      counts = NONE;
      return now;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

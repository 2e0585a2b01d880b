import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import {
  brotliCompressSync,
  constants,
  crc32,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { jsonAnswer, type ServedAnswer } from "../http/answer.ts";
import type { FaultOf } from "./fault-kinds.ts";

const BOMB_BLOCK = Buffer.alloc(64 * 1_024, " 0");

/** Sends what comes in place of the API's answer; an answer, or what was done with the response. */
export function answerInstead(fault: FaultOf<"instead">, response: ServerResponse): ServedAnswer | "taken" {
  switch (fault.fault) {
    case "status": {
      const { body = { code: fault.status, message: "scripted" } } = fault;
      const answer = jsonAnswer(fault.status, body, fault.headers);
      return typeof body === "string" ? { ...answer, body } : answer;
    }
    case "html":
      return { status: fault.status, headers: { "content-type": "text/html; charset=UTF-8" }, body: fault.body };
    case "redirect":
      return { status: fault.status, headers: { location: fault.location }, body: "" };
    case "reset":
      response.socket?.resetAndDestroy();
      return "taken";
    case "hang":
      return "taken";
    default:
      sendBomb(response, fault.bytes);
      return "taken";
  }
}

/** A body that is small on the wire and large behind the decompression. */
function sendBomb(response: ServerResponse, bytes: number): void {
  const bomb = bombs.get(bytes) ?? gzipOfSameBlocks(Math.ceil(bytes / BOMB_BLOCK.length));
  bombs.set(bytes, bomb);
  response.writeHead(200, { "content-type": "application/ld+json", "content-encoding": "gzip" }).end(bomb);
}

const bombs = new Map<number, Uint8Array>();

/** Of one block that is compressed once; hundreds of megabytes would take seconds each time. */
function gzipOfSameBlocks(count: number): Uint8Array {
  const block = deflateRawSync(BOMB_BLOCK, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  let checksum = 0;
  for (let at = 0; at < count; at += 1) checksum = crc32(BOMB_BLOCK, checksum);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(checksum, 0);
  end.writeUInt32LE((count * BOMB_BLOCK.length) % 2 ** 32, 4);
  return Buffer.concat([GZIP_HEADER, ...Array<Buffer>(count).fill(block), deflateRawSync(""), end]);
}

const GZIP_HEADER = Buffer.from("1f8b08000000000002ff", "hex");

/** Sends an answer badly. Undefined when it is to be sent as usual. */
export async function sendBadly(
  fault: FaultOf<"wire">,
  answer: ServedAnswer,
  response: ServerResponse,
): Promise<"taken" | undefined> {
  const bytes = Buffer.from(answer.body, "utf8");
  switch (fault.fault) {
    case "delay":
      await wait(fault.ms);
      return undefined;
    case "informational":
      if (fault.status === 102) response.writeProcessing();
      else response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
      return undefined;
    case "stale-socket":
      response.once("finish", () => setImmediate(() => response.socket?.destroy()));
      return undefined;
    case "gzip-damage":
      response.writeHead(answer.status, {
        ...answer.headers,
        "content-encoding": "gzip",
        "content-length": bytes.length,
      });
      response.end(bytes);
      return "taken";
    case "encode":
      sendEncoded(response, answer, fault.as);
      return "taken";
    case "latin-1": {
      const type = fault.declared
        ? { "content-type": `${answer.headers["content-type"]?.split(";")[0]}; charset=iso-8859-1` }
        : {};
      response.writeHead(answer.status, { ...answer.headers, ...type }).end(Buffer.from(answer.body, "latin1"));
      return "taken";
    }
    case "framing":
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-type: application/ld+json\r\n${FRAMES[fault.by]}`);
      return "taken";
    case "drip":
      drip(response, answer, fault);
      return "taken";
    default:
      cut(response, answer, { ...fault, bytes: fault.bytes ?? Math.floor(bytes.length / 2) });
      return "taken";
  }
}

const FRAMES = {
  "two-lengths": "content-length: 2\r\ncontent-length: 3\r\n\r\n{}",
  "length-and-chunks": "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
  "chunk-size": "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n",
  "no-head": "no header at all\r\n\r\n{}",
} as const;

const ENCODERS = {
  gzip: gzipSync,
  "x-gzip": gzipSync,
  deflate: deflateSync,
  "deflate-raw": deflateRawSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  identity: (bytes: Buffer) => bytes,
  "": (bytes: Buffer) => bytes,
} as const;

function sendEncoded(
  response: ServerResponse,
  { status, headers, body }: ServedAnswer,
  as: keyof typeof ENCODERS,
): void {
  const bytes = ENCODERS[as](Buffer.from(body, "utf8"));
  const encoding = as === "deflate-raw" ? "deflate" : as;
  response.writeHead(status, { ...headers, "content-encoding": encoding, "content-length": bytes.length }).end(bytes);
}

function drip(response: ServerResponse, answer: ServedAnswer, fault: FaultOf<"wire"> & { fault: "drip" }): void {
  const bytes = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, { ...answer.headers, "content-length": bytes.length });
  let at = 0;
  const timer = setInterval(() => {
    if (at >= bytes.length) response.end();
    else response.write(bytes.subarray(at, at + fault.bytes));
    at += fault.bytes;
  }, fault.everyMs);
  response.on("close", () => clearInterval(timer));
}

function cut(
  response: ServerResponse,
  answer: ServedAnswer,
  { bytes, by }: { readonly bytes: number; readonly by: "reset" | "length" | "chunk" | "http-1.0" },
): void {
  const body = Buffer.from(answer.body, "utf8");
  const part = body.subarray(0, bytes);
  const { socket } = response;
  if (by === "http-1.0") {
    const head = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket?.end(Buffer.concat([Buffer.from(`HTTP/1.0 ${answer.status} OK\r\n${head.join("")}\r\n`), part]));
    return;
  }
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(by === "chunk" ? {} : { "content-length": body.length }),
  });
  response.write(part, () => (by === "reset" ? socket?.resetAndDestroy() : socket?.end()));
}

import { createServer, type Socket } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { listenAfresh } from "../fakes/free-port.ts";
import { ids, startApi } from "./api-server.ts";
import { changed, onPages, small } from "./changed-pages.ts";
import { kit } from "./client-kit.ts";

const LD = "application/ld+json";

describe("text that is not what it says", () => {
  /** The page of a server whose name is written in Latin-1: the byte E9 for the é. */
  const latin1 = (type: string) => async () => {
    const api = await startApi(ids(3));
    onPages(
      api,
      () => true,
      (reply) => {
        const text = JSON.stringify(reply.envelope()).replaceAll("Campaign 1", "Caf\u00e9 1");
        reply.send(200, Buffer.from(text, "latin1"), { "content-type": type });
      },
    );
    return api;
  };

  test.each([LD, `${LD}; charset=utf-8`, `${LD}; charset=UTF-8`, `${LD};charset="utf8"`])(
    "bytes that are no UTF-8 under %s end the pull at once, by what they are",
    async (type) => {
      await using api = await latin1(type)();
      const error = await small(api).fails();
      expect(error).toMatchObject({ name: "BadResponse", retryable: false });
      expect(error.message).toMatch(/text that is not (?:UTF-8|of the charset it names)/);
      expect(error.message).toContain("name the charset in Content-Type");
      expect(api.count("page")).toBe(1);
    },
  );

  test.each(["iso-8859-1", "ISO-8859-15", "windows-1252", '"latin1"'])(
    "a charset that is given is read by: %s",
    async (charset) => {
      await using api = await latin1(`${LD}; charset=${charset}`)();
      const k = small(api);
      await k.pull();
      expect(k.members[0]?.["name"]).toBe("Caf\u00e9 1");
    },
  );

  test("a charset that nobody knows is not guessed", async () => {
    await using api = await latin1(`${LD}; charset=x-klingon`)();
    expect((await small(api).fails()).message).toContain("not of the charset it names");
  });

  test("a byte order mark, and characters of every length, are no mistake", async () => {
    await using api = await startApi(ids(3));
    onPages(
      api,
      () => true,
      (reply) => {
        const text = JSON.stringify(reply.envelope()).replaceAll("Campaign 1", "\u00e9\u20ac\u{1f600}\ufffd");
        reply.send(200, `\ufeff${text}`, { "content-type": LD });
      },
    );
    const k = small(api);
    await k.pull();
    expect(k.members[0]?.["name"]).toBe("\u00e9\u20ac\u{1f600}\ufffd");
  });

  test("a login's answer is read as strictly", async () => {
    await using api = await startApi(ids(3));
    api.script = () => (reply) =>
      reply.send(200, Buffer.from('{"access_token":"t","name":"\u00e9"}', "latin1"), {
        "content-type": "application/json",
      });
    expect(await small(api).fails()).toMatchObject({ name: "BadResponse" });
  });
});

describe("compressed bodies", () => {
  const ENCODINGS: readonly (readonly [header: string, encode: (text: string) => Buffer])[] = [
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["GZIP", gzipSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
    ["gzip, gzip", (text) => gzipSync(gzipSync(text))],
    ["deflate, gzip", (text) => gzipSync(deflateSync(text))],
    ["identity, gzip", gzipSync],
    ["identity", Buffer.from],
    ["", Buffer.from],
    [" , ", Buffer.from],
  ];
  test.each(ENCODINGS)("Content-Encoding %j is read", async (header, encode) => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      () => true,
      (reply) =>
        reply.send(200, encode(JSON.stringify(reply.envelope())), { "content-type": LD, "content-encoding": header }),
    );
    const k = small(api);
    expect(await k.pull()).toMatchObject({ retries: 0 });
    expect(k.handed).toEqual(ids(12));
  });

  test.each(["compress", "aws-chunked", "gzip, gzip, gzip, gzip"])("%j is refused at once, by name", async (header) => {
    await using api = await startApi(ids(3));
    onPages(
      api,
      () => true,
      (reply) => reply.send(200, gzipSync("x"), { "content-type": LD, "content-encoding": header }),
    );
    const error = await small(api).fails();
    expect(error).toMatchObject({ name: "BadResponse", retryable: false });
    expect(error.message).toContain("Content-Encoding");
    expect(error.message).not.toContain("can be reached");
    expect(api.count("page")).toBe(1);
  });

  test.each(["gzip", "deflate", "br", "zstd"])(
    "%s that is damaged is told as that, after two more tries",
    async (header) => {
      await using api = await startApi(ids(3));
      onPages(
        api,
        () => true,
        (reply) => reply.send(200, "{}{}{}{}{}{}{}{}", { "content-type": LD, "content-encoding": header }),
      );
      const error = await small(api).fails();
      expect(error).toMatchObject({ name: "BadResponse", retryable: false });
      expect(error.message).toContain("a compressed body that is damaged");
      expect(error.message).not.toContain("can be reached");
      expect(api.count("page")).toBe(3);
    },
  );

  test.each([
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
    ["gzip, gzip", (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ] as const)("a bomb of %s stops at the cap", async (header, encode) => {
    await using api = await startApi(ids(3));
    const bomb = encode(Buffer.alloc(3_000_000, " "));
    onPages(
      api,
      () => true,
      (reply) => reply.send(200, bomb, { "content-type": LD, "content-encoding": header }),
    );
    const error = await small(api, { limits: { bodyBytes: 1_000_000 } }).fails();
    expect(error.message).toContain("more than 1000000 bytes");
  });
});

describe("broken HTTP", () => {
  /** A server that lets in, and then answers with these bytes. */
  async function rawServer(bytes: string) {
    let pages = 0;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("data", (data) => {
        if (data.toString().startsWith("POST")) {
          const token = JSON.stringify({ access_token: "t", expires_in: 3600 });
          socket.write(
            `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${token.length}\r\n\r\n${token}`,
          );
          return;
        }
        pages += 1;
        socket.write(bytes);
      });
    });
    const port = await listenAfresh(server);
    return {
      baseUrl: `http://127.0.0.1:${port}`,
      pages: () => pages,
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }
  const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: ${LD}\r\n`;

  test.each([
    ["no status line", "hello\r\n\r\n"],
    ["a length that is no number", `${HEAD}Content-Length: many\r\n\r\n{}`],
    ["two lengths", `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ["a length and chunks", `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
    ["a chunk's size that is no number", `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`],
    ["a header without a colon", `${HEAD}nonsense\r\n\r\n{}`],
    ["headers without end", `${HEAD}X: ${"x".repeat(100_000)}\r\n\r\n{}`],
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"],
  ])("%s is told as that, at once", async (_, bytes) => {
    await using api = await rawServer(bytes);
    const error = await kit(api).fails();
    expect(error).toMatchObject({ name: "BadResponse", retryable: false });
    expect(error.message).toMatch(/broken HTTP \(HPE_\w+\)/);
    expect(error.message).not.toMatch(/can be reached|Trying again can help/);
    expect(api.pages()).toBe(1);
  });
});

describe("numbers that JSON carries further than a double", () => {
  test.each(["9007199254740993", "12345678901234567890", "1.0000000000000000001", "1e400", "123456789012345678e2"])(
    "an id of %s is no usable id, and is not told as another one",
    async (text) => {
      await using api = await startApi(ids(8));
      onPages(
        api,
        () => true,
        (reply) =>
          reply.send(200, JSON.stringify(reply.envelope()).replace('"id":3,', `"id":${text},`), { "content-type": LD }),
      );
      const k = kit(api);
      expect((await k.pull()).leftOut).toEqual([{ id: null, reason: "id is no positive integer" }]);
      expect(k.handed).toEqual([1, 2, 4, 5, 6, 7, 8]);
    },
  );

  test("a total that no double holds is no total", async () => {
    await using api = await startApi(ids(3));
    onPages(
      api,
      () => true,
      changed((envelope) => envelope),
    );
    onPages(
      api,
      () => true,
      (reply) =>
        reply.send(
          200,
          JSON.stringify(reply.envelope()).replace(/"hydra:totalItems":3/, '"hydra:totalItems":3.00000000000000001'),
          {
            "content-type": LD,
          },
        ),
    );
    const k = kit(api);
    await k.pull();
    expect(k.log.find(({ event }) => event === "convertr-sequential")?.fields["reason"]).toBe("no total");
  });
});

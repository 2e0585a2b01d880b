import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What is done to the bytes of the given connection, counted from 1, on their way to the server; null breaks it off. */
type Meddle = (bytes: Buffer, connection: number) => Buffer | null;

/** A TCP proxy on loopback that damages what passes it; gone with the test. @returns its address */
export async function openProxy(endpoint: string, meddle: Meddle): Promise<string> {
  const { port } = new URL(endpoint);
  const open = new Set<Socket>();
  let connections = 0;
  const proxy = createServer((client) => {
    const number = ++connections;
    const server = connect(Number(port), "127.0.0.1");
    const both = [client, server];
    for (const socket of both) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        for (const one of both) one.destroy();
      });
    }
    server.pipe(client);
    client.on("data", (bytes: Buffer) => {
      const passed = meddle(bytes, number);
      if (passed === null) client.resetAndDestroy();
      else server.write(passed);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

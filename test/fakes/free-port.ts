import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** The system gives a port that was closed again soon, and a process remembers tokens and refused passwords by the origin they belong to. */
const given = new Set<number>();

/**
 * Lets a server listen on a port of loopback that this process has not had before.
 * @returns the port
 */
export async function listenAfresh(server: Server): Promise<number> {
  for (;;) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    if (!given.has(address.port)) {
      given.add(address.port);
      return address.port;
    }
    server.close();
    await once(server, "close");
  }
}

/** A port of loopback that nobody listens on, for a server that cannot choose its own. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenAfresh(server);
  server.close();
  await once(server, "close");
  return port;
}

import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ReportsError } from "../../shared/platform/errors.ts";

const LOOPBACK = "127.0.0.1";
const REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: "something listens there already",
  EACCES: "this user may not listen there",
};

/**
 * Lets a server listen on this machine only.
 * @param port 0: any free one
 * @returns the port
 * @throws WrongUsage when it is taken, or not for this user
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, LOOPBACK);
    await once(server, "listening");
  } catch (error) {
    const what = REFUSALS[(error as NodeJS.ErrnoException).code ?? ""];
    if (what === undefined) throw error;
    throw new ReportsError("WrongUsage", {
      what,
      where: `--port ${port}`,
      remedy: "End it, or name another port; 0 takes any free one",
    });
  }
  return (server.address() as AddressInfo).port;
}

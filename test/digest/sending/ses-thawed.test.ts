import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { SESClient } from "@aws-sdk/client-ses";
import { expect, onTestFinished, test } from "vitest";
import type { OutgoingMail } from "../../../shared/digest/delivery/mailer.ts";
import { createSesClient, createSesMailer } from "../../../shared/digest/delivery/ses-mailer.ts";
import { createFakeSes } from "../../fakes/aws/ses.ts";

const FORGOTTEN_AFTER_MS = 150;
const MAIL: OutgoingMail = {
  from: "reports@acme.example",
  to: "team@acme.example",
  raw: new TextEncoder().encode("Subject: x\r\n\r\nx\r\n"),
  tags: {},
};
const CONFIG = { region: "eu-west-1", credentials: { accessKeyId: "AKID", secretAccessKey: "x" } };

/** SES behind something that forgets a connection which lay idle, as it does of a function that was frozen: it resets what comes over it. */
async function openForgetfulSes() {
  const ses = createFakeSes();
  const quietSince = new WeakMap<Socket, number>();
  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    const { socket } = request;
    const since = quietSince.get(socket);
    if (since !== undefined && Date.now() - since > FORGOTTEN_AFTER_MS) return void socket.resetAndDestroy();
    const answer = ses.answer(await requestOf(request));
    response.writeHead(answer.status, answer.headers).end(answer.body);
    quietSince.set(socket, Date.now());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ses, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function requestOf(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { method: "POST", url: new URL("http://127.0.0.1/"), headers: {}, body: Buffer.concat(chunks) };
}

/** Two mails of one process, which is frozen in between. */
async function sendAcrossFreeze(client: SESClient): Promise<readonly string[]> {
  onTestFinished(() => client.destroy());
  const clock = { now: () => 0, sleep: async () => {} };
  const mailer = createSesMailer({ client, configurationSet: "reports", clock, deadline: () => 60_000 });
  const before = await mailer.send(MAIL);
  await wait(3 * FORGOTTEN_AFTER_MS);
  return [before.state, (await mailer.send(MAIL)).state];
}

test("the first mail after a freeze goes out, though the connection of the mail before was forgotten meanwhile", async () => {
  const { ses, endpoint } = await openForgetfulSes();
  expect(await sendAcrossFreeze(createSesClient(undefined, { ...CONFIG, endpoint }))).toEqual(["sent", "sent"]);
  expect(ses.sent).toHaveLength(2);
});

test("a client that keeps its connections loses that mail to a reset, which is why ours does not", async () => {
  const { endpoint } = await openForgetfulSes();
  const keeping = new SESClient({ ...CONFIG, endpoint, maxAttempts: 1 });
  expect(await sendAcrossFreeze(keeping)).toEqual(["sent", "unknown"]);
});

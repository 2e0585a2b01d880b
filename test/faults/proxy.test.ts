import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { CERTIFICATE, KEY } from "../convertr/untrusted-certificate.ts";
import { bundledCommand } from "../local/terminal/bundled-command.ts";
import { faultTest } from "./fault-test.ts";

const run = promisify(execFile);
/** The name in the certificate, which no resolver knows. */
const HOST = "untrusted.example";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxy-"));
  await writeFile(join(folder, "ca.pem"), CERTIFICATE);
  return () => rm(folder, { recursive: true, force: true });
});

/** An API that refuses every login, behind a certificate that only `ca.pem` vouches for, and a proxy that leads to it. */
async function company() {
  const logins: string[] = [];
  const tunnels: string[] = [];
  let connections = 0;
  const api = createHttpsServer({ cert: CERTIFICATE, key: KEY }, (request, response) => {
    logins.push(request.url ?? "");
    request.resume();
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: "invalid_grant" }));
  }).listen(0, "127.0.0.1");
  api.on("connection", () => {
    connections += 1;
  });
  const proxy = createHttpServer((_, response) => response.writeHead(500).end()).listen(0, "127.0.0.1");
  proxy.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    const onward = connect(portOf(api), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  await Promise.all([once(api, "listening"), once(proxy, "listening")]);
  onTestFinished(() => {
    for (const server of [api, proxy]) server.close().closeAllConnections();
  });
  return {
    logins,
    tunnels,
    connections: () => connections,
    baseUrl: `https://${HOST}:${portOf(api)}`,
    proxy: `http://127.0.0.1:${portOf(proxy)}`,
  };
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

/** What the local runner says of a snapshot that cannot succeed. */
async function snapshot(env: Readonly<Record<string, string>>): Promise<string> {
  const main = await bundledCommand();
  const args = [main.file, "snapshot", "--enterprise", "acme", "--data", await mkdtemp(join(folder, "data-"))];
  const { PATH = "", HOME = "" } = process.env;
  const credentials = { CONVERTR_USERNAME: "CANARY-user", CONVERTR_PASSWORD: "CANARY-password" };
  try {
    await run(process.execPath, args, { env: { PATH, HOME, ...main.env, ...credentials, ...env }, timeout: 60_000 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
  return expect.fail("it succeeded");
}

const trusting = () => ({ NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") });

for (const name of ["HTTPS_PROXY", "https_proxy"]) {
  faultTest("A92", `a proxy that ${name} names is gone through`, async () => {
    const { baseUrl, proxy, tunnels, logins } = await company();
    const said = await snapshot({ ...trusting(), CONVERTR_BASE_URL: baseUrl, [name]: proxy });
    expect(said).toContain("AuthFailed");
    expect(new Set(tunnels)).toEqual(new Set([new URL(baseUrl).host]));
    // Three datasets, one login: a refused one is not repeated.
    expect(logins).toEqual(["/api/login"]);
  });
}

describe("a company's proxy", () => {
  test("is left aside for hosts of NO_PROXY, and when nothing names it", async () => {
    const { baseUrl, proxy, tunnels, connections } = await company();
    // By an address: a name that nobody knows would be looked up again and again. The certificate is not of it, and ends all the same.
    const address = { CONVERTR_BASE_URL: baseUrl.replace(HOST, "127.0.0.1") };
    const direct: readonly Record<string, string>[] = [
      { HTTPS_PROXY: proxy, NO_PROXY: "127.0.0.1" },
      { HTTP_PROXY: proxy },
    ];
    for (const env of direct) {
      const before = connections();
      expect(await snapshot({ ...trusting(), ...address, ...env })).toContain("ApiUnavailable");
      expect(connections()).toBeGreaterThan(before);
    }
    expect(tunnels).toEqual([]);
    await snapshot({ ...trusting(), ...address, HTTPS_PROXY: proxy, NO_PROXY: HOST });
    expect(new Set(tunnels)).toEqual(new Set([new URL(address.CONVERTR_BASE_URL).host]));
  });

  test.each(["socks5://user:CANARY@127.0.0.1:1080", "127.0.0.1:8080", "nonsense"])(
    "of a form that Node does not know is refused by name: %s",
    async (proxy) => {
      const said = await snapshot({ HTTPS_PROXY: proxy, CONVERTR_BASE_URL: "https://untrusted.example" });
      expect(said).toMatch(/InvalidSettings: .*HTTPS_PROXY/);
      expect(said).not.toContain("CANARY");
    },
  );

  test("that refuses the tunnel is named, with what to check", async () => {
    const { baseUrl, proxy } = await company();
    const refusing = createHttpServer().listen(0, "127.0.0.1");
    refusing.on("connect", (_, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    await once(refusing, "listening");
    onTestFinished(() => void refusing.close());
    const said = await snapshot({
      CONVERTR_BASE_URL: baseUrl,
      HTTPS_PROXY: proxy.replace(/\d+$/, String(portOf(refusing))),
    });
    expect(said).toContain("HTTPS_PROXY");
  });
});

describe("a certificate that nobody trusts", () => {
  faultTest("A92", "an untrusted certificate is refused, and the file of a company's own is mentioned", async () => {
    const { baseUrl, proxy, logins } = await company();
    const said = await snapshot({ NODE_TLS_REJECT_UNAUTHORIZED: "0", CONVERTR_BASE_URL: baseUrl, HTTPS_PROXY: proxy });
    expect(logins).toEqual([]);
    expect(said).toContain("ApiUnavailable");
    expect(said).toContain("NODE_EXTRA_CA_CERTS");
    expect(said).not.toContain("Trying again can help");
  });

  test("is refused to AWS too: no request reaches an endpoint that is not verified", async () => {
    const { logins, baseUrl } = await company();
    const script = `
      import { createSecretsManagerClient, createSecretsManagerCredentials } from "./shared/convertr/login/secrets-manager.ts";
      const client = createSecretsManagerClient(undefined, { region: "eu-west-1", maxAttempts: 1, endpoint: process.env.ENDPOINT,
        credentials: { accessKeyId: "CANARY", secretAccessKey: "CANARY" } });
      await createSecretsManagerCredentials({ client, secretPrefix: "p/" }).get("acme");`;
    const args = ["--input-type=module", "-e", script];
    const env = {
      PATH: process.env["PATH"] ?? "",
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      ENDPOINT: baseUrl.replace(HOST, "127.0.0.1"),
    };
    await expect(run(process.execPath, args, { env, timeout: 60_000 })).rejects.toThrow("SecretUnavailable");
    expect(logins).toEqual([]);
  });
});

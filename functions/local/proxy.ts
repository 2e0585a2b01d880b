import { setGlobalProxyFromEnv } from "node:http";
import { ReportsError } from "../../shared/platform/errors.ts";

const PROXIES = ["https_proxy", "HTTPS_PROXY"] as const;
const EXCEPTIONS = ["no_proxy", "NO_PROXY"] as const;

/**
 * Sends what goes out over https through the company's proxy, by Node's own support; loopback, which is http, stays here.
 * @throws InvalidSettings naming the variable, never its value: it may hold a password
 */
export function useProxyOf(env: Readonly<Record<string, string | undefined>>): void {
  const name = PROXIES.find((one) => env[one]);
  if (name === undefined) return;
  const url = URL.parse(env[name] ?? "");
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.hostname === "") {
    throw new ReportsError("InvalidSettings", {
      what: "the proxy is no address of the form http://host:port, which is what Node can go through",
      where: `environment variable ${name}`,
      remedy: "Correct it, or unset it for this command",
    });
  }
  const exceptions = EXCEPTIONS.map((one) => env[one]).find((value) => value);
  setGlobalProxyFromEnv({ https_proxy: url.href, ...(exceptions === undefined ? {} : { no_proxy: exceptions }) });
}

import { UNKNOWN_ENCODING } from "./body.ts";

/** Why an attempt brought nothing. Holds no header, body or URL, so it can be logged and told. */
export type Failure =
  /** The network failed before the answer was whole. */
  | { readonly kind: "network"; readonly code: string }
  | { readonly kind: "timeout"; readonly afterMs: number }
  /** An answer with another status than 200. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfterMs?: number | undefined;
      readonly passwordExpired?: true;
      /** The API says that a record of the answer holds bytes that are no UTF-8: it can never send it. */
      readonly malformedText?: true;
      /** HTML or plain text, not JSON: most likely of what stands between here and the API, such as a firewall. */
      readonly isForeign?: true;
    }
  /** Status 200, but not what was asked: perhaps a slip, so it is asked again a little. */
  | { readonly kind: "content"; readonly problem: string; readonly incomplete?: true }
  /** Will not get better by asking again. */
  | {
      readonly kind: "refused";
      readonly problem: string;
      /** What a person can do; without one, the host is to be checked. */
      readonly remedy?: string | undefined;
      readonly passwordExpired?: true;
    }
  /** TLS did not come about. Verification is never disabled. */
  | { readonly kind: "tls"; readonly code: string };

const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/;
const MAX_CAUSES = 5;
/** Node's HTTP parser: what came is no HTTP. But for an end too soon, which is a connection that broke. */
const FRAMING_CODE = /^HPE_(?!INVALID_EOF_STATE$)/;
const UNPACKING_CODE = /^(?:Z_|ZSTD_|ERR__ERROR_)/;

/** Classifies what a request or its body rejected with, by the code deepest in its causes. */
export function failureOf(thrown: unknown): Failure {
  let code = "UNKNOWN";
  let error: unknown = thrown;
  for (let depth = 0; depth < MAX_CAUSES && error instanceof Error; depth++) {
    if ("code" in error && typeof error.code === "string") code = error.code;
    // Several addresses of one host were tried: they failed alike.
    error = error instanceof AggregateError && error.cause === undefined ? error.errors[0] : error.cause;
  }
  return failureByCode(code);
}

function failureByCode(code: string): Failure {
  if (TLS_CODE.test(code)) return { kind: "tls", code };
  if (FRAMING_CODE.test(code)) return { kind: "refused", problem: `broken HTTP (${code})`, remedy: BROKEN_HTTP };
  if (UNPACKING_CODE.test(code)) return { kind: "content", problem: `a compressed body that is damaged (${code})` };
  if (code === UNKNOWN_ENCODING) {
    const problem = "a Content-Encoding that was not asked for and that nothing here reads";
    return {
      kind: "refused",
      problem,
      remedy: "Have Convertr, or the proxy before it, send gzip or nothing of the kind",
    };
  }
  if (code.startsWith("ERR_PROXY_")) {
    const remedy = "Check HTTPS_PROXY and NO_PROXY, and that the proxy lets this machine reach that host";
    return { kind: "refused", problem: `a proxy's refusal to connect (${code})`, remedy };
  }
  return { kind: "network", code };
}

const BROKEN_HTTP =
  "See what stands before Convertr, such as a proxy: its answers are no HTTP, and asking again brings the same";

/** One clause for logs and messages. */
export function describeFailure(failure: Failure): string {
  switch (failure.kind) {
    case "network":
      return `the connection failed with ${failure.code}`;
    case "tls":
      return `no trusted TLS connection, ${failure.code}`;
    case "timeout":
      return `no whole answer within ${failure.afterMs / 1000} s`;
    case "status":
      return `it answered with status ${failure.status}${wordsOf(failure)}`;
    default:
      return `it answered with ${failure.problem}`;
  }
}

function wordsOf({ malformedText, isForeign }: Failure & { kind: "status" }): string {
  if (malformedText === true) return ", for a record of it holds malformed UTF-8";
  return isForeign === true ? " and a text in place of JSON, which is not how the API answers" : "";
}

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
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/;
const MAX_CAUSES = 5;

/** Classifies what a request or its body rejected with, by the code deepest in its causes. */
export function failureOf(thrown: unknown): Failure {
  let code = "UNKNOWN";
  let error: unknown = thrown;
  for (let depth = 0; depth < MAX_CAUSES && error instanceof Error; depth++) {
    if ("code" in error && typeof error.code === "string") code = error.code;
    // Several addresses of one host were tried: they failed alike.
    error = error instanceof AggregateError && error.cause === undefined ? error.errors[0] : error.cause;
  }
  return TLS_CODE.test(code) ? { kind: "tls", code } : { kind: "network", code };
}

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

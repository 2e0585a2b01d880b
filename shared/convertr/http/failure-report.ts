import { type ErrorName, ReportsError } from "../../platform/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { describeFailure, type Failure } from "./failure.ts";

/** What was asked, in words that hold no address and no token. */
export interface RequestSubject {
  /** "page 7", "the gap probe". */
  readonly what: string;
  readonly collection: string;
  /** One page of many that fails leaves a collection incomplete; the first one means that the API is not there. */
  readonly isOneOfMany: boolean;
  /** One record by its id, which may not be there. */
  readonly isItem?: true;
}

/** The named error for a request that is given up. */
export function failureReport(failure: Failure, asked: RequestSubject, endpoint: Endpoint): ReportsError {
  const where = `${asked.collection} of ${endpoint.enterprise}`;
  if ((failure.kind === "status" || failure.kind === "refused") && failure.passwordExpired === true) {
    return passwordExpired(endpoint);
  }
  if (failure.kind === "status" && failure.status === 403 && failure.isForeign !== true) {
    return new ReportsError("Forbidden", {
      what: `the service user may not read ${asked.collection}`,
      where,
      remedy: "Give the user a role that reads it for all campaigns, such as Admin",
    });
  }
  if (asked.isItem === true && failure.kind === "status" && failure.status === 404) {
    return new ReportsError("NotFound", {
      what: `there is no ${asked.what}, or the service user may not see it`,
      where,
      remedy: "Check the id, and which campaigns the user is assigned to",
    });
  }
  const { name, remedy, retryable } = judge(failure, asked, new URL(endpoint.origin).host);
  const what = `asked for ${asked.what}, ${describeFailure(failure)}`;
  return new ReportsError(name, { what, where, remedy, ...(retryable === undefined ? {} : { retryable }) });
}

export function passwordExpired(endpoint: Endpoint): ReportsError {
  return new ReportsError("PasswordExpired", {
    what: "the service user's password has expired",
    where: endpoint.enterprise,
    remedy:
      "Set a new password in Convertr and store it in the secret; every change of the password policy expires all",
  });
}

interface Verdict {
  readonly name: ErrorName;
  readonly remedy: string;
  readonly retryable?: boolean;
}

function judge(failure: Failure, asked: RequestSubject, host: string): Verdict {
  switch (failure.kind) {
    case "tls":
      return { name: "ApiUnavailable", remedy: tlsRemedy(failure.code, host), retryable: false };
    case "refused":
      return { name: "BadResponse", remedy: failure.remedy ?? `Check that ${host} is the enterprise's API` };
    case "content":
      return failure.incomplete === true
        ? { name: "IncompleteCollection", remedy: "Nothing was published and yesterday's snapshot stands" }
        : { name: "BadResponse", remedy: `Check what ${host} answers now; Accept: application/ld+json was sent` };
    case "status":
      if (failure.malformedText === true || (failure.status < 500 && ![408, 425].includes(failure.status))) {
        return { name: "BadResponse", remedy: remedyOf(failure, asked, host) };
      }
      return unavailable(asked, host);
    default:
      return unavailable(asked, host);
  }
}

/** Verification is never turned off, so what is told is what would make it succeed. */
function tlsRemedy(code: string, host: string): string {
  if (/SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/.test(code)) {
    return `If a company's proxy opens TLS on the way to ${host}, name the file of its certificate in NODE_EXTRA_CA_CERTS; otherwise do not trust this host`;
  }
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return `Check this machine's time, and the certificate of ${host}`;
  if (/ALTNAME|HOSTNAME/.test(code)) return `Check the enterprise's name: the certificate of ${host} is another host's`;
  if (/WRONG_VERSION|EPROTO/.test(code)) return `Check the address: ${host} does not speak TLS there`;
  return `Check the certificate of ${host} and this machine's time`;
}

/** By who answered, and whether the collection had answered before: then its address is right. */
function remedyOf(
  { status, malformedText, isForeign }: Failure & { kind: "status" },
  { isOneOfMany }: RequestSubject,
  host: string,
): string {
  if (malformedText === true) return "Have Convertr mend the text of that record: until then it sends no page with it";
  if (!isOneOfMany && (status === 404 || status === 410)) {
    return `Check the enterprise's name and that ${host} still serves API v4`;
  }
  if (isForeign === true || status === 206 || status === 304) {
    return `See what stands before ${host}, such as a firewall, a proxy or a cache, and have it let this machine through`;
  }
  return "Ask Convertr why: the request is made as its documentation says";
}

function unavailable(asked: RequestSubject, host: string): Verdict {
  return asked.isOneOfMany
    ? { name: "IncompleteCollection", remedy: "Nothing was published and yesterday's snapshot stands" }
    : { name: "ApiUnavailable", remedy: `Check that ${host} can be reached and how Convertr is doing` };
}

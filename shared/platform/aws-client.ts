import { globalAgent } from "node:https";

/** What every AWS client of this project is made with. By itself the SDK waits for ever for an answer. */
export interface AwsClientOptions {
  /** Time for connecting, in milliseconds. */
  readonly connectionTimeout: number;
  /** Time from the request to the head of its answer, in milliseconds; kept between bytes of the body too. */
  readonly requestTimeout: number;
}

/** The form that every SDK client takes as `requestHandler`. Without `throwOnRequestTimeout` the SDK only logs and goes on waiting. */
export function requestHandlerOf(options: AwsClientOptions) {
  const { proxyEnv } = globalAgent.options;
  return {
    connectionTimeout: options.connectionTimeout,
    requestTimeout: options.requestTimeout,
    socketTimeout: options.requestTimeout,
    throwOnRequestTimeout: true,
    // Certificates are verified whatever NODE_TLS_REJECT_UNAUTHORIZED says, and a proxy is Node's own (HTTPS_PROXY).
    httpsAgent: { rejectUnauthorized: true, ...(proxyEnv === undefined ? {} : { proxyEnv }) },
  } as const;
}

/** What a thrown SDK error tells, read without trusting its form. */
export interface AwsFailure {
  /** Code of the service, such as `NoSuchBucket`, or of the connection, such as `TimeoutError`. */
  readonly name: string;
  /** The service's own words. They may hold addresses: never pass them on unread. */
  readonly message: string;
  /** Code of the socket or resolver, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** How many times the SDK sent the request. */
  readonly attempts: number;
  /** The SDK has seen by the answer that this machine's clock is off, and signs the next request by the service's. */
  readonly isClockCorrected: boolean;
}

export function awsFailureOf(error: unknown): AwsFailure {
  const fields: Readonly<Record<string, unknown>> = isRecord(error) ? error : {};
  const metadata: Readonly<Record<string, unknown>> = isRecord(fields["$metadata"]) ? fields["$metadata"] : {};
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const count = (value: unknown) => (typeof value === "number" ? value : undefined);
  return {
    name: text(fields["name"]) ?? "unknown",
    message: text(fields["message"]) ?? "",
    code: text(fields["code"]),
    status: count(metadata["httpStatusCode"]),
    attempts: count(metadata["attempts"]) ?? 1,
    isClockCorrected: metadata["clockSkewCorrected"] === true,
  };
}

const OF_THE_CLOCK: ReadonlySet<string> = new Set(["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]);
/** Of a wrong clock or of a wrong key. */
const OF_THE_SIGNATURE: ReadonlySet<string> = new Set(["SignatureDoesNotMatch", "InvalidSignatureException"]);

/** A refusal of the signature, by the time in it or by the key it was made with. */
export const isSignatureRefusal = ({ name }: AwsFailure): boolean =>
  OF_THE_CLOCK.has(name) || OF_THE_SIGNATURE.has(name);

/** Whether a refusal is for this machine's clock, and no lack of a permission although many services answer it with 403. */
export function isClockRefusal({ name, message, isClockCorrected }: AwsFailure): boolean {
  if (OF_THE_CLOCK.has(name)) return true;
  return OF_THE_SIGNATURE.has(name) && (isClockCorrected || /signature (?:expired|not yet current)/i.test(message));
}

/** What to do about it. The time of a function on Lambda is AWS's own, and a run later finds it right. */
export const CLOCK_REMEDY =
  "Set this machine's time (chronyc tracking, timedatectl); on Lambda run again, and tell AWS Support if it stays so";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

import type { Endpoint } from "../../../shared/convertr/http/endpoint.ts";
import { describeFailure } from "../../../shared/convertr/http/failure.ts";
import { attempt } from "../../../shared/convertr/http/transport.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import { type CheckFinding, fail, notApplicable, pass } from "./finding.ts";

const TIMEOUT_MS = 10_000;
/** Of an answer that nobody reads. */
const MOST_BYTES = 1_000_000;
/** AWS refuses signatures that are further off, and tokens would seem to live shorter or longer. */
const MAX_SKEW_MS = 5 * 60_000;

/** One request without a token, which every Convertr answers with 401: is anybody there, and what time is it with them? */
export async function reachApi(
  { origin }: Endpoint,
  clock: Clock,
): Promise<{ readonly api: CheckFinding; readonly clock: CheckFinding }> {
  const sent = clock.now();
  const outcome = await attempt({
    ...{ url: new URL("/api/v4/campaigns", origin), origin, headers: {}, clock },
    ...{ timeoutMs: TIMEOUT_MS, capBytes: MOST_BYTES, signal: new AbortController().signal },
  });
  if (!outcome.ok) {
    return {
      api: fail("api", `${origin} is not reached: ${describeFailure(outcome.failure)}`, "Check the name and network"),
      clock: notApplicable("clock", "the API is not reached"),
    };
  }
  const summary = `${origin} answers, in ${clock.now() - sent} ms`;
  const { status, date } = outcome.answer;
  const isApi = status === 401 || status === 200 || status === 429;
  return {
    api: isApi
      ? pass("api", summary)
      : fail(
          "api",
          `${summary}, but with status ${status} where 401 is due`,
          "Check that this is the enterprise's API",
        ),
    clock: clockFinding(date, sent, clock.now()),
  };
}

/** The Date header has whole seconds and was written between request and answer. All in epoch ms. */
function clockFinding(date: string | undefined, sent: number, answered: number): CheckFinding {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return notApplicable("clock", "the answer has no usable Date header");
  const ahead = sent - (theirs + 1000);
  const behind = theirs - answered;
  const skew = Math.max(0, ahead, behind);
  const summary = `${Math.round(skew / 1000)} s ${ahead > 0 ? "ahead of" : "behind"} the API's`;
  if (skew <= MAX_SKEW_MS) return pass("clock", skew === 0 ? "agrees with the API's" : summary);
  return fail("clock", summary, "Set this machine's clock by a time server");
}

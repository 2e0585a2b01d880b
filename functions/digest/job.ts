import { createHash } from "node:crypto";
import {
  type DeliverDependencies,
  deliver,
  recordNotSent,
  settledDelivery,
} from "../../shared/digest/delivery/deliver.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { ownerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { makeDigest } from "../../shared/digest/make-digest.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { digestOf, enterpriseOf } from "../../shared/settings/lookup.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { DigestAnswer } from "./answer.ts";
import { whyDeferred } from "./deferred.ts";
import { type DigestRun, digestDateOf } from "./digest-run.ts";
import { type DigestRequest, isRehearsal } from "./event.ts";
import { makeLook } from "./look.ts";
import { mailsFor, noticesFor } from "./mails.ts";
import { htmlKeyOf, type Rendering, renderDigest, storeRendering } from "./rendering.ts";
import { reportDigest } from "./report.ts";
import { notForTheList } from "./withheld.ts";

export interface DigestDependencies extends DeliverDependencies {
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly newRunId: (now: number) => string;
  /** Version of this code, printed in the mail's footer. */
  readonly version: string;
  /** Epoch ms after which no mail is started. @default never */
  readonly stopAt?: number;
}

/**
 * Builds a digest from published snapshots, stores what it says, and sends each recipient at most one mail.
 * Never calls the API. Every outcome is an answer; a mail that has to wait for its snapshots is `deferred`.
 * @throws UnknownEnterprise | UnknownDigest | InvalidEvent before anything is read; NoSnapshot; StoreFailed
 */
export async function sendDigest(deps: DigestDependencies, request: DigestRequest): Promise<DigestAnswer> {
  const { settings } = deps;
  const enterprise = enterpriseOf(settings, request.enterprise);
  const digest = digestOf(enterprise, request);
  const now = deps.clock.now();
  const date = digestDateOf(request, { zone: enterprise.timeZone, historyFrom: settings.historyFrom, now });
  const run: DigestRun = { request, settings, enterprise, digest, date, runId: deps.newRunId(now) };
  const { isRepeated = false, ...sent } = (await withoutMail(deps, run, now)) ?? (await makeAndSend(deps, run));
  const answer = { ...identity(run), ...sent };
  reportDigest(deps, answer, { isRepeated });
  return answer;
}

type Sent = Pick<DigestAnswer, "subject" | "htmlKey" | "outcome" | "recipients" | "reason"> & {
  /** An earlier run of the day withheld the mail too. */
  readonly isRepeated?: boolean;
};
type Outcome = Omit<Sent, "subject" | "htmlKey">;
interface Made {
  readonly model: DigestModel;
  readonly rendering: Rendering;
}

const identity = ({ request, date, runId }: DigestRun) => ({
  runId,
  enterprise: request.enterprise,
  digest: request.digest,
  date,
});

/** What needs no mail to be made: nobody is left to send to, or the day's snapshots are still to come. */
async function withoutMail(deps: DigestDependencies, run: DigestRun, now: number): Promise<Sent | undefined> {
  const { request, digest } = run;
  if (isRehearsal(request)) return undefined;
  const settled = request.force ? undefined : await settledDelivery(deps.store, identity(run), digest.to);
  if (settled !== undefined) return { ...settled, subject: null, htmlKey: htmlKeyOf(run) };
  const reason = await whyDeferred(deps.store, run, now);
  if (reason === undefined) return undefined;
  return { outcome: "deferred", reason, recipients: [], subject: null, htmlKey: null };
}

async function makeAndSend(deps: DigestDependencies, run: DigestRun): Promise<Sent> {
  const model = await modelOf(deps, run);
  const { to, look } = run.request;
  const rendering = renderDigest(model, { test: to !== undefined && look !== true, look: look === true });
  const htmlKey = await storeRendering(deps.store, run, rendering);
  return { ...(await send(deps, run, { model, rendering })), subject: rendering.subject, htmlKey };
}

function modelOf(deps: DigestDependencies, { request, enterprise, digest, date }: DigestRun): Promise<DigestModel> {
  const asked = {
    enterprise: request.enterprise,
    enterpriseSettings: enterprise,
    digest: request.digest,
    settings: digest,
    date,
    version: deps.version,
  };
  return request.look ? makeLook(deps.store, asked) : makeDigest(deps.store, asked);
}

async function send(deps: DigestDependencies, run: DigestRun, made: Made): Promise<Outcome> {
  const { request, digest } = run;
  if (request.dryRun) return { outcome: "dry-run", recipients: [] };
  const sendMails = () => deliver(deps, deliveryRequest(deps, run, made.rendering.html), mailsFor(run, made.rendering));
  if (request.to !== undefined) return sendMails();
  const told = await tellOwner(deps, run, made.model);
  const not = notForTheList(digest, made.model);
  if (not === undefined) return sendMails();
  const why = { outcome: not.outcome, reason: `${not.reason}${told}` };
  const isFirst = await recordNotSent(deps.store, deliveryRun(run, made.rendering.html), why);
  if (not.outcome === "empty") return { ...why, recipients: [] };
  const recipients = digest.to.map((to) => ({ to, state: "withheld" as const, reason: why.reason }));
  return { ...why, recipients, isRepeated: !isFirst };
}

/**
 * Once a day and owner, by a ledger of its own: a second run of the day tells nobody again.
 * @returns what became of it, to go after the reason
 */
async function tellOwner(deps: DigestDependencies, run: DigestRun, model: DigestModel): Promise<string> {
  const notice = ownerNotice(model);
  if (notice === undefined) return "";
  const { recipients } = await deliver(
    deps,
    { ...deliveryRequest(deps, run, notice.text), digest: `owner.${run.request.digest}` },
    noticesFor(run, notice),
  );
  deps.log.warn("digest-owner-told", {
    enterprise: run.request.enterprise,
    digest: run.request.digest,
    date: run.date,
    reasons: model.audience.reasons.map(({ kind }) => kind),
    states: recipients.map(({ state }) => state),
  });
  const told = recipients.some(({ state }) => state === "sent" || state === "already-sent");
  return told ? " The owner was told." : " The owner could not be told either.";
}

const deliveryRun = ({ request, date, runId }: DigestRun, content: string) => ({
  enterprise: request.enterprise,
  digest: request.digest,
  date,
  runId,
  htmlSha256: createHash("sha256").update(content).digest("hex"),
});

const deliveryRequest = (deps: DigestDependencies, run: DigestRun, content: string) => ({
  ...deliveryRun(run, content),
  force: run.request.force,
  test: run.request.to !== undefined,
  ...(deps.stopAt === undefined ? {} : { stopAt: deps.stopAt }),
});

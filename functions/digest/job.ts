import { ownerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { type OpenedDigest, openDigest } from "../../shared/digest/make-digest.ts";
import { askedDate, askedMembers } from "../../shared/settings/asked.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import { digestOf, enterpriseOf } from "../../shared/settings/lookup.ts";
import { digestFor } from "../../shared/settings/one-digest.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import type { DigestAnswer } from "./answer.ts";
import { sendBurst } from "./burst.ts";
import { whyDeferred } from "./deferred.ts";
import type { DigestDependencies, DigestRun, Steps } from "./digest-run.ts";
import type { DigestRequest } from "./event.ts";
import { openLook } from "./look.ts";
import { type Sent, sendMail, settledMail, tellOwner } from "./one-mail.ts";
import { reportDigest } from "./report.ts";

/**
 * Builds a digest from published snapshots, stores what it says, and sends each recipient at most one mail; of a digest of many, one for
 * each of them, of the same reading. Never calls the API. Every outcome is an answer; a mail that has to wait for its snapshots is `deferred`.
 * @throws UnknownEnterprise | UnknownDigest | InvalidEvent before anything is read; NoSnapshot; StoreFailed
 */
export async function sendDigest(deps: DigestDependencies, request: DigestRequest): Promise<DigestAnswer> {
  const { settings } = deps;
  const enterprise = enterpriseOf(settings, request.enterprise);
  const digest = digestOf(enterprise, request);
  const members = askedMembers(request, digest, "digest");
  const now = deps.clock.now();
  const date = askedDate(request, { zone: enterprise.timeZone, historyFrom: settings.historyFrom, now }, "digest");
  const all = { request, settings, enterprise, date, runId: deps.newRunId(now) };
  const identity = { runId: all.runId, enterprise: request.enterprise, digest: request.digest, date };
  const [first, ...others] = members.map(
    (member): DigestRun => ({ ...all, member, digest: digestFor(digest, member) }),
  );
  if (first === undefined) throw new RangeError("a digest has recipients");
  const steps = {
    open: () => openFor(deps, first),
    whyDeferred: async () => (isRehearsal(request) ? undefined : whyDeferred(deps.store, first, now)),
  };
  if (first.member !== null) {
    const everybody = membersOf(digest).filter((member) => member !== null);
    return sendBurst(deps, { identity, runs: [first, ...others], everybody }, steps);
  }
  const { isRepeated = false, ...sent } = await sendOne(deps, first, steps);
  const answer = { ...identity, ...sent };
  reportDigest(deps, answer, [{ ...answer, isRepeated }]);
  return answer;
}

async function sendOne(deps: DigestDependencies, run: DigestRun, steps: Steps): Promise<Sent> {
  const settled = await settledMail(deps, run);
  if (settled !== undefined) return settled;
  const reason = await steps.whyDeferred();
  if (reason !== undefined) return { outcome: "deferred", reason, recipients: [], subject: null, htmlKey: null };
  const model = (await steps.open()).modelOf(run.digest);
  const reasons = model.audience.reasons.map(({ kind }) => kind);
  return sendMail(deps, run, {
    model,
    tellOwner: () => tellOwner(deps, run, { notice: ownerNotice(model), reasons }),
  });
}

function openFor(deps: DigestDependencies, { request, enterprise, digest, date }: DigestRun): Promise<OpenedDigest> {
  const asked = {
    enterprise: request.enterprise,
    enterpriseSettings: enterprise,
    digest: request.digest,
    settings: digest,
    date,
    version: deps.version,
  };
  return request.look ? openLook(deps.store, asked) : openDigest(deps.store, asked);
}

import { createHash } from "node:crypto";
import { deliver, recordNotSent, settledDelivery } from "../../shared/digest/delivery/deliver.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import type { OwnerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import type { SentAnswer } from "./answer.ts";
import { type DigestDependencies, type DigestRun, dueAt, namesOfRun } from "./digest-run.ts";
import { mailsFor, noticesFor } from "./mails.ts";
import { htmlKeyOf, renderDigest, storeRendering } from "./rendering.ts";
import { notForTheList } from "./withheld.ts";

export interface Sent extends SentAnswer {
  /** An earlier run of the day withheld the mail too. */
  readonly isRepeated?: boolean;
}

/** What the ledger says where nobody of the mail is left to send to. @throws StoreFailed */
export async function settledMail(deps: DigestDependencies, run: DigestRun): Promise<Sent | undefined> {
  const { request, digest } = run;
  if (isRehearsal(request) || request.force) return undefined;
  const { ledger, ...names } = namesOfRun(run);
  const settled = await settledDelivery(deps.store, { ...names, digest: ledger }, digest.to);
  return settled && { ...settled, subject: null, htmlKey: htmlKeyOf(run) };
}

interface Made {
  readonly model: DigestModel;
  /** Tells the owner what is wrong, if anything is. @returns what became of it, to go after a reason */
  readonly tellOwner: () => Promise<string>;
}

/**
 * Stores what a mail says, and sends it to its list, or to nobody where that would mislead.
 * @throws StoreFailed
 */
export async function sendMail(deps: DigestDependencies, run: DigestRun, { model, tellOwner }: Made): Promise<Sent> {
  const { request, digest } = run;
  const { to, look } = request;
  const rendering = await renderDigest(
    model,
    { test: to !== undefined && look !== true, look: look === true },
    dueAt(run),
  );
  const made = { subject: rendering.subject, htmlKey: await storeRendering(deps.store, run, rendering) };
  if (request.dryRun) return { ...made, outcome: "dry-run", recipients: [] };
  const content = rendering.html;
  const sendMails = () =>
    deliver(deps, deliveryRequest(deps, run, { content, digest: namesOfRun(run).ledger }), mailsFor(run, rendering));
  if (to !== undefined) return { ...made, ...(await sendMails()) };
  const told = await tellOwner();
  const not = notForTheList(digest, model);
  if (not === undefined) return { ...made, ...(await sendMails()) };
  const why = { outcome: not.outcome, reason: `${not.reason}${told}` };
  const isFirst = await recordNotSent(deps.store, namesOfRun(run), why);
  if (not.outcome === "empty") return { ...made, ...why, recipients: [] };
  const recipients = digest.to.map((address) => ({ to: address, state: "withheld" as const, reason: why.reason }));
  return { ...made, ...why, recipients, isRepeated: !isFirst };
}

/**
 * Once a day and owner, by a ledger of its own: a second run of the day tells nobody again.
 * @param told what is wrong, and its kinds for the log
 * @returns what became of it, to go after the reason
 */
export async function tellOwner(
  deps: DigestDependencies,
  run: DigestRun,
  { notice, reasons }: { readonly notice: OwnerNotice | undefined; readonly reasons: readonly string[] },
): Promise<string> {
  if (notice === undefined) return "";
  const { enterprise, digest } = run.request;
  const request = deliveryRequest(deps, run, { content: notice.text, digest: `owner.${digest}` });
  const { recipients } = await deliver(deps, request, noticesFor(run, notice));
  const states = recipients.map(({ state }) => state);
  deps.log.warn("digest-owner-told", { enterprise, digest, date: run.date, reasons, states });
  const told = states.some((state) => state === "sent" || state === "already-sent");
  return told ? " The owner was told." : " The owner could not be told either.";
}

/** @param of.digest as the ledger calls it */
const deliveryRequest = (
  deps: DigestDependencies,
  { request, date, runId }: DigestRun,
  { content, digest }: { readonly content: string; readonly digest: string },
) => ({
  ...{ enterprise: request.enterprise, digest, date, runId },
  htmlSha256: createHash("sha256").update(content).digest("hex"),
  force: request.force,
  test: request.to !== undefined,
  ...(deps.stopAt === undefined ? {} : { stopAt: deps.stopAt }),
});

import { GetAccountCommand, type SESv2Client } from "@aws-sdk/client-sesv2";
import { paginateListSubscriptionsByTopic, type SNSClient } from "@aws-sdk/client-sns";
import { listsOf } from "../../../shared/settings/recipients.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { findIdentity, findSendingIdentity, senderDomain } from "../aws/sender-identity.ts";
import { type CheckFinding, fail, pass } from "./finding.ts";

/**
 * The sender's identity: SES signs for it once its DKIM records are in the DNS. One that was there before may be the address itself or a
 * domain above, and its owner's records are its owner's matter.
 */
export async function identityCheck(client: SESv2Client, settings: Settings): Promise<CheckFinding> {
  const check = "SES identity";
  const isOwn = settings.identity === "create";
  const domain = senderDomain(settings);
  const found = await (isOwn ? findIdentity(client, domain) : findSendingIdentity(client, settings));
  if (found === undefined) {
    const remedy = isOwn
      ? "Deploy the stack in this region; it makes the identity"
      : "Make and verify one in this region";
    return fail(check, `${domain} is no identity here`, remedy);
  }
  const { name, isVerified, dkim } = found;
  const summary = `${name}: ${isVerified ? "verified" : "not verified"}, DKIM ${dkim}`;
  if (isVerified && (dkim === "SUCCESS" || !isOwn)) return pass(check, summary);
  const records = isOwn ? "the outputs DkimRecord1 to 3" : "the records that the SES console shows";
  return fail(check, summary, `Put ${records} into the domain's DNS; it takes up to 72 hours`);
}

/** Sandbox, pause and daily quota of SES in this region, against what all digests of a day need. */
export async function accountCheck(client: SESv2Client, settings: Settings): Promise<CheckFinding> {
  const account = await client.send(new GetAccountCommand({}));
  const { Max24HourSend = 0, SentLast24Hours = 0, MaxSendRate = 0 } = account.SendQuota ?? {};
  const active = Object.values(settings.enterprises).filter(({ retired }) => !retired);
  const daily = active.flatMap(({ digests }) =>
    Object.values(digests).flatMap(({ to }) => listsOf(to).flatMap(([, list]) => list)),
  ).length;
  const quota = `${SentLast24Hours} of ${Max24HourSend} mails sent in 24 hours, ${MaxSendRate} a second`;
  if (account.SendingEnabled === false) {
    return fail("SES account", "sending is paused", "See the account's reputation in the SES console");
  }
  if (account.ProductionAccessEnabled !== true) {
    const remedy = "Ask for production access in the SES console; until then every recipient must be verified";
    return fail("SES account", `in the sandbox; ${quota}`, remedy);
  }
  // -1 is SES's word for no limit.
  if (Max24HourSend >= 0 && Max24HourSend < daily) {
    return fail(
      "SES account",
      `${quota}, but the digests need ${daily} a day`,
      "Ask for a higher quota at Service Quotas",
    );
  }
  return pass("SES account", `out of the sandbox; ${quota}`);
}

/** SNS has this in place of an ARN until the mail it sent is answered. */
const PENDING = "PendingConfirmation";

export interface TopicCheck {
  /** What the topic tells of, such as `pages`. */
  readonly words: string;
  readonly topicArn: string;
  readonly recipients: readonly string[];
}

/** Whether everybody who is to be told has confirmed, topic by topic. Recipients are counted, not named. */
export async function subscriptionsCheck(client: SNSClient, topics: readonly TopicCheck[]): Promise<CheckFinding> {
  const counted = await Promise.all(
    topics.map(async ({ words, topicArn, recipients }) => {
      const confirmed = await confirmedOf(client, topicArn);
      const missing = recipients.filter((recipient) => !confirmed.has(recipient.toLowerCase())).length;
      return { missing, text: `${recipients.length - missing} of ${recipients.length} for ${words}` };
    }),
  );
  const summary = `confirmed: ${counted.map(({ text }) => text).join(", ")}`;
  if (counted.every(({ missing }) => missing === 0)) return pass("alarm subscriptions", summary);
  return fail(
    "alarm subscriptions",
    summary,
    "Follow the links in the mails from AWS Notifications; a request that is older than two days is gone, then subscribe by hand",
  );
}

/** Addresses and endpoints of a topic that have confirmed, in small letters. */
async function confirmedOf(client: SNSClient, topicArn: string): Promise<ReadonlySet<string>> {
  const confirmed = new Set<string>();
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
    for (const { Endpoint, SubscriptionArn } of Subscriptions) {
      if (Endpoint !== undefined && SubscriptionArn !== undefined && SubscriptionArn !== PENDING) {
        confirmed.add(Endpoint.toLowerCase());
      }
    }
  }
  return confirmed;
}

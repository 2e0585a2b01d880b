import { paginateListSubscriptionsByTopic, type SNSClient } from "@aws-sdk/client-sns";
import { type Finding, fail, pass } from "./finding.ts";

/** SNS has this in place of an ARN until the mail it sent is answered. */
const PENDING = "PendingConfirmation";

/** Whether everybody who is to be woken has confirmed. The addresses themselves are counted, not told. */
export async function subscriptionsCheck(
  client: SNSClient,
  { topicArn, addresses }: { readonly topicArn: string; readonly addresses: readonly string[] },
): Promise<Finding> {
  const confirmed = new Set<string>();
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
    for (const { Endpoint, SubscriptionArn } of Subscriptions) {
      if (Endpoint !== undefined && SubscriptionArn !== undefined && SubscriptionArn !== PENDING) {
        confirmed.add(Endpoint.toLowerCase());
      }
    }
  }
  const missing = addresses.filter((address) => !confirmed.has(address.toLowerCase())).length;
  const told = `${addresses.length - missing} of ${addresses.length} addresses have confirmed`;
  if (missing === 0) return pass("alarm subscriptions", told);
  return fail(
    "alarm subscriptions",
    told,
    "Follow the link in the mail from AWS Notifications, or deploy to send it again",
  );
}

import { GetEmailIdentityCommand, type GetEmailIdentityCommandOutput, type SESv2Client } from "@aws-sdk/client-sesv2";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";
import { bareAddress } from "../../../shared/settings/address.ts";
import type { Settings } from "../../../shared/settings/schema.ts";

export interface FoundIdentity {
  readonly name: string;
  readonly isVerified: boolean;
  /** `SUCCESS` once the DNS holds its records. */
  readonly dkim: string;
}

/** The domain that the deployment would make an identity of. */
export const senderDomain = ({ from }: Pick<Settings, "from">): string => bareAddress(from).split("@")[1] ?? "";

/** By which identities SES lets a sender send: the address itself, its domain, and every domain above, the nearest first. */
export function sendingIdentities({ from }: Pick<Settings, "from">): readonly string[] {
  const labels = senderDomain({ from }).split(".");
  const domains = labels.map((_, at) => labels.slice(at).join(".")).filter((domain) => domain.includes("."));
  return [bareAddress(from), ...domains];
}

/** @returns undefined when SES knows none of this name in the account and region */
export async function findIdentity(client: SESv2Client, name: string): Promise<FoundIdentity | undefined> {
  const found = await client
    .send(new GetEmailIdentityCommand({ EmailIdentity: name }))
    .catch((error: unknown): GetEmailIdentityCommandOutput | undefined => {
      if (awsFailureOf(error).name === "NotFoundException") return undefined;
      throw error;
    });
  if (found === undefined) return undefined;
  return { name, isVerified: found.VerifiedForSendingStatus === true, dkim: found.DkimAttributes?.Status ?? "unknown" };
}

/** Of all identities that serve the sender, a verified one, or else any. */
export async function findSendingIdentity(
  client: SESv2Client,
  settings: Pick<Settings, "from">,
): Promise<FoundIdentity | undefined> {
  const found: FoundIdentity[] = [];
  for (const name of sendingIdentities(settings)) {
    const identity = await findIdentity(client, name);
    if (identity?.isVerified) return identity;
    if (identity !== undefined) found.push(identity);
  }
  return found[0];
}

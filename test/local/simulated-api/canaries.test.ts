import { expect, test } from "vitest";
import { CANARY_PATTERN } from "../../../functions/local/simulated-api/records/parts.ts";
import { COLLECTIONS } from "../../../functions/local/simulated-api/world/entries.ts";
import { type AnyRecord, demoWorld, isPlainObject, morning, recordsAt } from "./demo-world.ts";

/** Every field of the collections that must never be stored: secrets, people, free text. */
const SECRET_FIELDS = {
  campaigns: [
    "apiKey",
    "facebookSystemUserAccessToken",
    "facebookOfflineEventSetId",
    "signHash",
    "signName",
    "signRole",
    "accountManager.username",
    "accountManager.email",
    "campaignManager.username",
    "campaignManager.email",
    "unavailableCampaignRedirectUrl",
    "purchaseOrderFile",
    "notes",
    "terms",
    "publisherTerms",
  ],
  "campaign-publishers": [
    "signName",
    "signRole",
    "signedIp",
    "terms",
    "linkHash",
    "publisher.email",
    "campaign.advertiser.email",
    "updatedBy.username",
    "createdBy.username",
    "trackConversion.pixel",
  ],
  "campaign-processr-jobs": [
    "updatedBy.username",
    "config.password",
    "config.username",
    "config.host",
    "config.recipients.0",
    "campaignMapping.email",
    "routingValues.country",
  ],
  leads: [
    "publisherSubId",
    "formHash",
    "postcode",
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "addressLine4",
    "firstName",
    "lastName",
    "email",
    "telephone",
    "leadData.0.value",
    "leadData.1.value",
    "leadData.2.value",
    "integrationResults.0.message",
    "title",
    "dob",
    "sex",
    "photo",
    "ip",
    "host",
    "fingerprint",
    "emailHash",
  ],
} as const;

const world = demoWorld();

test.each(COLLECTIONS)(
  "every secret and every person's field of %s is filled somewhere, and always with a canary",
  (collection) => {
    const records = recordsAt(world, collection, morning(0));
    for (const field of SECRET_FIELDS[collection]) {
      const filled = records
        .map((record) => at(record, field))
        .filter((value) => value !== null && value !== undefined && value !== "");
      expect(filled.length, field).toBeGreaterThan(0);
      for (const value of filled) expect(value, field).toMatch(CANARY_PATTERN);
    }
  },
);

test.each(COLLECTIONS)("no other field of %s looks like a canary", (collection) => {
  const secret = new Set<string>(SECRET_FIELDS[collection].map((field) => field.split(".")[0] ?? ""));
  for (const record of recordsAt(world, collection, morning(0))) {
    const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !secret.has(key)));
    const inner = { ...rest, publisher: record.publisher?.name, campaign: record.campaign?.name };
    expect(JSON.stringify(inner)).not.toMatch(CANARY_PATTERN);
  }
});

test("an account manager is a user, a link to one, a name or nobody, and a name is a canary", () => {
  const managers: unknown[] = recordsAt(world, "campaigns", morning(0)).map(({ accountManager }) => accountManager);
  const texts = managers.filter((manager) => typeof manager === "string");
  const [links, names] = [true, false].map((isLink) => texts.filter((text) => text.startsWith("/") === isLink));
  expect(managers.some(isPlainObject) && managers.includes(null)).toBe(true);
  expect(links?.every((link) => /^\/api\/v4\/users\/\d+$/.test(link)) && links.length > 0).toBe(true);
  expect(names?.every((name) => CANARY_PATTERN.test(name)) && names.length > 0).toBe(true);
});

test("a job's configuration is an object when it is filled and a list when it is empty, as PHP writes it", () => {
  const configs = recordsAt(world, "campaign-processr-jobs", morning(0)).map(({ config }) => config);
  expect(configs.some(isPlainObject)).toBe(true);
  expect(configs.every((config) => isPlainObject(config) || (Array.isArray(config) && config.length === 0))).toBe(true);
});

function at(record: AnyRecord, path: string): unknown {
  return path.split(".").reduce((value, key) => value?.[key], record);
}

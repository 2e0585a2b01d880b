import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { campaign, contract, inputOf, job, snapshot } from "./rows.ts";

const [BEFORE, DATE] = ["2026-11-20", "2026-11-21"];
const DAYS = [BEFORE, DATE];

const campaigns = DAYS.map((day) =>
  snapshot(day, [
    campaign({ id: 1, name: "Ada's", account_manager_id: 11, campaign_manager_id: 21 }),
    campaign({ id: 2, name: "Ada's too", account_manager_id: 11, campaign_manager_id: 22 }),
    campaign({ id: 3, name: "Ben's", account_manager_id: 12, campaign_manager_id: 21 }),
    campaign({ id: 4, name: "Nobody's", account_manager_id: null, campaign_manager_id: null }),
    ...(day === BEFORE ? [5, 6].map((id) => campaign({ id, name: `Gone ${id}`, account_manager_id: id + 6 })) : []),
  ]),
);
const contracts = DAYS.map((day) =>
  snapshot(
    day,
    [1, 2, 3, 4].map((id) => contract({ id, campaign_id: id })),
  ),
);
const jobs = DAYS.map((day) =>
  snapshot(
    day,
    [1, 2, 3, 4].map((id) => job({ id, campaign_id: id })),
  ),
);

const mailOf = (filter: object) => buildDigest(inputOf(DATE, { campaigns, contracts, jobs, settings: { filter } }));
const namesOf = (filter: object) =>
  mailOf(filter)
    .sections.pacing?.rows.map((row) => row.campaign.id)
    .toSorted();

test("a mail of my campaigns holds those that one of the managers asked for manages", () => {
  expect(namesOf({})).toEqual([1, 2, 3, 4]);
  expect(namesOf({ accountManagers: [11] })).toEqual([1, 2]);
  expect(namesOf({ accountManagers: [11, 12] })).toEqual([1, 2, 3]);
  expect(namesOf({ campaignManagers: [21] })).toEqual([1, 3]);
});

test("the lists hold together, with each other and with the other filters", () => {
  expect(namesOf({ accountManagers: [11], campaignManagers: [21] })).toEqual([1]);
  expect(namesOf({ accountManagers: [11], campaigns: [2, 3] })).toEqual([2]);
  expect(namesOf({ campaignManagers: [21], publishers: [5] })).toEqual([1, 3]);
});

test("contracts and jobs follow their campaign", () => {
  const mail = mailOf({ accountManagers: [12] });
  expect(mail.sections.quality).toEqual(mailOf({ campaigns: [3] }).sections.quality);
  expect(mail.sections.integrations).toEqual(mailOf({ campaigns: [3] }).sections.integrations);
  expect(mail.sections.contracts).toEqual(mailOf({ campaigns: [3] }).sections.contracts);
});

test("a campaign that vanished is told to who managed it, and to nobody else", () => {
  const vanished = (filter: object) =>
    mailOf(filter)
      .sections.changes?.rows.filter(({ kind }) => kind === "campaign-vanished")
      .map(({ subject }) => subject);
  expect(vanished({})).toEqual(["Gone 5", "Gone 6"]);
  expect(vanished({ accountManagers: [11] })).toEqual(["Gone 5"]);
  expect(vanished({ accountManagers: [12] })).toEqual(["Gone 6"]);
  expect(vanished({ campaignManagers: [21] })).toEqual([]);
});

test("a manager whom no campaign has any more is a mistake that the owner is told, and the list is not sent nothing", () => {
  expect(mailOf({ accountManagers: [11, 99] }).audience).toEqual({
    to: "list",
    reasons: [{ kind: "unknown-filter", list: "accountManagers", ids: [99], all: false }],
  });
  expect(mailOf({ campaignManagers: [99] }).audience.to).toBe("owner-only");
});

test("names in place of ids, or a history from before there were ids, are a mistake that the owner is told", () => {
  const nameless = DAYS.map((day) => snapshot(day, [campaign()]));
  const mail = buildDigest(
    inputOf(DATE, { campaigns: nameless, settings: { filter: { accountManagers: [11] }, sections: ["pacing"] } }),
  );
  expect(mail.audience).toEqual({
    to: "owner-only",
    reasons: [{ kind: "unknown-filter", list: "accountManagers", ids: [11], all: true }],
  });
});

import { addDays, daysBetween } from "../platform/day.ts";
import type { Section } from "../settings/schema.ts";
import type { DigestModel, MailWindow } from "./digest-model.ts";
import type { DatasetInput, DigestInput } from "./input/digest-input.ts";
import { ownInput } from "./input/own-input.ts";
import { isFiltered, type World, worldOf } from "./model/account.ts";
import { type Finding, headlinesOf, type Resolved } from "./model/finding.ts";
import { freshnessOf } from "./model/freshness.ts";
import { totalsOf } from "./model/totals.ts";
import { unknownFilterValues } from "./model/unknown-filter.ts";
import { attentionOf } from "./sections/attention/figures.ts";
import { changesOf } from "./sections/changes/figures.ts";
import { contractsOf } from "./sections/contracts/figures.ts";
import { integrationsOf } from "./sections/integrations/figures.ts";
import { moneyOf } from "./sections/money/figures.ts";
import { publisherViewOf } from "./sections/own/figures.ts";
import { pacingOf } from "./sections/pacing/figures.ts";
import { qualityOf } from "./sections/quality/figures.ts";

/** The whole content of one mail. Pure: no clock, no zone or locale of the machine; the same input gives the same model. */
export function buildDigest(everything: DigestInput): DigestModel {
  const { settings } = everything;
  const publisher = settings.audience === "publisher";
  const input = publisher ? ownInput(everything) : everything;
  const world = worldOf(input);
  const lead = publisher ? input.contracts : input.campaigns.newest === undefined ? input.contracts : input.campaigns;
  const { filter } = settings;
  const nothing = matchesNothing(world);
  return {
    enterprise: input.enterprise,
    digest: input.digest,
    version: input.version,
    view: settings.audience,
    locale: settings.locale,
    timeZone: input.timeZone,
    currency: input.baseCurrency ?? baseCurrencyOf(world),
    capCounter: settings.capCounter,
    attachCsv: settings.attachCsv,
    thresholds: settings.thresholds,
    date: input.date,
    window: windowOf(lead),
    ...freshnessOf(input, unknownFilterValues(everything)),
    matchesNothing: nothing,
    leftOut: world.leftOut,
    filter: {
      advertisers: filter.advertisers.length,
      publishers: filter.publishers.length,
      campaigns: filter.campaigns.length,
    },
    ...(nothing ? noSections(world) : publisher ? publisherSections(world) : internalSections(world)),
  };
}

type Sections = Pick<
  DigestModel,
  | "headlines"
  | "resolved"
  | "totals"
  | "changes"
  | "attention"
  | "pacing"
  | "quality"
  | "money"
  | "contracts"
  | "integrations"
  | "own"
>;

function internalSections(world: World): Sections {
  const { input } = world;
  const wanted = (section: Section, data: DatasetInput<unknown, unknown>): boolean =>
    world.settings.sections.includes(section) && data.newest !== undefined;
  const campaigns = input.campaigns.newest !== undefined;
  const pacing = wanted("pacing", input.campaigns) ? pacingOf(world) : null;
  const attention = pacing === null ? null : attentionOf(world);
  const quality = wanted("quality", input.contracts) ? qualityOf(world) : null;
  const money = wanted("money", input.campaigns) ? moneyOf(world) : null;
  const contracts = wanted("contracts", input.contracts) ? contractsOf(world) : null;
  const integrations = wanted("integrations", input.jobs) ? integrationsOf(world) : null;
  const parts: readonly ({ readonly findings: readonly Finding[]; readonly resolved?: readonly Resolved[] } | null)[] =
    [...[pacing, attention, quality, money, contracts, integrations]];
  const resolved = parts.flatMap((part) => part?.resolved ?? []);
  return {
    headlines: headlinesOf(
      parts.flatMap((part) => part?.findings ?? []),
      resolved,
    ),
    resolved,
    totals: campaigns ? totalsOf(world) : null,
    changes: changesOf(world),
    ...{ attention, pacing, quality, money, contracts, integrations },
    own: null,
  };
}

/** For a filter that matches nothing any more: at most that something left. */
function noSections(world: World): Sections {
  return {
    ...{ headlines: [], resolved: [], totals: null, changes: changesOf(world), attention: null, pacing: null },
    ...{ quality: null, money: null, contracts: null, integrations: null, own: null },
  };
}

/** From the publisher's contract rows alone: campaigns and jobs are not even in the input. */
function publisherSections(world: World): Sections {
  const { sections } = world.settings;
  const known = world.input.contracts.newest !== undefined;
  const own = known && sections.includes("pacing") ? publisherViewOf(world) : null;
  const contracts = known && sections.includes("contracts") ? contractsOf(world) : null;
  const quality = known && sections.includes("quality") ? qualityOf(world) : null;
  const findings = [own, contracts, quality].flatMap((part) => part?.findings ?? []);
  return {
    headlines: headlinesOf(findings, []),
    resolved: [],
    totals: null,
    changes: changesOf(world),
    ...{ attention: null, pacing: null, quality, money: null, contracts, integrations: null },
    own,
  };
}

function matchesNothing(world: World): boolean {
  return isFiltered(world.settings) && world.campaigns.length + world.contracts.length + world.jobs.length === 0;
}

function windowOf({ newest, base }: DatasetInput<unknown, unknown>): MailWindow | null {
  if (newest === undefined) return null;
  const lastDay = newest.info.activityDate;
  const firstDay = base === undefined ? lastDay : addDays(base.info.activityDate, 1);
  return {
    from: base?.info.snapshotAt ?? null,
    to: newest.info.snapshotAt,
    firstDay: firstDay > lastDay ? lastDay : firstDay,
    lastDay,
    days: base === undefined ? 1 : Math.max(daysBetween(base.info.date, newest.info.date), 1),
  };
}

/** What the API calls the base currency, when the settings do not say. */
function baseCurrencyOf(world: World): string | null {
  const row = world.input.campaigns.newest?.rows.find((one) => one.currency_is_base === true && one.currency !== null);
  const code = row?.currency ?? null;
  return code !== null && /^[A-Z]{3}$/.test(code) ? code : null;
}

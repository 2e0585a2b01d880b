import { addDays, daysBetween } from "../platform/day.ts";
import { boardOf } from "./cards/board-of.ts";
import { dayFiguresOf } from "./cards/day-figures-of.ts";
import { monthOf } from "./cards/periods/month-of.ts";
import { weekOf } from "./cards/periods/week-of.ts";
import type { DigestModel } from "./digest-model.ts";
import type { DatasetInput, DigestInput } from "./input/digest-input.ts";
import { memberInput } from "./input/member-input.ts";
import { type Account, accountOf, isFiltered } from "./model/account.ts";
import { freshnessOf } from "./model/freshness.ts";
import type { MailWindow } from "./model/mail-head.ts";
import { type Totals, totalsOf } from "./model/totals.ts";
import { unknownFilterValues } from "./model/unknown-filter.ts";
import {
  figuresOf,
  notesOf,
  type SectionFigures,
  type SectionName,
  sectionsFor,
  sectionsOf,
} from "./sections/registry.ts";

/** For a filter that matches nothing any more: at most that something left. */
const FOR_NOTHING: readonly SectionName[] = ["changes"];

/** The whole content of one mail. Pure: no clock, no zone or locale of the machine; the same input gives the same model. */
export function buildDigest(everything: DigestInput): DigestModel {
  const { settings } = everything;
  const isTeams = settings.audience === "internal";
  const input = memberInput(everything);
  const account = accountOf(input);
  const lead = input.campaigns.newest === undefined ? input.contracts : input.campaigns;
  const { filter } = settings;
  const nothing = matchesNothing(account);
  const order = nothing && isTeams ? FOR_NOTHING : sectionsOf(settings);
  const found = figuresOf(account, nothing ? order : sectionsFor(settings.audience));
  const sections = onlyThose(found, order);
  const totals = !isTeams || input.campaigns.newest === undefined ? null : totalsOf(account);
  return {
    enterprise: input.enterprise,
    digest: input.digest,
    version: input.version,
    view: settings.audience,
    locale: settings.locale,
    timeZone: input.timeZone,
    currency: input.baseCurrency ?? baseCurrencyOf(account),
    capCounter: settings.capCounter,
    attach: settings.attach,
    links: input.links,
    thresholds: settings.thresholds,
    date: input.date,
    window: windowOf(lead),
    ...freshnessOf(input, unknownFilterValues(everything)),
    matchesNothing: nothing,
    totals: nothing ? null : totals,
    order,
    sections,
    leftOut: account.leftOut,
    ...toldOf(account, { found, totals, nothing }),
    filter: {
      advertisers: filter.advertisers.length,
      publishers: filter.publishers.length,
      campaigns: filter.campaigns.length,
      accountManagers: filter.accountManagers.length,
      campaignManagers: filter.campaignManagers.length,
    },
  };
}

/** Figures of the sections that the mail shows. */
function onlyThose(found: SectionFigures, names: readonly SectionName[]): SectionFigures {
  const kept = Object.entries(found).map(([name, figures]) => [
    name,
    (names as readonly string[]).includes(name) ? figures : null,
  ]);
  return Object.fromEntries(kept) as SectionFigures;
}

interface Found {
  readonly found: SectionFigures;
  /** Null without a snapshot of campaigns, and in a mail to one of many. */
  readonly totals: Totals | null;
  /** The filter matches nothing. */
  readonly nothing: boolean;
}

/** The board and the figures that stand beside it. */
function toldOf(
  account: Account,
  { found, totals, nothing }: Found,
): Pick<DigestModel, "board" | "day" | "week" | "month"> {
  if (totals === null) return { board: null, day: null, week: null, month: null };
  const { period } = account.settings;
  const board = boardOf(account, besideOf(account, found, nothing));
  const day = dayFiguresOf(account, { totals, money: found.money, quality: found.quality, board });
  const { quality, contracts } = found;
  return {
    board,
    day,
    week: period === "week" ? weekOf(account, board) : null,
    month: period === "month" ? monthOf(account, { board, day, quality, contracts }) : null,
  };
}

function besideOf(account: Account, found: SectionFigures, nothing: boolean): Parameters<typeof boardOf>[1] {
  const counts = found.pacing?.counts;
  const well = { paced: sum(Object.values(counts ?? {})), wellOrAhead: 0 };
  if (counts !== undefined) well.wellOrAhead = counts["on-pace"] + counts.ahead + counts.reached;
  return { nothing, well, notes: notesOf(account, found) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function matchesNothing(account: Account): boolean {
  return (
    isFiltered(account.settings) && account.campaigns.length + account.contracts.length + account.jobs.length === 0
  );
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
function baseCurrencyOf(account: Account): string | null {
  const row = account.input.campaigns.newest?.rows.find(
    (one) => one.currency_is_base === true && one.currency !== null,
  );
  const code = row?.currency ?? null;
  return code !== null && /^[A-Z]{3}$/.test(code) ? code : null;
}

import type { Decimal4 } from "../../../catalog/column.ts";
import type { Day } from "../../../platform/day.ts";
import type { Note } from "../../cards/note.ts";
import { type Bit, joinedBy, type Phrase, say, strong } from "../../drawing/phrase/phrase.ts";
import type { Tools } from "../tools.ts";
import { LEADS } from "./units.ts";

/** What has changed and asks for nothing: a line for each kind, with its campaigns, contracts or jobs. */
export const noteWords = ({ format, plurals }: Tools) => {
  const leads = (count: number): string => plurals.counted(count, LEADS);
  const cap = (value: number | null): string => (value === null ? "uncapped" : format.count(value));
  return {
    /** `Paused: A (1), B (2) and 3 more.` */
    line: ({ kind, items, more }: { kind: Note["kind"]; items: readonly Phrase[]; more: number }): Phrase =>
      say`${strong(`${TITLES[kind]}:`)} ${joinedBy("; ", items)}${more > 0 && ` and ${format.count(more)} more`}.`,
    /** A name, and what there is to say of it. */
    of: (name: Phrase, detail: string): Phrase => (detail === "" ? name : say`${name}, ${detail}`),
    on: ({ publisher, campaign }: { publisher: Bit; campaign: Bit }): Phrase => say`${publisher} on ${campaign}`,
    jobOn: ({ job, campaign }: { job: Bit; campaign: Bit }): Phrase => say`${job} on ${campaign}`,
    ended: ({ missing, required }: { missing: number | null; required: number | null }) => {
      if (missing === null || required === null) return "";
      return missing <= 0
        ? `full: ${format.count(required)} of ${format.count(required)}`
        : `${format.count(required - missing)} of ${format.count(required)}`;
    },
    cameWith: (count: number | null) => (count === null || count === 0 ? "" : `${leads(count)} so far`),
    fromTo: ({ from, to }: { from: string; to: string }) => `${from} → ${to}`,
    caps: ({ from, to }: { from: number | null; to: number | null }) => `${cap(from)} → ${cap(to)}`,
    ends: ({ from, to }: { from: Day | null; to: Day | null }) => `${day(from)} → ${day(to)}`,
    prices: ({ from, to, currency }: { from: Decimal4; to: Decimal4; currency: string | null }) =>
      `${format.money(from, currency)} → ${format.money(to, currency)}`,
    corrected: ({ leads: count, net }: { leads: number; net: number | null }) => {
      const taken = Math.abs(count);
      return `${leads(taken)}${net === null || net === -taken ? "" : `, net ${format.change(net)}`}`;
    },
    overcommitted: ({ open, wanted }: { open: number; wanted: number }) =>
      `may bring ${format.count(open)} more, needs ${format.count(wanted)}`,
    newContract: ({ cap: size, signed }: { cap: number | null; signed: boolean }) =>
      `${size === null ? "" : `${leads(size)}, `}${signed ? "signed" : "not signed yet"}`,
    /** `200 → 250 leads, not signed yet` */
    renewed: (of: { fromCap: number | null; toCap: number | null; signed: boolean }) => {
      const size = of.fromCap === of.toCap ? cap(of.toCap) : `${cap(of.fromCap)} → ${cap(of.toCap)}`;
      return `${size}${of.toCap === null ? "" : " leads"}, ${of.signed ? "signed" : "not signed yet"}`;
    },
    ofCap: (size: number | null) => (size === null ? "" : leads(size)),
    contractEnding: ({ endDate, delivered, cap: size }: { endDate: Day; delivered: number; cap: number }) =>
      `${format.date(endDate)} at ${format.count(delivered)} of ${format.count(size)}`,
    contractReached: ({ delivered, cap: size }: { delivered: number; cap: number }) =>
      `${format.count(delivered)} of ${format.count(size)}`,
  };

  function day(value: Day | null): string {
    return value === null ? "no end" : format.date(value);
  }
};

const TITLES: Readonly<Record<Note["kind"], string>> = {
  ended: "Ended",
  paused: "Paused",
  resumed: "Resumed",
  started: "Started",
  vanished: "Gone",
  new: "New",
  status: "Status",
  cap: "Cap",
  end: "End",
  price: "Price a lead",
  corrected: "Taken back",
  overcommitted: "Contracts for more than needed",
  "contract-new": "New contract",
  "contract-renewed": "Renewed",
  "contract-signed": "Signed",
  "contract-status": "Contract’s status",
  "contract-cap": "Contract’s cap",
  "contract-vanished": "Contract gone",
  "contract-ending": "Contract ends",
  "contract-reached": "At its cap",
  "job-new": "New job",
  "job-enabled": "Job switched on",
  "job-disabled": "Job switched off",
  "job-recovered": "Job works again",
};

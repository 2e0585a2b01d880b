import type { Day } from "../../../platform/day.ts";
import { type Bit, joinedBy, type Phrase, say, strong } from "../../drawing/phrase/phrase.ts";
import type { Note } from "../../model/note.ts";
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
    detail: (note: Note, baseCurrency: string | null): string => detailOf(note, baseCurrency),
  };

  function detailOf(note: Note, baseCurrency: string | null): string {
    switch (note.kind) {
      case "ended":
        return endedAt(note);
      case "new":
        return note.leads === null || note.leads === 0 ? "" : `${leads(note.leads)} so far`;
      case "status":
      case "contract-status":
        return `${note.from} → ${note.to}`;
      case "cap":
      case "contract-cap":
        return `${cap(note.from)} → ${cap(note.to)}`;
      case "end":
        return `${day(note.from)} → ${day(note.to)}`;
      case "price": {
        const currency = note.currency ?? baseCurrency;
        return `${format.money(note.from, currency)} → ${format.money(note.to, currency)}`;
      }
      case "corrected": {
        const taken = Math.abs(note.leads);
        return `${leads(taken)}${note.net === null || note.net === -taken ? "" : `, net ${format.change(note.net)}`}`;
      }
      case "overcommitted":
        return `may bring ${format.count(note.open)} more, needs ${format.count(note.wanted)}`;
      case "contract-new":
        return `${note.cap === null ? "" : `${leads(note.cap)}, `}${signature(note)}`;
      case "contract-renewed":
        return renewed(note);
      case "contract-signed":
        return note.cap === null ? "" : leads(note.cap);
      case "contract-ending":
        return `${format.date(note.endDate)} at ${ofCap(note)}`;
      case "contract-reached":
        return ofCap(note);
      case "paused":
      case "resumed":
      case "started":
      case "vanished":
      case "contract-vanished":
      case "job-new":
      case "job-enabled":
      case "job-disabled":
      case "job-recovered":
        return "";
    }
  }

  function endedAt({ missing, required }: { missing: number | null; required: number | null }): string {
    if (missing === null || required === null) return "";
    const delivered = Math.min(required - missing, required);
    return `${missing <= 0 ? "full: " : ""}${ofCap({ delivered, cap: required })}`;
  }

  /** `200 → 250 leads, not signed yet` */
  function renewed(of: { fromCap: number | null; toCap: number | null; signed: boolean }): string {
    const size = of.fromCap === of.toCap ? cap(of.toCap) : `${cap(of.fromCap)} → ${cap(of.toCap)}`;
    return `${size}${of.toCap === null ? "" : " leads"}, ${signature(of)}`;
  }

  function ofCap({ delivered, cap: size }: { delivered: number; cap: number }): string {
    return `${format.count(delivered)} of ${format.count(size)}`;
  }

  function day(value: Day | null): string {
    return value === null ? "no end" : format.date(value);
  }
};

const signature = ({ signed }: { signed: boolean }): string => (signed ? "signed" : "not signed yet");

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

import type { Change } from "../model/changes.ts";
import type { Format } from "./format.ts";
import { counted, LEADS } from "./words.ts";

const WORDS: Readonly<Record<Change["kind"], string>> = {
  "campaign-new": "New campaign",
  "campaign-vanished": "Campaign gone",
  "campaign-status": "Status",
  "campaign-paused": "Paused",
  "campaign-resumed": "Resumed",
  "campaign-cap": "Cap",
  "campaign-end": "End date",
  "campaign-price": "Price per lead",
  corrected: "Corrected",
  "contract-new": "New contract",
  "contract-renewed": "Contract renewed",
  "contract-signed": "Contract signed",
  "contract-status": "Contract status",
  "contract-cap": "Contract cap",
  "contract-vanished": "Contract gone",
  "job-new": "New integration job",
  "job-enabled": "Job switched on",
  "job-disabled": "Job switched off",
};

/** A change in words: its kind, and from what to what. */
export const changeText = (change: Change, format: Format): { what: string; detail: string } => ({
  what: WORDS[change.kind],
  detail: detailText(change, format),
});

function detailText({ kind, from, to, currency }: Change, format: Format): string {
  switch (kind) {
    case "campaign-new":
      return typeof to === "number" ? `${counted(format, to, LEADS)} so far` : "";
    case "campaign-vanished":
      return "no longer in the account";
    case "campaign-end":
      return `${dayText(from, format)} → ${dayText(to, format)}`;
    case "corrected":
      return `${counted(format, Math.abs(Number(from)), LEADS)} taken back; net ${signedText(to, format)}`;
    case "campaign-status":
    case "campaign-cap":
    case "campaign-price":
    case "contract-status":
    case "contract-cap":
      return `${valueText(from, currency, format)} → ${valueText(to, currency, format)}`;
    default:
      return "";
  }
}

function valueText(value: Change["from"], currency: string | null, format: Format): string {
  if (value === null) return "none";
  if (typeof value === "bigint") return format.money(value, currency);
  return typeof value === "number" ? format.count(value) : value;
}

const signedText = (value: Change["to"], format: Format): string =>
  typeof value === "number" ? format.change(value) : "unknown";

const dayText = (value: Change["from"], format: Format): string =>
  typeof value === "string" ? format.day(value) : "no end";

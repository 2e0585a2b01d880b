import type { CapCounter } from "../../../settings/schema.ts";
import type { Tools } from "../tools.ts";

export const LEADS = { one: "lead", other: "leads" } as const;
export const DAYS = { one: "day", other: "days" } as const;
export const WEEKDAYS = { one: "weekday", other: "weekdays" } as const;
export const CAMPAIGNS = { one: "campaign", other: "campaigns" } as const;
export const CONTRACTS = { one: "contract", other: "contracts" } as const;

/** Things counted, and what is left out of a list. */
export const unitWords = ({ format }: Tools) => ({
  counter: (counter: CapCounter) => COUNTERS[counter],
  /** `13 more, £2,300, in the attachment.` */
  more: ({ count, money, attached }: { count: number; money: string | null; attached: boolean }) =>
    `${format.count(count)} more${money === null ? "" : `, ${money}`}${attached ? ", in the attachment" : ", not shown here"}.`,
});

const COUNTERS: Readonly<Record<CapCounter, string>> = {
  billableLeads: "billable leads",
  validLeads: "valid leads",
  deliveredLeads: "delivered leads",
};

/**
 * What the ledger knows a report's mails by: `report.behind`, of one of many `report.behind.12`. No digest's name has a dot.
 */
export const ledgerName = (report: string, member: number | null): string =>
  `report.${report}${member === null ? "" : `.${member}`}`;

/** One publisher's leads go bad for six days, from the last working day before the anchor day. */
export const QUALITY_DROP = { publisher: 13, days: 6, invalidRate: 0.33 } as const;

/** One publisher's leads go bad for six days, from the third day before the anchor day. */
export const QUALITY_DROP = { publisher: 13, fromDay: -3, toDay: 2, invalidRate: 0.33 } as const;

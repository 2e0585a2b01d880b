/** For commands that a person waits for. */
export const AWS_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 15_000 } as const;

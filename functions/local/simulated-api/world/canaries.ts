/**
 * Every secret and every person's datum of the simulated account matches this pattern, and nothing else does: what
 * leaves the project (objects, records, mails, logs) may be searched with it.
 */
export const CANARY_PATTERN = /canary|@example\.com|192\.0\.2\.\d/i;

/** `CANARY-api-key-601`. */
export const secret = (kind: string, id: number | string): string => `CANARY-${kind}-${id}`;
export const personName = (role: string, id: number): string => `Canary ${role} ${id}`;
export const personEmail = (role: string, id: number): string => `canary.${role}.${id}@example.com`;
export const userName = (id: number): string => `canary.user.${id}`;
/** In 192.0.2.0/24, which nobody owns (RFC 5737). */
export const ipAddress = (id: number): string => `192.0.2.${1 + (id % 254)}`;

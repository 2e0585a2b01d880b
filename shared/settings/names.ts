// What functions need of the settings' form, apart from the schema: the bundles hold no schema of settings (docs/decisions/0006-slim-bundles.md).

/** Enterprise names become host names and key parts: checked before either is made. */
export const ENTERPRISE_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const DIGEST_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;
export const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

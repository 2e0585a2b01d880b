// Instead of zod's JSON Schema writer, which every schema carries along: the functions only check.
export const createToJSONSchemaMethod = () => undefined;
export const createStandardJSONSchemaMethod = () => undefined;

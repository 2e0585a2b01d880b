import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonSchemas, SCHEMAS_FOLDER } from "./json-schemas.ts";

// `npm run schemas`: writes the JSON Schemas that a test holds against the code.
await mkdir(SCHEMAS_FOLDER, { recursive: true });
for (const [file, text] of jsonSchemas()) await writeFile(join(SCHEMAS_FOLDER, file), text);

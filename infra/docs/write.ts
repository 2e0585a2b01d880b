import { writeFile } from "node:fs/promises";
import { madePages } from "./pages.ts";

// `npm run docs`: writes the pages that a test holds against the code.
for (const [path, text] of madePages()) await writeFile(path, text);

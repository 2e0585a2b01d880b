import { openReports } from "./functions/local/sql/session.ts";
import { namedQueries } from "./shared/catalog/queries.ts";
const s = await openReports("/no/such/folder");
for (const v of namedQueries()) { try { await s.connection.runAndReadAll(v.sql); } catch(e) { console.log(v.name, String(e).slice(0,600)); } }
s.close();

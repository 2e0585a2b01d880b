import { openReports } from "./functions/local/sql/session.ts";
import { VIEWS } from "./shared/catalog/views.ts";
const s = await openReports("/no/such/folder");
for (const v of VIEWS) { try { const r = await s.connection.runAndReadAll(`DESCRIBE ${v.name}`); const names=r.getRows().map(x=>String(x[0])); const want=Object.keys(v.columns); if (names.join()!==want.join()) console.log(v.name, names.filter((n,i)=>n!==want[i]).slice(0,5), want.filter((n,i)=>n!==names[i]).slice(0,5)); } catch(e) { console.log(v.name, String(e).slice(0,600)); } }
s.close();

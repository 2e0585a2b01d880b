import type { Tools } from "../tools.ts";
import { bookedWords } from "./booked.ts";
import { cardWords } from "./cards.ts";
import { causeWords } from "./causes.ts";
import { dayWords } from "./day.ts";
import { footerWords } from "./footer.ts";
import { headWords } from "./head.ts";
import { listWords } from "./lists.ts";
import { monthWords } from "./month.ts";
import { noteWords } from "./notes.ts";
import { noticeWords } from "./notices.ts";
import { ownWords } from "./own.ts";
import { ownerWords } from "./owner.ts";
import { sheetWords } from "./sheets.ts";
import { unitWords } from "./units.ts";
import { weekWords } from "./week.ts";

/** The English catalogue: the pattern of all others. */
export const english = (tools: Tools) => ({
  units: unitWords(tools),
  head: headWords(tools),
  notices: noticeWords(tools),
  card: cardWords(tools),
  cause: causeWords(tools),
  list: listWords(tools),
  day: dayWords(tools),
  week: weekWords(tools),
  month: monthWords(tools),
  note: noteWords(tools),
  footer: footerWords(tools),
  own: ownWords(tools),
  booked: bookedWords(tools),
  owner: ownerWords(tools),
  sheet: sheetWords,
});

import type { MailBefore } from "../../../shared/digest/cards/board.ts";
import { html, type Markup } from "../../../shared/digest/drawing/markup.ts";
import type { Tiers } from "./tiers.ts";
import { addressOf, type PreviewView } from "./view.ts";

/** What the settings at hand would have sent: a row a mail, and their sums. */
export function tiersTable({ mails, watch, information }: Tiers, view: PreviewView): Markup {
  const cards = (mail: MailBefore): number => mail.fresh + mail.changed + mail.reminders;
  const sum = (value: (mail: MailBefore) => number): number => mails.reduce((total, mail) => total + value(mail), 0);
  const told = mails.filter(({ toldNothing }) => !toldNothing);
  const calm = told.filter((mail) => cards(mail) === 0).length;
  const untold = mails.length - told.length;
  return html`<div class="sheet" id="tiers"><h2>Cards by these settings</h2> <span class="muted">the ${mails.length} newest mails up to this one, replayed with today’s rules and thresholds</span>
<p><b>${sum(cards)}</b> cards told whole in ${mails.length} mails: ${sum(({ fresh }) => fresh)} new, ${sum(({ changed }) => changed)} changed, ${sum(({ reminders }) => reminders)} reminders; ${median(told.map(cards))} in a usual mail, ${Math.max(0, ...mails.map(cards))} at most. ${calm} calm ${calm === 1 ? "day" : "days"}${untold === 0 ? "" : html`, ${untold} without whole snapshots`}. Today besides: ${watch} to watch, ${information} for information.</p>
<table><tr>${["Mail of", "Cards", "New", "Changed", "Reminders", "All open", ""].map((name) => html`<th scope="col">${name}</th>`)}</tr>${mails.map(
    (mail) =>
      html`<tr><th scope="row"><a href="${addressOf("/", { ...view, asked: { ...view.asked, date: mail.date } })}">${mail.date}</a></th>${[
        cards(mail),
        mail.fresh,
        mail.changed,
        mail.reminders,
        mail.open,
      ].map((count) => html`<td>${count}</td>`)}<td>${noteOf(mail, cards(mail))}</td></tr>`,
  )}</table></div>`;
}

function noteOf({ toldNothing }: MailBefore, cards: number): string {
  if (toldNothing) return "told nothing: a snapshot was missing or shrunk";
  return cards === 0 ? "calm" : "";
}

/** Of as many above as below: the lower of two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
}

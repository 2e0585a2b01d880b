import { ACCENT, type Accent } from "./accents.ts";
import { html, type Markup } from "./markup.ts";

/** Shares of the whole: what is done, and where time stands; null without a mark. */
export interface Progress {
  readonly share: number;
  readonly mark: number | null;
}

const WHOLE = 100;
const MARK = 1;
const HEIGHT = 9;

/**
 * A frame that is filled by the upper edges of its cells, which dark views, forced colours and a printer without backgrounds keep; what is
 * not filled has no edge, since forced colours draw a transparent one too. The words beside it say the same, so it is hidden from screen
 * readers.
 */
export function progressBar({ share, mark }: Progress, accent: Accent): Markup {
  const cells = cellsOf(percents(share), mark === null ? null : Math.min(percents(mark), WHOLE - MARK));
  return html`<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" style="border:1px solid ${ACCENT.frame};margin:5px 0 3px"><tr>${cells.map(
    ({ width, kind }) =>
      html`<td width="${width}%" style="font-size:0;line-height:0;${EDGES[kind](accent)}">&nbsp;</td>`,
  )}</tr></table>`;
}

const percents = (share: number): number => Math.round(Math.min(Math.max(share, 0), 1) * WHOLE);

type Kind = "fill" | "rest" | "mark";

/** The mark has the colour of the text. */
const EDGES: Readonly<Record<Kind, (accent: Accent) => string>> = {
  fill: (accent) => `border-top:${HEIGHT}px solid ${ACCENT[accent]}`,
  rest: () => `height:${HEIGHT}px`,
  mark: () => `border-top:${HEIGHT}px solid`,
};

interface Cell {
  readonly width: number;
  readonly kind: Kind;
}

function cellsOf(filled: number, mark: number | null): readonly Cell[] {
  const between = (from: number, to: number): readonly Cell[] => {
    const edge = Math.min(Math.max(filled, from), to);
    return [
      { width: edge - from, kind: "fill" },
      { width: to - edge, kind: "rest" },
    ];
  };
  const cells =
    mark === null
      ? between(0, WHOLE)
      : [...between(0, mark), { width: MARK, kind: "mark" } as const, ...between(mark + MARK, WHOLE)];
  return cells.filter(({ width }) => width > 0);
}

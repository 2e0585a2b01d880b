import { barsLines } from "./bars.ts";
import type { Block, CardBlock, Cell, Part, TableBlock } from "./mail-parts.ts";
import type { Phrase } from "./phrase/phrase.ts";
import { addressesOf, headed, linesOf, listed, textOf } from "./phrase/text.ts";
import { rowsLines } from "./rows/rows-text.ts";
import { blocksOf } from "./trend.ts";

/** A part of the plain mail: a heading with its underline, then what stands below it. */
export const partLines = ({ title, blocks }: Part): readonly string[] => [
  ...headed(title),
  ...blocks.flatMap((block, position) => [...(APART.has(blocks[position - 1]?.kind) ? [""] : []), ...lines(block)]),
];

/** After them a blank line. */
const APART: ReadonlySet<Block["kind"] | undefined> = new Set(["card", "rows", "bars"]);

function lines(block: Block): readonly string[] {
  switch (block.kind) {
    case "lines":
      return linesOf(block.lines);
    case "card":
      return cardLines(block);
    case "ruled":
    case "bullets":
      return listed(block.items);
    case "figures":
      return block.figures.map(({ label, value, change }) => {
        const said = textOf(change);
        return `${label}: ${textOf([value])}${said === "" ? "" : ` (${said})`}`;
      });
    case "trend": {
      const columns = blocksOf(block.columns.map(({ value }) => value));
      return [
        ...linesOf([block.text]),
        textOf([columns.join(" ")]),
        block.columns.map(({ initial }) => initial).join(" "),
      ];
    }
    case "table":
      return tableLines(block);
    case "rows":
      return rowsLines(block);
    case "bars":
      return barsLines(block);
  }
}

/** With the addresses of what it is of and of what is to be done. */
function cardLines({ head, tag, subject, lines: said }: CardBlock): readonly string[] {
  const tagged = tag.length === 0 ? "" : ` [${textOf(tag)}]`;
  const addresses = [head, subject, said.at(-1) ?? []].flatMap((phrase) => addressesOf(phrase).slice(0, 1));
  const texts = [subject, ...said].map(textOf).filter((text) => text !== "");
  return [`${textOf(head)}${tagged}`, ...texts, ...new Set(addresses)];
}

/** A row a line: `Mon 16 Nov: leads 517, week before 493, change +24`. */
function tableLines({ head, rows }: TableBlock): readonly string[] {
  return rows.flatMap((cells) => {
    const [first = [], ...others] = cells;
    const said = others.flatMap((cell, position) => {
      const name = (head[position + 1]?.text ?? "").toLowerCase();
      const text = cellText(cell);
      return text === "" ? [] : [`${name} ${text}`.trim()];
    });
    const addresses = cells.flatMap((cell) => addressesOf(phraseOfCell(cell)));
    return [`- ${cellText(first)}: ${said.join(", ")}`, ...addresses.map((address) => `  ${address}`)];
  });
}

const phraseOfCell = (cell: Cell): Phrase => ("block" in cell ? cell.said : cell);
const cellText = (cell: Cell): string => textOf(phraseOfCell(cell));

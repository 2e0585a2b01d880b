import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import { type Phrase, phraseOf } from "../drawing/phrase/phrase.ts";
import type { DatasetSource } from "../model/freshness.ts";
import { sectionOf } from "../sections/registry.ts";
import type { Writing } from "../words/writing.ts";

/** What the mail's words mean, where its figures come from, what is left out, and how to have it stopped. */
export function footerOf({ words }: Writing, model: DigestModel): readonly Phrase[] {
  const { footer, units } = words;
  const { totals, leftOut, filter, board } = model;
  const first =
    totals === null || totals.now === null || totals.first.campaigns === 0 ? "" : footer.first(totals.first);
  const lists = (Object.keys(footer.filterLists) as (keyof typeof footer.filterLists)[])
    .map((list) => ({ count: (filter as Partial<Record<string, number>>)[list] ?? 0, of: footer.filterLists[list] }))
    .filter(({ count }) => count > 0);
  const sources = sourcesOf(model).map(footer.source);
  const queries = model.order.filter((name) => model.sections[name] !== null).map((name) => sectionOf(name).query);
  const texts = [
    model.attach === "none" ? "" : footer.allRows,
    board === null ? "" : [footer.stake, footer.bar, footer.next].join(" "),
    footer.counter(units.counter(model.capCounter)),
    first,
    [...sources, footer.zone(model.timeZone)].join(" "),
    queries.length === 0 ? "" : footer.queries([...new Set(queries)]),
    [footer.leftOut(leftOut), footer.filter(lists)].filter((text) => text !== "").join(" "),
    [footer.recipient(model), footer.version(model.version)].join(" "),
  ];
  return texts.filter((text) => text !== "").map(phraseOf);
}

type Told = Parameters<Writing["words"]["footer"]["source"]>[0];

/** Where the figures come from: datasets that were taken at the same times together. */
function sourcesOf({ sources }: DigestModel): readonly Told[] {
  const groups = Map.groupBy(
    sources.filter(({ newest }) => newest !== null),
    ({ newest, base }) => [newest, base].map((info) => minuteOf(info?.snapshotAt)).join(),
  );
  return [...groups.values()].flatMap((group) => {
    const newest = takenOf(group.map((source) => source.newest));
    return newest === null
      ? []
      : [
          {
            datasets: group.map(({ dataset }) => DATASETS[dataset].words),
            newest,
            base: takenOf(group.map((source) => source.base)),
          },
        ];
  });
}

const minuteOf = (epochMs: number | undefined): number | undefined =>
  epochMs === undefined ? undefined : Math.floor(epochMs / 60_000);

function takenOf(infos: readonly DatasetSource["newest"][]): Told["base"] {
  const known = infos.filter((info) => info !== null);
  const at = known[0]?.snapshotAt;
  return at === undefined ? null : { at, runIds: known.map(({ runId }) => runId) };
}

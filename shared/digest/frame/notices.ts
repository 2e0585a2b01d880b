import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import type { Notice } from "../drawing/mail-parts.ts";
import type { Banner } from "../model/freshness.ts";
import type { Writing } from "../words/writing.ts";

const MOST_NOTICES = 8;

/** One text for each thing to say of the snapshots, naming all datasets it is true of. */
export function noticesOf({ words }: Writing, { banners }: Pick<DigestModel, "banners">): readonly Notice[] {
  const groups = new Map<string, { readonly banner: Banner; readonly datasets: string[] }>();
  for (const banner of banners) {
    const { dataset, ...said } = banner;
    const group = groups.get(JSON.stringify(said)) ?? { banner, datasets: [] };
    group.datasets.push(DATASETS[dataset].words);
    groups.set(JSON.stringify(said), group);
  }
  return [...groups.values()]
    .slice(0, MOST_NOTICES)
    .map(({ banner, datasets }) => words.notices.banner(banner, datasets));
}

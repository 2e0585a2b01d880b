import type { Asked, Preview, PreviewRequest } from "./preview-of.ts";
import { renderAfresh } from "./render-afresh.ts";

const MOST_KEPT = 20;

/** Renderings that views of the same mail share, until something changes. */
export interface Renderings {
  /** Changes whenever a kept rendering may no longer be what a new one would be. */
  readonly version: () => string;
  /** @param fresh whether to render in any case: snapshots are not watched */
  get(asked: Asked, fresh: boolean): Promise<Preview>;
  /** Settings or code have changed. */
  forget(): void;
}

export function createRenderings(place: Omit<PreviewRequest, "asked">): Renderings {
  const started = Date.now();
  let changes = 0;
  const kept = new Map<string, Promise<Preview>>();
  return {
    version: () => `${started}.${changes}`,
    get: async (asked, fresh) => {
      const rendering = (fresh ? undefined : kept.get(keyOf(asked))) ?? renderAfresh({ ...place, asked });
      kept.set(keyOf(asked), rendering);
      const preview = await rendering;
      // What was left open is chosen now; the views of the page ask for it by name.
      if (kept.get(keyOf(asked)) === rendering) kept.set(keyOf(preview.choices.chosen), rendering);
      for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
      return preview;
    },
    forget: () => {
      changes += 1;
      kept.clear();
    },
  };
}

const keyOf = ({ enterprise, digest, date }: Asked): string => JSON.stringify([enterprise, digest, date]);

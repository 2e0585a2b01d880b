import type { CampaignDraft, JobDraft, PublisherDraft } from "./draft.ts";
import { JOB_KINDS } from "./jobs-catalog.ts";
import { PUBLISHERS } from "./names.ts";
import { QUALITY_DROP } from "./quality-drop.ts";
import { between, integerBetween, pick, type Random } from "./random.ts";

const LABELS = [
  "",
  "",
  "",
  "",
  "EMEA queue",
  "Nurture list",
  "SFDC sandbox – old",
  "Client feed v2",
  "Büro Köln",
] as const;

/** `count` different publishers, the first with the greatest share. */
export function drawPublishers(random: Random, draft: CampaignDraft, count: number): readonly PublisherDraft[] {
  const chosen = new Set<number>();
  while (chosen.size < count) {
    const publisher = Math.floor(random() * PUBLISHERS.length);
    // The publisher whose leads go bad has its campaigns in the stories.
    if (publisher !== QUALITY_DROP.publisher) chosen.add(publisher);
  }
  const weights = [...chosen].map((_, index) => between(random, 0.6, 1) / (index + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [...chosen].map((publisher, index) => {
    const share = (weights[index] ?? 0) / sum;
    return { publisher, share, ...drawContract(random, draft, { share, first: index === 0 }) };
  });
}

function drawContract(
  random: Random,
  draft: CampaignDraft,
  of: { readonly share: number; readonly first: boolean },
): Partial<PublisherDraft> {
  const kind = random();
  const length = (draft.ends ?? draft.starts + 60) - draft.starts;
  const middle = draft.starts + Math.floor(length * between(random, 0.3, 0.8));
  if (kind < 0.2)
    return {
      renewed: [
        [middle, "11:15"],
        [middle + integerBetween(random, 0, 6), "17:30"],
      ],
    };
  if (kind < 0.24) return { renewed: [[middle, "15:05"], null] };
  if (kind < 0.3 && !of.first) return { created: [middle, "10:25"], signed: [middle + 1, "14:00"] };
  if (kind < 0.34) return { ends: middle };
  if (kind < 0.37 && draft.uncapped) return { fixed: { fee: integerBetween(random, 8, 60) * 10_000, minimum: 100 } };
  if (kind < 0.41 && !draft.uncapped && draft.leadsRequired > 0) {
    const cap = Math.ceil(draft.leadsRequired * of.share * 1.15);
    return { bandCaps: [Math.ceil(cap * 0.5), Math.ceil(cap * 0.3), Math.ceil(cap * 0.2)] };
  }
  return kind > 0.97 ? { cap: Math.ceil(draft.leadsRequired * of.share * 0.8) } : {};
}

/** `count` integration jobs; one in sixteen campaigns has an outage of a day or so, some have a job switched off. */
export function drawIntegrations(random: Random, draft: CampaignDraft, count: number): readonly JobDraft[] {
  return Array.from({ length: count }, (_, index) => {
    const breaks = draft.starts + integerBetween(random, 3, 40);
    const fate = random();
    return {
      kind: integerBetween(random, 0, JOB_KINDS[2].length - 1),
      label: pick(random, LABELS),
      ...(fate < 0.06
        ? {
            outages: [
              [
                [breaks, "10:45"],
                [breaks + integerBetween(random, 1, 2), "12:10"],
              ],
            ] as const,
          }
        : {}),
      ...(fate > 0.97 && index > 0 ? { disabled: [breaks, "09:20"] as const } : {}),
      ...(fate > 0.94 && fate < 0.955 ? { unmappedFields: ["job_title"] } : {}),
    };
  });
}

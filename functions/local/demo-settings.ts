import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import type { Day } from "../../shared/platform/day.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

export const DEMO_ENTERPRISE = "demo";
export const DEMO_DIGEST = "daily";

/** An account in London whose team reads the mail at seven. */
export function demoSettings(historyFrom: Day): Settings {
  return parseSettings(
    {
      from: "Lead reports <reports@demo.example>",
      replyTo: "owner@demo.example",
      alertsTo: ["ops@demo.example"],
      historyFrom,
      enterprises: {
        [DEMO_ENTERPRISE]: {
          timeZone: "Europe/London",
          snapshotAt: "05:00",
          datasets: [...DATASET_NAMES],
          links: {
            campaign: "https://{enterprise}.cvtr.io/campaigns/{campaign}",
            contract: "https://{enterprise}.cvtr.io/contracts/{contract}",
            publisher: "https://{enterprise}.cvtr.io/publishers/{publisher}",
            advertiser: "https://{enterprise}.cvtr.io/advertisers/{advertiser}",
            job: "https://{enterprise}.cvtr.io/jobs/{job}",
          },
          digests: { [DEMO_DIGEST]: { at: "07:00", to: ["team@demo.example", "lead@demo.example"] } },
        },
      },
    },
    "the demo's settings",
  );
}

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import type { Settings } from "../../shared/settings/schema.ts";

const STAND_IN = fileURLToPath(new URL("stand-ins/checked-settings.ts", import.meta.url));

/**
 * In a function `shared/settings/fields.ts` only proves that the settings are those the bundle was made with: they were checked then, and the
 * whole schema of settings stays out of the bundle.
 */
export const checkedSettings = (settings: Settings): Plugin => ({
  name: "checked-settings",
  setup: (build) => {
    const sha256 = createHash("sha256").update(JSON.stringify(settings)).digest("hex");
    build.initialOptions.define = { SETTINGS_SHA256: JSON.stringify(sha256) };
    build.onResolve({ filter: /^\.\/fields\.ts$/ }, ({ importer }) =>
      /[\\/]shared[\\/]settings[\\/]bundled\.ts$/.test(importer) ? { path: STAND_IN } : undefined,
    );
  },
});

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine: `CHROMIUM_PATH`, or the first of the usual names in `PATH`; undefined when there is none. */
export const CHROMIUM: string | undefined = [
  process.env["CHROMIUM_PATH"],
  ...(process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
].find((path) => path !== undefined && isExecutable(path));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium's own sandbox does not work for root, as which containers run; the pages are ours and come from loopback. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
    timeout: 60_000,
  });

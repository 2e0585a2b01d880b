import { ReportsError } from "../platform/errors.ts";
import type { ReportSettings } from "./report.ts";
import type { DigestSettings, EnterpriseSettings, Settings } from "./schema.ts";

/** @throws UnknownEnterprise; which ones are known is not told */
export function enterpriseOf(settings: Settings, enterprise: string): EnterpriseSettings {
  const known = Object.hasOwn(settings.enterprises, enterprise) ? settings.enterprises[enterprise] : undefined;
  if (known !== undefined) return known;
  throw new ReportsError("UnknownEnterprise", {
    what: "the settings hold no such enterprise",
    where: `enterprise ${enterprise}`,
    remedy: "Check its spelling, or add it to enterprises in the settings and deploy",
  });
}

/** @throws UnknownDigest */
export function digestOf(
  enterprise: EnterpriseSettings,
  names: { enterprise: string; digest: string },
): DigestSettings {
  const { digests } = enterprise;
  const known = Object.hasOwn(digests, names.digest) ? digests[names.digest] : undefined;
  if (known !== undefined) return known;
  throw new ReportsError("UnknownDigest", {
    what: "the enterprise's settings hold no such digest",
    where: `enterprise ${names.enterprise}, digest ${names.digest}`,
    remedy: `It has: ${Object.keys(digests).join(", ") || "none"}`,
  });
}

/** @throws UnknownReport */
export function reportOf(
  enterprise: EnterpriseSettings,
  names: { enterprise: string; report: string },
): ReportSettings {
  const { reports } = enterprise;
  const known = Object.hasOwn(reports, names.report) ? reports[names.report] : undefined;
  if (known !== undefined) return known;
  throw new ReportsError("UnknownReport", {
    what: "the enterprise's settings hold no such report",
    where: `enterprise ${names.enterprise}, report ${names.report}`,
    remedy:
      Object.keys(reports).length === 0
        ? "It has none; perhaps another file of settings has them (--settings)"
        : `It has: ${Object.keys(reports).join(", ")}`,
  });
}

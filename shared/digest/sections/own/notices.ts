import type { Notice } from "../../drawing/mail-parts.ts";
import type { Banner } from "../../model/freshness.ts";
import type { Words } from "../../words/catalogue.ts";

/** What a publisher must know before the figures, each once. How the figures are made is nothing to it. */
export function ownNotices(words: Words["own"], banners: readonly Banner[]): readonly Notice[] {
  const notices = banners.flatMap((banner) => noticeOf(words, banner));
  return [...new Map(notices.map((notice) => [notice.text, notice])).values()];
}

function noticeOf(words: Words["own"], banner: Banner): readonly Notice[] {
  switch (banner.kind) {
    case "stale":
      return [words.stale(banner.used)];
    case "missing":
    case "shrunk":
    case "degraded":
    case "emptied":
      return [words.someMissing];
    case "unreadable":
    case "gap":
      return [words.gap];
    case "look":
      return [words.look];
    case "retaken":
    case "first":
      return [];
  }
}

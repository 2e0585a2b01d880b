import { type Clock, systemClock } from "../../shared/platform/clock.ts";

/** A clock that stands where it is put and runs on from there at real speed. For simulated days. */
export interface MovableClock extends Clock {
  /** @param epochMs the instant it shows from now on */
  set(epochMs: number): void;
}

export function createMovableClock(epochMs: number): MovableClock {
  let offsetMs = epochMs - systemClock.now();
  return {
    now: () => systemClock.now() + offsetMs,
    sleep: systemClock.sleep,
    set: (to) => {
      offsetMs = to - systemClock.now();
    },
  };
}

/** What one run did at its last step, or that it ended. */
type Pause = { readonly state: "waiting" } | { readonly state: "ended" };

/** Before it takes effect, a step waits here until it is its run's turn. */
export type Turn = <T>(take: () => Promise<T>) => Promise<T>;

/** A fresh world with runs that share it. */
export interface Execution {
  /** Each is started with its own turn, which it awaits before every step. It must not reject. */
  readonly runs: readonly ((turn: Turn) => Promise<unknown>)[];
  /** All that the runs share, as text: two moments with the same text and the same answers so far go on alike. */
  readonly shared: () => Promise<string>;
  /** Looks at the end, when every run has ended or died. */
  readonly judge: (ends: readonly End[]) => Promise<void>;
}

/** How a run ended: with its answer, or killed before one of its steps. */
export type End = { readonly died: false; readonly answer: unknown } | { readonly died: true };

/** What happens next: a run takes its step, or dies before it. */
interface Choice {
  readonly run: number;
  readonly dies: boolean;
}

interface Moment {
  /** A way to get there. */
  readonly way: readonly Choice[];
  /** Not tried yet. */
  readonly open: Choice[];
}

export interface Explored {
  readonly moments: number;
  readonly executions: number;
  readonly ends: number;
}

/**
 * Lets runs interleave in every way there is, one step at a time. A moment is what the runs have seen so far and what they
 * share; every choice is tried once at every moment, which covers all schedules, since equal moments go on alike.
 * @param deaths how many of the runs may be killed, each before any of its steps
 */
export async function exploreAll(start: () => Promise<Execution>, { deaths }: { deaths: number }): Promise<Explored> {
  const moments = new Map<string, Moment>();
  let executions = 0;
  let ends = 0;
  let from: readonly Choice[] | undefined = [];
  while (from !== undefined) {
    executions += 1;
    const stage = await openStage(await start());
    for (const choice of from) await stage.take(choice);
    let way: readonly Choice[] = from;
    for (;;) {
      const key = await stage.moment();
      const choices = stage.choices(deaths);
      if (!moments.has(key)) {
        moments.set(key, { way, open: [...choices] });
        if (choices.length === 0) {
          ends += 1;
          await stage.judge();
        }
      }
      const next = moments.get(key)?.open.shift();
      if (next === undefined) break;
      way = [...way, next];
      await stage.take(next);
    }
    from = [...moments.values()].find(({ open }) => open.length > 0)?.way;
  }
  return { moments: moments.size, executions, ends };
}

interface Actor {
  /** What its steps answered. */
  readonly seen: string[];
  /** Lets it take the step that it waits for. */
  go: (() => void) | undefined;
  end: End | undefined;
  /** Resolves when it waits again, or has ended. */
  next: PromiseWithResolvers<Pause>;
}

async function openStage({ runs, shared, judge }: Execution) {
  const actors = runs.map((run): Actor => {
    const actor: Actor = { seen: [], go: undefined, end: undefined, next: Promise.withResolvers() };
    const turn: Turn = async (take) => {
      await new Promise<void>((resolve) => {
        actor.go = resolve;
        actor.next.resolve({ state: "waiting" });
      });
      const answer = await take();
      actor.seen.push(textOf(answer));
      return answer;
    };
    run(turn).then((answer) => {
      actor.end = { died: false, answer };
      actor.next.resolve({ state: "ended" });
    }, actor.next.reject);
    return actor;
  });
  await Promise.all(actors.map(({ next }) => next.promise));
  return {
    choices: (deaths: number): readonly Choice[] => {
      const alive = actors.flatMap(({ end }, run) => (end === undefined ? [run] : []));
      const mayDie = actors.filter(({ end }) => end?.died).length < deaths;
      return [
        ...alive.map((run) => ({ run, dies: false })),
        ...(mayDie ? alive.map((run) => ({ run, dies: true })) : []),
      ];
    },
    take: async ({ run, dies }: Choice): Promise<void> => {
      const actor = actors[run];
      if (actor?.go === undefined) throw new Error(`run ${run} does not wait for its turn`);
      if (dies) {
        actor.end = { died: true };
        return;
      }
      const { go } = actor;
      actor.go = undefined;
      actor.next = Promise.withResolvers();
      go();
      await actor.next.promise;
    },
    moment: async (): Promise<string> =>
      JSON.stringify([await shared(), actors.map(({ seen, end }) => [seen, end?.died ?? null])]),
    judge: () => judge(actors.flatMap(({ end }) => (end === undefined ? [] : [end]))),
  };
}

/** Bytes and undefined too; without the real time at which something was written. */
const textOf = (answer: unknown): string =>
  JSON.stringify(answer ?? null, (name, value: unknown) =>
    name === "lastModified" ? undefined : value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );

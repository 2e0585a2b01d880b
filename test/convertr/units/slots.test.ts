import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { createConcurrencySlots } from "../../../shared/convertr/http/concurrency-slots.ts";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Slots, and who has entered them in which order. */
function crowd(most: number, successesToGrow = 2) {
  const slots = createConcurrencySlots(most, successesToGrow);
  const entered: string[] = [];
  const enter = async (name: string, signal = never) => {
    await slots.acquire(signal);
    entered.push(name);
  };
  return { slots, entered, enter };
}

test("as many enter as there are slots, the others in the order they came, one for each that is given back", async () => {
  const { slots, entered, enter } = crowd(2);
  const all = Promise.all(["a", "b", "c", "d"].map((name) => enter(name)));
  await turn();
  expect(entered).toEqual(["a", "b"]);
  slots.release();
  await turn();
  expect(entered).toEqual(["a", "b", "c"]);
  slots.release();
  await all;
  expect(entered).toEqual(["a", "b", "c", "d"]);
});

test("who stops waiting takes no slot, and is told why at once", async () => {
  const { slots, entered, enter } = crowd(1);
  await enter("a");
  const tired = new AbortController();
  const waits = enter("b", tired.signal);
  const last = enter("c");
  tired.abort(new Error("the pull has failed"));
  await expect(waits).rejects.toThrow("the pull has failed");
  await expect(enter("d", tired.signal)).rejects.toThrow("the pull has failed");
  slots.release();
  await last;
  expect(entered).toEqual(["a", "c"]);
});

test("nobody who has entered or left is still listened to", async () => {
  const { slots, enter } = crowd(1);
  const controller = new AbortController();
  await enter("a", controller.signal);
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  const waits = enter("b", controller.signal);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  slots.release();
  await waits;
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});

test("throttling halves the slots, down to one; those who hold one keep it", async () => {
  const { slots, entered, enter } = crowd(7);
  const limits = [1, 2, 3, 4].map(() => {
    slots.halve();
    return slots.limit();
  });
  expect(limits).toEqual([3, 1, 1, 1]);
  await enter("a");
  const waits = enter("b");
  await turn();
  expect(entered).toEqual(["a"]);
  slots.release();
  await waits;
});

test("every so many answers in a row bring one slot back, up to as many as there were, and let somebody enter", async () => {
  const { slots, entered, enter } = crowd(3);
  const answers = (count: number) => {
    for (let nth = 0; nth < count; nth++) slots.succeeded();
    return slots.limit();
  };
  slots.halve();
  expect(answers(1)).toBe(1);
  slots.halve();
  expect([answers(1), answers(1), answers(1)]).toEqual([1, 2, 2]);
  await Promise.all([enter("a"), enter("b")]);
  const waits = enter("c");
  await turn();
  expect(entered).toEqual(["a", "b"]);
  expect(answers(1)).toBe(3);
  await waits;
  expect(answers(10)).toBe(3);
});

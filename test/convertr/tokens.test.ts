import { expect, test } from "vitest";
import { type Api, ids, loginBody, type Reply, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

const MINUTE = 60_000;
const refuse = (reply: Reply) => reply.json(401, { error: "invalid_grant" });
const page = (reply: Reply) =>
  reply.send(200, JSON.stringify(reply.envelope()), { "content-type": "application/ld+json" });

/** Resolves when the API has been asked for a token `times` times. */
async function loggedIn(api: Api, times: number): Promise<void> {
  while (api.count("login") < times) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Tokens that live for so many minutes. */
function livesFor(api: Api, minutes: number): void {
  api.script = ({ kind, nth }) => {
    if (kind !== "login") return undefined;
    api.tokens.add(`t${nth}`);
    return (reply) => reply.json(200, { ...loginBody(`t${nth}`), expires_in: minutes * 60 });
  };
}

test.each([
  // Life, minutes of it that are over, length of the run: whether the token is renewed.
  [60, 44, 15, false],
  [60, 45, 15, true],
  [60, 54, 1, false],
  [60, 55, 1, true],
  [10, 1, 15, false],
  [10, 3, 15, true],
  [10, 7, 1, false],
  [10, 9, 1, true],
  [10, 6, 5, false],
])(
  "a token of %i minutes, %i of them over, in a run of %i: renewed before the first request? %s",
  async (life, over, run, renewed) => {
    await using api = await startApi(ids(5));
    livesFor(api, life);
    const { clock, pull } = kit(api, { deadline: Number.MAX_SAFE_INTEGER });
    await pull();
    clock.advance(over * MINUTE);
    await kit(api, { clock, deadline: clock.now() + run * MINUTE }).pull();
    expect(api.count("login")).toBe(renewed ? 2 : 1);
  },
);

test("a token that lives shorter than the run is used for most of its life, and renewed in time", async () => {
  await using api = await startApi(ids(1950));
  livesFor(api, 10);
  const k = kit(api, { concurrency: 1 });
  const script = api.script;
  const tokens: (string | undefined)[] = [];
  api.script = (hit) => {
    if (hit.kind === "page") {
      tokens.push(hit.token);
      k.clock.advance(MINUTE / 2);
    }
    return script(hit);
  };
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  // Two minutes, a fifth of its life, are left of the first.
  expect(tokens).toEqual([...Array(16).fill("t0"), ...Array(4).fill("t1")]);
});

test("tokens that are revoked twice during a pull are renewed twice, a third time ends it", async () => {
  await using api = await startApi(ids(1500));
  let revoke = [4, 9];
  api.script = ({ kind, nth }) => {
    if (kind === "page" && revoke.includes(nth)) api.tokens.clear();
    return undefined;
  };
  const k = kit(api, { concurrency: 1 });
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(api.count("login")).toBe(3);
  api.restart(ids(1500));
  revoke = [4, 9, 12];
  expect(await k.fails()).toMatchObject({ name: "AuthFailed" });
  expect(api.count("login")).toBe(2);
});

test("one page that is refused again and again, while others are not, ends the pull after one new login", async () => {
  await using api = await startApi(ids(450));
  api.script = ({ kind, page: number }) => (kind === "page" && number === 3 ? refuse : undefined);
  const k = kit(api, { concurrency: 1 });
  const error = await k.fails();
  expect(error).toMatchObject({ name: "AuthFailed", where: "acme", retryable: false });
  expect(error.message).toMatch(
    /refuses tokens that it has just given out.*service user is active and may use the API/,
  );
  expect(api.count("login")).toBe(2);
});

test("a new token that one worker finds refused is not renewed for another, though an answer to the old one still comes", async () => {
  await using api = await startApi(ids(450));
  api.script = ({ kind, page: number, nthOfPage }) => {
    if (kind !== "page" || number === 1) return undefined;
    const isFirst = nthOfPage === 0;
    return async (reply) => {
      // Page 2 is refused first, and asks for the new token; page 3 had its answer on the way; page 4 finds the new one refused.
      if (number === 2 && nthOfPage === 1) return reply.send(500, "");
      if (number === 2 && nthOfPage > 1) await new Promise((resolve) => setTimeout(resolve, 200));
      if (number > 2 && isFirst) {
        await loggedIn(api, 2);
        await new Promise((resolve) => setTimeout(resolve, number === 3 ? 25 : 75));
      }
      if (number === 3) page(reply);
      else refuse(reply);
    };
  };
  expect(await kit(api, { concurrency: 3 }).fails()).toMatchObject({ name: "AuthFailed" });
  expect(api.count("login")).toBe(2);
});

test("a page that was refused with the old token may be refused with the new one too, when that is revoked as well", async () => {
  await using api = await startApi(ids(350));
  api.script = ({ kind, page: number, nthOfPage }) => {
    if (kind !== "page" || number > 3) return undefined;
    if (number === 2) return nthOfPage === 0 ? refuse : undefined;
    if (number !== 3 || nthOfPage > 1) return undefined;
    return async (reply) => {
      if (nthOfPage === 0) await loggedIn(api, 2);
      // The new token has been accepted for another page by then.
      await new Promise((resolve) => setTimeout(resolve, 50));
      refuse(reply);
    };
  };
  const k = kit(api, { concurrency: 3 });
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(api.count("login")).toBe(3);
});

test("a refused new token is tried once more when the secret has changed meanwhile", async () => {
  await using api = await startApi(ids(250));
  const k = kit(api);
  api.script = ({ kind, token }) => {
    if (kind !== "page" || token?.endsWith("-3")) return undefined;
    if (token?.endsWith("-2")) Object.assign(k.secret, { version: "v2" });
    return refuse;
  };
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(api.count("login")).toBe(3);
});

test("a token that another run has replaced meanwhile is no reason to give up", async () => {
  await using api = await startApi(ids(5));
  const one = kit(api);
  const other = kit(api, { clock: one.clock });
  let others: Promise<unknown> | undefined;
  api.script = ({ kind, token }) => {
    if (kind !== "page" || token?.endsWith("-3")) return undefined;
    if (token?.endsWith("-1") || others !== undefined) return refuse;
    others = other.pull();
    return async (reply) => {
      await others;
      refuse(reply);
    };
  };
  await one.pull();
  expect([one.handed, other.handed]).toEqual([whole(api), whole(api)]);
  expect(api.count("login")).toBe(3);
});

test("a pull that fails while it logs in again ends with its failure, and asks for nothing more", async () => {
  await using api = await startApi(ids(450));
  const k = kit(api);
  let over = false;
  api.script = ({ kind, page: number, nth }) => {
    if (kind === "login" && nth === 1)
      return async () => {
        over = true;
      };
    if (kind === "page" && number === 3) return refuse;
    if (kind !== "page" || number !== 2) return undefined;
    return async (reply) => {
      while (!over) await new Promise((resolve) => setTimeout(resolve, 5));
      reply.send(403, "");
    };
  };
  expect(await k.fails()).toMatchObject({ name: "Forbidden" });
  expect(api.count("login")).toBe(2);
});

import { errorAnswer, type ServedAnswer } from "../http/answer.ts";
import { without } from "./change-account.ts";
import type { FaultOf } from "./fault-kinds.ts";

type Json = { [name: string]: unknown };

/** The API's own answer, changed. What is no JSON object is left as it is by the faults that change its fields. */
export function changeAnswer(answer: ServedAnswer, fault: FaultOf<"answer">): ServedAnswer {
  switch (fault.fault) {
    case "answer":
      return withJson(answer, (body) => {
        const view = Object.keys(fault.view).length > 0 ? { "hydra:view": { ...viewOf(body), ...fault.view } } : {};
        return without({ ...body, ...view, ...fault.set }, fault.unset);
      });
    case "members":
      return withJson(answer, (body) => {
        const members = body["hydra:member"];
        return Array.isArray(members) ? { ...body, "hydra:member": changedMembers(members, fault) } : body;
      });
    case "headers":
      return { ...answer, headers: { ...answer.headers, ...lowerCase(fault.set) } };
    case "malformed-text":
      return idsOf(answer).some((id) => fault.ids.some((broken) => broken === id))
        ? errorAnswer(400, "Malformed UTF-8 characters, possibly incorrectly encoded", "jsonld")
        : answer;
    case "truncate":
      return { ...answer, body: answer.body.slice(0, fault.bytes ?? Math.floor(answer.body.length / 2)) };
    default:
      return { ...answer, body: `${fault.before}${answer.body}${fault.after}` };
  }
}

function changedMembers(
  members: readonly unknown[],
  fault: FaultOf<"answer"> & { fault: "members" },
): readonly unknown[] {
  const at = (place: number): number => (place < 0 ? members.length + place : place);
  const drop = new Set(fault.drop.map(at));
  const repeat = new Set(fault.repeat.map(at));
  const touched = fault.places === undefined ? undefined : new Set(fault.places.map(at));
  const changes = Object.keys(fault.set).length + fault.unset.length > 0;
  const changed = members
    .map((member, index) => (repeat.has(index) ? (members[index - 1] ?? member) : member))
    .map((member, index) => {
      if (!changes || (touched !== undefined && !touched.has(index))) return member;
      return without({ ...(member as Json), ...fault.set }, fault.unset);
    })
    .filter((_, index) => !drop.has(index))
    .slice(0, fault.keep ?? members.length);
  return fault.reverse ? changed.toReversed() : changed;
}

/** The query as a server reads it that ignores part of it. */
export function changeQuery(search: string, { set, unset }: FaultOf<"request">): string {
  const query = new URLSearchParams(search);
  for (const name of unset) query.delete(name);
  for (const [name, value] of Object.entries(set)) query.set(name, value);
  return query.toString();
}

/** The links of an answer as if nothing had been ignored: `search` is what was asked. */
export function echoQuery(answer: ServedAnswer, search: string, { set, unset }: FaultOf<"request">): ServedAnswer {
  const asked = new URLSearchParams(search);
  const ignored = [...unset, ...Object.keys(set)];
  return withJson(answer, (body) => {
    const view = Object.entries(viewOf(body)).map(([name, link]) => {
      if (typeof link !== "string" || !link.startsWith("/")) return [name, link];
      const [path, query] = link.split("?");
      const echo = new URLSearchParams(query);
      for (const key of ignored) {
        echo.delete(key);
        for (const value of asked.getAll(key)) echo.append(key, value);
      }
      return [name, `${path}?${echo}`];
    });
    return view.length === 0 ? body : { ...body, "hydra:view": Object.fromEntries(view) };
  });
}

/** Ids of the record or of the members that an answer holds. */
function idsOf(answer: ServedAnswer): readonly unknown[] {
  const body = bodyOf(answer);
  const members = body?.["hydra:member"];
  return Array.isArray(members) ? members.map(({ id }) => id) : [body?.["id"]];
}

function withJson(answer: ServedAnswer, change: (body: Json) => Json): ServedAnswer {
  const body = bodyOf(answer);
  return body === undefined ? answer : { ...answer, body: JSON.stringify(change(body)) };
}

/** Undefined for what is no JSON object. */
function bodyOf(answer: ServedAnswer): Json | undefined {
  try {
    const body: unknown = JSON.parse(answer.body);
    return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Json) : undefined;
  } catch {
    return undefined;
  }
}

const viewOf = (body: Json): Json => (body["hydra:view"] ?? {}) as Json;

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

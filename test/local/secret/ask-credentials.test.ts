import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { askCredentials } from "../../../functions/local/secret/ask-credentials.ts";

const credentials = { username: "reports@acme.example", password: "Right-Password-1!" };

function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const shown: string[] = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      shown.push(String(chunk));
      done();
    },
  });
  return { input, output, shown: () => shown.join("") };
}

const piped = (bytes: Uint8Array | string) => {
  const { input, output } = terminal(false);
  input.end(bytes);
  return askCredentials({ input, output });
};

describe("at a terminal", () => {
  test("name and password are asked for, and the password is not shown", async () => {
    const { input, output, shown } = terminal(true);
    const asked = askCredentials({ input, output });
    input.write(`${credentials.username}\r`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    input.write(`${credentials.password}\r`);
    expect(await asked).toEqual(credentials);
    expect(shown()).toContain("User name of the service user: ");
    expect(shown()).toContain("Password (not shown): ");
    expect(shown()).not.toContain(credentials.password);
  });

  test("whoever gives up has given nothing", async () => {
    const { input, output } = terminal(true);
    const asked = askCredentials({ input, output });
    input.write("\u0003");
    await expect(asked).rejects.toThrow(/WrongUsage|nothing was typed/);
  });

  test("a password with a blank at its end, as pasted, is refused", async () => {
    const { input, output } = terminal(true);
    const asked = askCredentials({ input, output });
    input.write("user\r");
    await new Promise((resolve) => setTimeout(resolve, 20));
    input.write(`${credentials.password} \r`);
    await expect(asked).rejects.toThrow(/password begins or ends with white space/);
  });
});

describe("from a pipe", () => {
  const text = JSON.stringify(credentials);
  const utf16 = (mark: boolean) => Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");

  test("JSON is read, with a line end or without", async () => {
    expect(await piped(text)).toEqual(credentials);
    expect(await piped(`${text}\n`)).toEqual(credentials);
  });

  test.each<[string, Uint8Array | string, RegExp]>([
    ["with a byte order mark", `\ufeff${text}`, /byte order mark/],
    ["in UTF-16 with a mark", utf16(true), /byte order mark/],
    ["in UTF-16 without one", utf16(false), /not in UTF-8/],
    ["in Latin-1", Buffer.from('{"username":"\xe9","password":"p"}', "latin1"), /not in UTF-8/],
    ["that is empty", "", /not JSON/],
    ["with the password alone", credentials.password, /not JSON/],
    ["without a password", '{"username":"u"}', /password is missing/],
    ["with other keys", '{"user":"u","pass":"p"}', /username is missing; password is missing; it has 2 keys besides/],
  ])("a file %s is refused by name, without a word of it", async (_, bytes, told) => {
    const error: Error = await piped(bytes).then(
      () => new Error("taken"),
      (thrown: Error) => thrown,
    );
    expect(error.name).toBe("SecretMalformed");
    expect(error.message).toMatch(told);
    expect(error.message).not.toContain("Right-Password");
  });
});

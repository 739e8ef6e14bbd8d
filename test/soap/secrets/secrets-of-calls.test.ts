import { SecretsOfCalls } from "../../../src/soap/secrets/secrets-of-calls.js";

describe("the secrets of a client's calls", () => {
  test("are its credentials, and what each call keeps, once", () => {
    const secrets = new SecretsOfCalls(["credential"]);
    const [first, second] = [secrets.begin(), secrets.begin()];
    first.keep("T-1");
    first.keep("T-1");
    second.keep("T-1");
    second.keep("T-2");
    expect(secrets.all).toEqual(["credential", "T-1", "T-2"]);
  });

  test("are all known to a call that begins later", () => {
    const secrets = new SecretsOfCalls([]);
    secrets.begin().keep("T-1");
    secrets.begin();
    expect(secrets.all).toEqual(["T-1"]);
  });

  test("of an ended call are known while another lasts", () => {
    const secrets = new SecretsOfCalls(["credential"]);
    const other = secrets.begin();
    const ended = secrets.begin();
    ended.keep("T-1");
    ended.end();
    expect(secrets.all).toEqual(["credential", "T-1"]);
    other.end();
    expect(secrets.all).toEqual(["credential"]);
  });

  test("are forgotten when the last call ends, whichever that is", () => {
    const secrets = new SecretsOfCalls([]);
    const [first, second] = [secrets.begin(), secrets.begin()];
    first.keep("T-1");
    second.keep("T-1");
    first.end();
    expect(secrets.all).toEqual(["T-1"]);
    second.end();
    expect(secrets.all).toEqual([]);
    secrets.begin().keep("T-1");
    expect(secrets.all).toEqual(["T-1"]);
  });

  /** Ends a call that keeps a secret, for each number. */
  const endCalls = (secrets: SecretsOfCalls, from: number, to: number): void => {
    for (let number = from; number <= to; number += 1) {
      const call = secrets.begin();
      call.keep(`T-${number}`);
      call.end();
    }
  };

  test("of ended calls are the latest 10", () => {
    const secrets = new SecretsOfCalls(["credential"]);
    secrets.begin().keep("T-0");
    endCalls(secrets, 1, 10);
    expect(secrets.all).toHaveLength(12);
    endCalls(secrets, 11, 1_000);
    expect(secrets.all).toHaveLength(12);
    expect(secrets.all.slice(0, 3)).toEqual(["credential", "T-0", "T-991"]);
    expect(secrets.all.at(-1)).toBe("T-1000");
  });

  test("are the latest 10 of a call that keeps very many, which ends in a moment", () => {
    const secrets = new SecretsOfCalls(["T-1"]);
    const { all } = secrets;
    secrets.begin().keep("T-0");
    const before = process.cpuUsage();
    const many = secrets.begin();
    for (let number = 1; number <= 100_000; number += 1) {
      many.keep(`T-${number}`);
    }
    many.end();
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
    expect(secrets.all).toBe(all);
    expect(all.slice(0, 3)).toEqual(["T-1", "T-0", "T-99991"]);
    expect(all).toHaveLength(12);
  });

  test("are not of ended calls while one lasts that keeps them", () => {
    const secrets = new SecretsOfCalls([]);
    const [first, second] = [secrets.begin(), secrets.begin()];
    first.keep("T-0");
    second.keep("T-0");
    first.end();
    endCalls(secrets, 1, 11);
    expect(secrets.all).toContain("T-0");
    secrets.begin();
    second.end();
    endCalls(secrets, 12, 21);
    expect(secrets.all).not.toContain("T-0");
  });

  test("that a call keeps twice end with it", () => {
    const secrets = new SecretsOfCalls([]);
    secrets.begin();
    const twice = secrets.begin();
    twice.keep("T-0");
    twice.keep("T-0");
    twice.end();
    endCalls(secrets, 1, 10);
    expect(secrets.all).not.toContain("T-0");
  });

  test("that a call keeps after its end are known like those of ended calls", () => {
    const secrets = new SecretsOfCalls(["credential"]);
    const [late, other] = [secrets.begin(), secrets.begin()];
    late.end();
    late.keep("T-0");
    late.keep("T-0");
    expect(secrets.all).toEqual(["credential", "T-0"]);
    endCalls(secrets, 1, 10);
    expect(secrets.all).not.toContain("T-0");
    other.end();
    late.keep("T-11");
    expect(secrets.all).toEqual(["credential"]);
  });

  test("that are used again count as used, and as the latest afterwards", () => {
    const secrets = new SecretsOfCalls([]);
    secrets.begin();
    endCalls(secrets, 1, 10);
    const again = secrets.begin();
    again.keep("T-1");
    endCalls(secrets, 11, 25);
    expect(secrets.all).toContain("T-1");
    again.end();
    endCalls(secrets, 26, 34);
    expect(secrets.all).toContain("T-1");
    endCalls(secrets, 35, 35);
    expect(secrets.all).not.toContain("T-1");
  });
});

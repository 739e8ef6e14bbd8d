import { createServer } from "node:http";
import { deleteFolder } from "../../../generated/index.js";
import { Places } from "../../../src/soap/client/places.js";
import { Deadline } from "../../../src/soap/deadline.js";
import { createSoapClient } from "../../../src/soap/index.js";
import { listen } from "../../support/listen.js";
import { answer } from "../../support/soap-messages.js";

const unlimited = new Deadline(Number.POSITIVE_INFINITY);

/** Enters, and notes the name once it has a place. */
async function enter(places: Places, name: string, notes: string[], deadline = unlimited): Promise<void> {
  await places.enter(deadline);
  notes.push(name);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a free place is taken without a wait", () => {
  const places = new Places(1);
  expect(places.enter(unlimited)).toBeUndefined();
  places.leave();
  expect(places.enter(unlimited)).toBeUndefined();
  expect(places.enter(unlimited)).toBeInstanceOf(Promise);
});

test("a place that is left goes to the call that has waited longest", async () => {
  const places = new Places(2);
  const notes: string[] = [];
  for (const name of ["a", "b", "c", "d"]) {
    void enter(places, name, notes);
  }
  await turn();
  expect(notes).toEqual(["a", "b"]);
  places.leave();
  await turn();
  expect(notes).toEqual(["a", "b", "c"]);
  places.leave();
  await turn();
  expect(notes).toEqual(["a", "b", "c", "d"]);
});

test("a call that ends while it waits was not sent, and takes no place", async () => {
  const places = new Places(1);
  const notes: string[] = [];
  const controller = new AbortController();
  await enter(places, "a", notes);
  const given = enter(places, "b", notes, new Deadline(Number.POSITIVE_INFINITY, controller.signal));
  void enter(places, "c", notes);
  controller.abort();
  await expect(given).rejects.toMatchObject({ name: "TransportFailure", sent: false });
  places.leave();
  await turn();
  expect(notes).toEqual(["a", "c"]);
});

describe("a client with two connections", () => {
  const long = answer("DeleteFolder", `<response success="true">${"<a/>".repeat(20_000)}</response>`);

  /** Makes ten calls at once, and returns the most responses that had been asked for and were not read. */
  async function mostUnread(timeoutOf: (index: number) => number, respond: (count: number) => string | undefined) {
    let [asked, ended, most] = [0, 0, 0];
    const server = createServer((incoming, outgoing) => {
      asked += 1;
      most = Math.max(most, asked - ended);
      const body = respond(asked);
      incoming.resume().on("end", () => body !== undefined && outgoing.end(body));
    });
    const soap = createSoapClient({ endpoint: await listen(server), maxConnections: 2 });
    const calls = Array.from({ length: 10 }, (_, index) =>
      deleteFolder(soap, { authenticationTicket: "T", path: "/a/b" }, { timeoutInMs: timeoutOf(index) })
        .catch((error: unknown) => error)
        .finally(() => {
          ended += 1;
        }),
    );
    const results = await Promise.all(calls);
    await soap.close();
    server.close();
    return { most, asked, results };
  }

  test("asks for no response before one of two is read", async () => {
    const { most, asked } = await mostUnread(
      () => 30_000,
      () => long,
    );
    expect([most, asked]).toEqual([2, 10]);
  });

  test("knows that a call was not sent whose time was up before", async () => {
    // Those that wait end first: the places that the others leave are for nobody.
    const { asked, results } = await mostUnread(
      (index) => (index < 2 ? 1_500 : 1_000),
      () => undefined,
    );
    const outcomes = results.map((error) => Reflect.get(Object(error), "outcome"));
    expect(asked).toBe(2);
    expect(outcomes.sort()).toEqual([...Array.from({ length: 8 }, () => "not-sent"), "unknown", "unknown"]);
    expect(results).toEqual(results.map(() => expect.objectContaining({ code: "TIMEOUT" })));
  });
});

import { getEventListeners } from "node:events";
import { InfoRouterClient } from "../../../src/index.js";
import { Deadline } from "../../../src/soap/deadline.js";
import {
  afterNextPoll,
  builtInTransport,
  codeOf,
  growingBuffer,
  HTTP_PARSER,
  type InternalRequest,
  joined,
  sendWith,
  type Transport,
  TransportFailure,
  type TransportRequest,
} from "../../../src/soap/http/transport.js";

const url = new URL("http://127.0.0.1:9/");
const request = { url, headers: { "X-A": "a" }, body: "<a/>", maxResponseBytes: 7 };
const response = { status: 200, headers: {}, body: new Uint8Array() };

describe("a transport of this package", () => {
  test("is sent to with the deadline itself", () => {
    const post = async () => response;
    expect(sendWith(builtInTransport(post))).toBe(post);
  });

  test.each([
    ["answers", true],
    ["fails", false],
  ])("follows the signal of another caller until it %s", async (_name, isAnswered) => {
    const controller = new AbortController();
    const requests: InternalRequest[] = [];
    let settle = (): void => {};
    const transport = builtInTransport((given) => {
      requests.push(given);
      return new Promise((resolve, reject) => {
        settle = () => (isAnswered ? resolve(response) : reject(new Error("cut")));
      });
    });
    const ended = transport({ ...request, signal: controller.signal }).catch((error: Error) => error.message);
    const [{ deadline, ...rest } = {} as InternalRequest] = requests;
    expect(rest).toEqual(request);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    settle();
    expect(await ended).toBe(isAnswered ? response : "cut");
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    controller.abort();
    expect(deadline.expired).toBe(false);
  });

  test("learns of the caller's abort", async () => {
    const transport = builtInTransport(async ({ deadline }) => {
      deadline.throwIfExpired();
      return response;
    });
    await expect(transport({ ...request, signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});

describe("the caller's own transport", () => {
  test("gets the request with the deadline as a signal", async () => {
    const requests: TransportRequest[] = [];
    const transport: Transport = async (given) => {
      requests.push(given);
      return response;
    };
    const deadline = new Deadline(Number.POSITIVE_INFINITY);
    const onWriting = jest.fn(() => expect(requests).toEqual([]));
    expect(await sendWith(transport)({ ...request, deadline, onWriting })).toBe(response);
    expect(requests).toEqual([{ ...request, signal: deadline.signal }]);
    expect(onWriting).toHaveBeenCalledTimes(1);
  });

  test("may change the URL, which leads no other request elsewhere", async () => {
    const hosts: string[] = [];
    const send = sendWith(async (given) => {
      hosts.push(given.url.host);
      given.url.host = "backup.example.com";
      return response;
    });
    const deadline = new Deadline(Number.POSITIVE_INFINITY);
    await send({ ...request, deadline });
    await send({ ...request, deadline });
    expect(hosts).toEqual(["127.0.0.1:9", "127.0.0.1:9"]);
  });

  test("is left when time is up, even if it ignores the signal", async () => {
    const controller = new AbortController();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    const ended = sendWith(() => new Promise(() => {}))({ ...request, deadline });
    controller.abort("enough");
    await expect(ended).rejects.toBe("enough");
  });

  test.each<[what: string, ended: (failure: Error) => Promise<typeof response>, isItsFailure: boolean]>([
    ["fails", (failure) => Promise.reject(failure), true],
    ["succeeds", async () => response, false],
    ["does not end", () => new Promise(() => {}), false],
  ])("may say what it knows when time is up: where it %s", async (_what, end, isItsFailure) => {
    const failure = new TransportFailure("ABORTED", { sent: false });
    let around: Transport = builtInTransport(
      ({ deadline }) => new Promise((resolve) => deadline.onExpire(() => resolve(end(failure)))),
    );
    for (let layers = 0; layers < 5; layers += 1) {
      const inner = around;
      around = async (given) => {
        try {
          return await inner(given);
        } finally {
          await undefined;
        }
      };
    }
    const controller = new AbortController();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    const ended = sendWith(around)({ ...request, deadline });
    controller.abort("enough");
    await expect(ended).rejects.toBe(isItsFailure ? failure : "enough");
  });
});

test("a failure says what is known, and nothing else", () => {
  const details = { sent: true, syscall: "connect", httpStatus: 413, proxyStatus: 502 };
  expect({ ...new TransportFailure("ECONNRESET", details) }).toEqual({
    name: "TransportFailure",
    code: "ECONNRESET",
    ...details,
  });
  expect(new TransportFailure("ECONNRESET", details).message).toBe("ECONNRESET");
  expect(new TransportFailure("ECONNRESET", { sent: false })).toMatchObject({ sent: false, syscall: undefined });
});

test.each([undefined, null, 0, "no"])(
  "a failure that does not say whether the request was sent may have sent it: %p",
  (sent) => {
    expect(new TransportFailure("ECONNRESET", { sent } as never).sent).toBe(true);
  },
);

describe("a failure of another copy of the package", () => {
  let other: typeof import("../../../src/soap/http/transport.js");
  jest.isolateModules(() => {
    other = require("../../../src/soap/http/transport.js");
  });

  test("is one, and a class that someone derives has its own instances only", () => {
    class Mine extends TransportFailure {}
    const failure: unknown = new other.TransportFailure("ECONNREFUSED", { sent: false });
    expect(other.TransportFailure).not.toBe(TransportFailure);
    expect(failure instanceof TransportFailure).toBe(true);
    expect(failure instanceof Mine).toBe(false);
    expect(new Mine("X", { sent: true }) instanceof Mine).toBe(true);
    for (const none of [undefined, null, "ECONNREFUSED", new Error("ECONNREFUSED"), { sent: false }] as unknown[]) {
      expect(none instanceof TransportFailure).toBe(false);
    }
  });

  test.each([
    ["that nothing was sent", "ECONNREFUSED", { sent: false }, "TransportError"],
    [
      "the status of a response that is too long",
      "RESPONSE_TOO_LARGE",
      { sent: true, httpStatus: 502 },
      "UnexpectedResponseError",
    ],
  ])("tells the caller %s", async (_what, code, details, name) => {
    const transport: Transport = async () => {
      throw new other.TransportFailure(code, details);
    };
    const infoRouter = new InfoRouterClient({ endpoint: "http://127.0.0.1/srv.asmx", ticket: "T", transport });
    const { httpStatus } = { httpStatus: undefined, ...details };
    await expect(infoRouter.folderExists("/Finance")).rejects.toMatchObject({
      name,
      code,
      outcome: details.sent ? "unknown" : "not-sent",
      ...(httpStatus && { httpStatus }),
    });
  });
});

test("what waits for the next poll is called in the second check phase, after the first", async () => {
  const order: string[] = [];
  const called = new Promise<void>((resolve) =>
    afterNextPoll(() => {
      order.push("after the poll");
      resolve();
    }),
  );
  setImmediate(() => order.push("first check phase"));
  await called;
  expect(order).toEqual(["first check phase", "after the poll"]);
});

test.each([
  ["no other turn where one took ten milliseconds", [0, 10], 2, []],
  ["another turn where one took long", [0, 50, 60, 61], 4, []],
  ["no turn more than three, where all take long", [0, 50, 60, 90, 100, 150, 160], 6, [150, 160]],
])("a request that waits for bytes to be read waits for %s", async (_what, times, immediates, unasked) => {
  const clock = jest.spyOn(performance, "now").mockImplementation(() => times.shift() ?? Number.NaN);
  let isCalled = false;
  let phases = 0;
  afterNextPoll(() => {
    isCalled = true;
  });
  for (; !isCalled && phases < 20; phases += 1) {
    await new Promise(setImmediate);
  }
  clock.mockRestore();
  expect([phases, times]).toEqual([immediates, unasked]);
});

test("no flag of the process makes the parser lenient, or longer of breath", () => {
  expect(HTTP_PARSER).toEqual({ maxHeaderSize: 16_384, insecureHTTPParser: false });
});

describe("a buffer that grows", () => {
  test("has the bytes of all chunks in their order", () => {
    const buffer = growingBuffer();
    expect([buffer.length(), buffer.bytes().length]).toEqual([0, 0]);
    const chunks = ["a", "bcdefg", "", "h", "ijklmnopqrstuvwxyz"];
    for (const [index, chunk] of chunks.entries()) {
      buffer.add(Buffer.from(chunk));
      const whole = chunks.slice(0, index + 1).join("");
      expect([buffer.length(), Buffer.from(buffer.bytes()).toString()]).toEqual([whole.length, whole]);
    }
  });

  test("doubles, and only when it is full", () => {
    const buffer = growingBuffer();
    // Longer than what Node.js takes from a shared pool: 64 KiB from version 24 on.
    const capacities = [100_000, 1, 99_999, 1, 1_000_000].map((length) => {
      buffer.add(Buffer.alloc(length));
      return buffer.bytes().buffer.byteLength;
    });
    expect(capacities).toEqual([100_000, 200_000, 200_000, 400_000, 1_200_001]);
  });
});

test("header fields that came more than once become one, and no name harms the object", () => {
  const headers = JSON.parse('{"set-cookie": ["a", "b"], "x-a": "a", "__proto__": "c"}');
  const result = joined({ ...headers, "x-b": undefined, ["__proto__"]: "c" });
  expect(Object.entries(result)).toEqual([
    ["set-cookie", "a, b"],
    ["x-a", "a"],
    ["__proto__", "c"],
    ["x-b", undefined],
  ]);
  expect(result["constructor"]).toBeUndefined();
});

test.each<[error: unknown, code: string]>([
  [{ code: "ECONNRESET" }, "ECONNRESET"],
  [{ code: "E2" }, "E2"],
  [{ code: "CERT_HAS_EXPIRED" }, "CERT_HAS_EXPIRED"],
  [{ code: `E${"X".repeat(60)}` }, `E${"X".repeat(60)}`],
  [{ code: `E${"X".repeat(61)}` }, "UNKNOWN"],
  [{ code: "E" }, "UNKNOWN"],
  [{ code: "2E" }, "UNKNOWN"],
  [{ code: "econnreset" }, "UNKNOWN"],
  [{ code: "ECONN RESET" }, "UNKNOWN"],
  [{ code: "a ECONNRESET" }, "UNKNOWN"],
  [{ code: ["ECONNRESET"] }, "UNKNOWN"],
  [{}, "UNKNOWN"],
  [null, "UNKNOWN"],
  [undefined, "UNKNOWN"],
  ["ECONNRESET", "UNKNOWN"],
])("the code of %j is %s", (error, code) => {
  expect(codeOf(error)).toBe(code);
});

import { setTimeout } from "node:timers/promises";
import * as generated from "../../generated/index.js";
import {
  checkOperations,
  copyOf,
  holdsTicket,
  operationOf,
  propertiesIn,
  returnsReport,
  type Stub,
  takesTicket,
  withTicket,
} from "../../src/operations.js";
import {
  anyElement,
  attribute,
  complexType,
  element,
  extension,
  group,
  mixed,
  type Operation,
  optional,
  polymorphic,
  repeated,
  soapArray,
  withHeaders,
  xs,
  type z,
} from "../../src/soap/index.js";
import {
  beat,
  downloadDocument,
  getDocuments,
  getDomains,
  getFolders,
  getUser,
  moveFile,
  uploadFile,
} from "../testing/other-operations.js";

const { createFolder } = generated;
type AnyStub = Stub<never, unknown>;

describe("the operation of a stub", () => {
  test("is what the stub calls, and is asked for once", () => {
    const stub = jest.fn(createFolder);
    const operation = operationOf(stub);
    expect(operation.name).toBe("CreateFolder");
    expect(operationOf(stub)).toBe(operation);
    expect(stub).toHaveBeenCalledTimes(1);
  });

  test("is found in a function around a stub, which ends, and lets the next call through", async () => {
    let ended: unknown;
    const around: typeof createFolder = async (soap, request, options) => {
      try {
        return await createFolder(soap, request, options);
      } catch (error) {
        ended = error;
        throw error;
      }
    };
    expect(operationOf(around).name).toBe("CreateFolder");
    await new Promise(setImmediate);
    expect(ended).toEqual(new Error("The client asks a stub for its operation; nothing is sent."));
  });

  test("is found by an error whose stack is written at once: until then it would keep what its callers hold", () => {
    const { prepareStackTrace } = Error;
    const written: string[] = [];
    Error.prepareStackTrace = ({ message }) => {
      written.push(message);
      return message;
    };
    try {
      operationOf((...call: Parameters<typeof createFolder>) => createFolder(...call));
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
    expect(written).toEqual(["The client asks a stub for its operation; nothing is sent."]);
  });

  test("is what a function calls first, if it calls others at once as well", () => {
    const both: typeof createFolder = async (soap, request, options) => {
      const [created] = await Promise.all([
        createFolder(soap, request, options),
        generated.folderExists(soap, request, options),
      ]);
      return created;
    };
    expect(operationOf(both).name).toBe("CreateFolder");
  });

  const retried: typeof createFolder = async (...call) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await createFolder(...call);
      } catch (error) {
        if (attempt === 5) {
          throw error;
        }
      }
    }
  };
  const retriedLater: typeof createFolder = async (soap, request, options = {}) => {
    options.signal?.throwIfAborted();
    for (;;) {
      await createFolder(soap, request, options).catch(() => {});
      await setTimeout(60_000, undefined, options);
    }
  };
  test.each([
    ["some times", retried],
    ["after pauses that its signal ends", retriedLater],
  ])("is found in a function that repeats its stub %s, which ends", async (_how, repeating) => {
    let ended: Promise<unknown> | undefined;
    const queued: typeof createFolder = (...call) => {
      const ending = repeating(...call);
      ended = ending.catch(() => "ended");
      return ending;
    };
    expect(operationOf(queued).name).toBe("CreateFolder");
    expect(await ended).toBe("ended");
  });

  test("is found in a function that repeats its stub until it succeeds, which is stopped", async () => {
    let calls = 0;
    const untilItSucceeds: typeof createFolder = (...call) => {
      calls += 1;
      return createFolder(...call).catch(() => (calls < 1_000 ? untilItSucceeds(...call) : ({} as never)));
    };
    expect(operationOf(untilItSucceeds).name).toBe("CreateFolder");
    await new Promise(setImmediate);
    expect(calls).toBe(101);
  });

  test.each<[what: string, stub: unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["an object", {}],
    ["a text", "createFolder"],
    ["a function that calls nothing", () => {}],
    [
      "a function that throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["a function that rejects, which ends no process", async () => Promise.reject(new Error("mine"))],
  ])("is not found in %s", async (_what, stub) => {
    const unhandled = jest.fn();
    process.on("unhandledRejection", unhandled);
    try {
      expect(() => operationOf(stub as AnyStub)).toThrow("operation: expected a generated stub, such as createFolder");
      // Node.js reports a rejection before the next turn of the event loop.
      await new Promise(setImmediate);
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off("unhandledRejection", unhandled);
    }
  });
});

test("a stub whose types are of another copy of the package is refused, and an error of its types passes as it is", () => {
  const own = new Error("mine");
  const stubOf = (schema: object): AnyStub => {
    const operation = { name: "Find", soapAction: "", input: element("urn:t", "Find", schema as never) };
    return (soap, request) => soap.call(operation as unknown as Operation<never, unknown>, request);
  };
  const message = expect.stringMatching(/^operation: the schema of Find has no XML type; expected one of xs/);
  expect(() => operationOf(stubOf({}))).toThrow(expect.objectContaining({ argument: "operation", message }));
  const throwing = (): never => {
    throw own;
  };
  expect(() => operationOf(stubOf(throwing))).toThrow(own);
});

/** An accessor of the contract, one of another, and an inherited value. */
class Asked {
  static {
    Object.assign(this.prototype, { version: "3" });
  }
  #path = "/a/b";
  get path(): string {
    return this.#path;
  }
  set path(path: string) {
    this.#path = path;
  }
  get other(): string {
    throw new Error("not of the contract");
  }
}

test("a copy of a request has its lists, objects and bytes as they were, and other values themselves", () => {
  const item = { name: "a" };
  const bare: { name: string } = Object.assign(Object.create(null), { name: "a" });
  const asked = new Asked();
  const at = new Date(0);
  const prefixes = new Map([["", "urn:a"]]);
  // The contract does not have it, so that it is refused.
  const stranger = { item };
  const plain = { none: undefined, nothing: null, text: "a", at, prefixes };
  const request = { ...plain, list: [item], bare, asked, stranger, bytes: Uint8Array.of(1) };
  const inherited = ["name", "path", "version", "size", "constructor"];
  const known = [...Object.keys(request), ...inherited].filter((property) => property !== "stranger");
  const copy = copyOf(request, new Set(known));
  item.name = "b";
  bare.name = "b";
  asked.path = "/a/c";
  request.list.push({ name: "c" });
  request.bytes[0] = 2;
  expect(copy).toStrictEqual({
    ...plain,
    list: [{ name: "a" }],
    bare: { name: "a" },
    asked: { path: "/a/b", version: "3" },
    stranger: { item: { name: "b" } },
    bytes: Uint8Array.of(1),
  });
  expect(Object.values(copy)).toEqual(expect.arrayContaining([at, prefixes, stranger]));
});

describe("the properties of a request are those", () => {
  const tns = "urn:t";
  const base: z.ZodType = complexType<object>({ inBase: element(tns, "a", xs.string) } as never);
  const own: z.ZodType = extension<object, object>(
    base as never,
    {
      again: optional(element(tns, "again", () => own)),
      group: repeated(group(complexType<object>({ inGroup: element(tns, "b", xs.string) } as never))),
    } as never,
  );
  const any = complexType<object>({ any: anyElement() } as never);
  const variants = polymorphic<object>({ One: [tns, "One", own as never] }, [tns, "Any", any as never]);
  const inputOf = (schema: z.ZodType) =>
    element(tns, "Asked", complexType<object>({ of: element(tns, "of", schema) } as never));

  test.each<[string, unknown, readonly string[]]>([
    ["of its type", inputOf(xs.string), ["of"]],
    [
      "of a type that extends another, and refers to itself",
      inputOf(own),
      ["again", "group", "inBase", "inGroup", "of"],
    ],
    [
      "of XML, where any type may stand",
      inputOf(xs.anyType),
      ["attributes", "children", "name", "namespace", "of", "value"],
    ],
    [
      "of XML, in mixed content",
      inputOf(complexType<object>({ content: mixed() } as never)),
      ["attributes", "children", "content", "name", "namespace", "of", "value"],
    ],
    ["of the items of an array", inputOf(soapArray(base as never)), ["inBase", "of"]],
    [
      "of each variant of a type, and of XML",
      inputOf(variants),
      [
        "$type",
        "again",
        "any",
        "attributes",
        "children",
        "group",
        "inBase",
        "inGroup",
        "name",
        "namespace",
        "of",
        "value",
      ],
    ],
    ["of a body and its headers", withHeaders(inputOf(xs.string), base as never), ["body", "headers", "inBase", "of"]],
  ])("%s", (_whose, input, properties) => {
    const operation = { name: "Asked", soapAction: "", input } as Operation<object, object>;
    const stub = operationOf((soap, request) => soap.call(operation, request));
    expect([...propertiesIn(stub)].sort()).toEqual(properties);
  });
});

test.each<[what: string, stub: AnyStub, hasTicket: boolean, hasReport: boolean]>([
  ["with any element as its result", getFolders, true, true],
  ["with mixed content", getDocuments, true, true],
  ["with attributes", getUser, true, true],
  ["with a text", getDomains, true, false],
  ["with bytes", downloadDocument, true, false],
  ["with neither a ticket nor a result", beat, false, false],
  ["of a type with derived ones", uploadFile, true, true],
  ["with headers", moveFile, true, true],
])("whether an operation %s takes a ticket and returns a report", (_what, stub, hasTicket, hasReport) => {
  const operation = operationOf(stub);
  expect([takesTicket(operation), returnsReport(operation)]).toEqual([hasTicket, hasReport]);
});

test.each<[where: string, stub: AnyStub, without: object, given: object]>([
  ["itself", getFolders, { path: "/a" }, { path: "/a", authenticationTicket: "T" }],
  [
    "its body, beside headers",
    moveFile,
    { headers: { trace: "1" }, body: { path: "/a" } },
    { headers: { trace: "1" }, body: { path: "/a", authenticationTicket: "T" } },
  ],
])("a request has its ticket in %s", (_where, stub, without, given) => {
  const operation = operationOf(stub);
  expect(withTicket(without, "T", operation)).toEqual(given);
  expect([without, given].map((request) => holdsTicket(request, operation))).toEqual([false, true]);
});

test("a request without the body that its headers need has no ticket", () => {
  expect(holdsTicket({ headers: {} }, operationOf(moveFile))).toBe(false);
});

const folders = operationOf(getFolders);
const eitherOf = (output: object | undefined) => {
  const { schema } = output as { schema: z.ZodType<object> };
  return element(
    "urn:t",
    "FindResponse",
    polymorphic<object>({ More: ["urn:t", "More", schema] }, ["urn:t", "Any", schema]),
  );
};
const withAttributes = (members: object): object => element("urn:t", "FindResponse", complexType(members as never));
test.each<[what: string, output: object | undefined, hasReport: boolean]>([
  ["nothing", undefined, false],
  ["a text", element("urn:t", "FindResponse", xs.string), false],
  ["an element and headers", { body: folders.output, headers: folders.output }, true],
  ["an element of a type with derived ones", eitherOf(folders.output), true],
  ["an element with an attribute that reports", withAttributes({ Success: attribute("", "Success", xs.string) }), true],
  ["an element with another attribute", withAttributes({ id: attribute("", "id", xs.string) }), false],
  [
    "an element with success of a namespace",
    withAttributes({ success: attribute("urn:x", "success", xs.string) }),
    false,
  ],
  [
    "an element with an attribute that reports beside a number",
    withAttributes({ error: attribute("", "error", xs.string), result: element("urn:t", "FindResult", xs.int) }),
    false,
  ],
  [
    "an element with an attribute beside its result",
    element(
      "urn:t",
      "FindResponse",
      complexType({
        version: attribute("", "version", xs.int),
        result: element("urn:t", "FindResult", complexType<object>({ content: mixed() } as never)),
      }),
    ),
    true,
  ],
])("whether an operation that answers %s returns a report", (_what, output, hasReport) => {
  expect(returnsReport({ ...folders, output } as typeof folders)).toBe(hasReport);
});

describe("the stubs of a client", () => {
  const { deleteFolder, deleteDownloadHandler, authenticateUser } = generated;
  const required = { deleteFolder, deleteDownloadHandler, authenticateUser };

  test("are those of the package by default", () => {
    const own = checkOperations();
    expect(Object.keys(own)).toHaveLength(9);
    expect(generated).toMatchObject(own);
  });

  test("may be the three that are required", () => {
    expect(checkOperations(required)).toBe(required);
  });

  const advice = "are these the stubs of another service? Generate them from infoRouter's WSDL";
  test.each<[name: string, value: unknown, expected: string, found: string]>([
    ["deleteFolder", undefined, "a generated stub", "none"],
    ["deleteDownloadHandler", undefined, "a generated stub", "none"],
    ["authenticateUser", "x", "a generated stub", "string"],
    ["folderExists", null, "a generated stub, or none", "object"],
    ["logOut", 1, "a generated stub, or none", "number"],
    ["getDownloadHandler", true, "a generated stub, or none", "boolean"],
    ["getDownloadHandlerByVersion", {}, "a generated stub, or none", "object"],
    ["downloadZipWithHandler", {}, "a generated stub, or none", "object"],
    ["downloadFileChunk", {}, "a generated stub, or none", "object"],
  ])("have no %s that is %p", (name, value, expected, found) => {
    const message = `options.operations.${name}: expected ${expected}, found ${found}; ${advice}`;
    expect(() => checkOperations({ ...required, [name]: value } as never)).toThrow(message);
  });

  test("are not null", () => {
    expect(() => checkOperations(null as never)).toThrow("options.operations.deleteFolder: expected a generated stub");
  });
});

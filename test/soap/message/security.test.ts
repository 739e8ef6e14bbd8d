import { checkedSecurity, type SoapSecurity } from "../../../src/soap/message/security.js";

const owner = { operation: "Find", requestId: "id-1" };
const checked = (security: object): Required<SoapSecurity> =>
  checkedSecurity(security as SoapSecurity, () => owner) as Required<SoapSecurity>;

test("a security object without methods adds nothing", () => {
  const security = checked(Object.freeze({}));
  const given = {};
  security.addHeaders(given);
  security.addOptions(given);
  expect([given, security.toXML(), security.postProcess]).toEqual([{}, "", undefined]);
});

test("the methods of a security object do what they do for npm soap", () => {
  class Security {
    readonly #key = "k";
    addHeaders(headers: Record<string, unknown>): void {
      headers["X-Key"] = this.#key;
    }
    addOptions(options: Record<string, unknown>): object {
      options["httpsAgent"] = this.#key;
      return options;
    }
    toXML(): string {
      return `<${this.#key}/>`;
    }
    postProcess(envelope: string, prefix: string): string {
      return `${prefix}:${envelope}:${this.#key}`;
    }
  }
  const security = checked(new Security());
  const [headers, options] = [{}, {}];
  security.addHeaders(headers);
  security.addOptions(options);
  expect([headers, options]).toEqual([{ "X-Key": "k" }, { httpsAgent: "k" }]);
  expect([security.toXML(), security.postProcess("<e/>", "soap")]).toEqual(["<k/>", "soap:<e/>:k"]);
});

const rejected = () => Promise.reject(new Error("no key"));

test.each<[method: keyof SoapSecurity, what: string, method: () => unknown, expected: string]>([
  ["addHeaders", "a promise", async () => {}, "nothing"],
  ["addHeaders", "a promise that rejects", rejected, "nothing"],
  ["addOptions", "a promise that rejects", rejected, "nothing"],
  ["toXML", "a number", () => 5, "a string"],
  ["toXML", "a promise", async () => "<s/>", "a string"],
  ["toXML", "a promise that rejects", rejected, "a string"],
  ["postProcess", "nothing", () => undefined, "a string"],
  ["postProcess", "bytes", () => Buffer.from("<e/>"), "a string"],
  ["postProcess", "a promise", async () => "<e/>", "a string"],
  ["postProcess", "a promise that rejects", rejected, "a string"],
])("a security object whose %s returns %s is refused, and ends no process", async (method, _what, own, expected) => {
  const unhandled = jest.fn();
  process.on("unhandledRejection", unhandled);
  try {
    const message = `options.security: expected its ${method} to return ${expected}`;
    const call = (): unknown => (checked({ [method]: own })[method] as (...given: unknown[]) => unknown)({}, "soap");
    expect(call).toThrow(expect.objectContaining({ name: "InvalidInputError", message, ...owner }));
    // Node.js reports a rejection before the next turn of the event loop.
    await new Promise(setImmediate);
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off("unhandledRejection", unhandled);
  }
});

test.each([null, undefined, 5, {}])("what addHeaders returns is ignored unless it is a promise: %p", (returned) => {
  expect(() => checked({ addHeaders: () => returned }).addHeaders({})).not.toThrow();
});

import { TransportError } from "../../../src/soap/index.js";
import { find, finding, soapOf } from "./calls.js";

let failures = 0;
let failure: Error;

jest.mock("../../../src/soap/message/envelope-writer.js", () => ({
  createEnvelopeWriter: async () => {
    failures -= 1;
    if (failures >= 0) {
      throw failure;
    }
    return (_action: string, envelope: string) => ({ envelope, headers: {} });
  },
}));

test("a client that cannot load npm soap sends nothing, and tries again with the next call", async () => {
  failures = 2;
  failure = Object.assign(new Error("x"), { code: "EMFILE" });
  const transport = jest.fn(finding);
  const soap = soapOf(transport);
  const want = (operation: string, requestId: string) =>
    expect.objectContaining({
      code: "EMFILE",
      outcome: "not-sent",
      operation,
      requestId,
      cause: { name: "Error", code: "EMFILE" },
      message: `${operation}: npm soap, which writes the message, cannot be loaded (EMFILE); nothing was sent.`,
    });
  const errors = [
    await soap.connect().catch((error: unknown) => error),
    await soap.call(find, {}, { requestId: "id-1" }).catch((error: unknown) => error),
  ];
  expect(errors).toEqual([want("connect", ""), want("Find", "id-1")]);
  expect(errors.every((error) => error instanceof TransportError)).toBe(true);
  expect(transport).not.toHaveBeenCalled();
  await expect(soap.call(find, {})).resolves.toEqual({ id: 7 });
});

test("where a bundle has no require, the error says what the bundle has to provide", async () => {
  failures = 1;
  failure = new Error('Dynamic require of "assert" is not supported');
  await expect(soapOf(finding).call(find, {})).rejects.toMatchObject({
    code: "UNKNOWN",
    outcome: "not-sent",
    message: expect.stringMatching(/; nothing was sent\. A bundle of ES modules has to provide `require`: see/),
  });
});

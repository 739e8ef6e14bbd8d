import { inspect } from "node:util";
import * as first from "../../src/index.js";

function load(): typeof first {
  let copy: typeof first | undefined;
  jest.isolateModules(() => {
    copy = require("../../src/index.js");
  });
  return copy as typeof first;
}

const facts = { operation: "DeleteFolder", requestId: "id-1", outcome: "unknown" } as const;
const refusal = { code: "ACCESS_DENIED", serviceMessage: "Access denied.", failedItems: [] } as const;

test("instanceof and isInfoRouterError hold between two copies of the package, and classes do not cross", () => {
  const second = load();
  const error = new second.ServiceError(refusal, facts);
  expect(second.ServiceError).not.toBe(first.ServiceError);
  expect(error instanceof first.ServiceError).toBe(true);
  expect(error instanceof first.InfoRouterError).toBe(true);
  expect(first.isInfoRouterError(error)).toBe(true);
  expect(error instanceof first.TransportError).toBe(false);
  expect((error as unknown) instanceof first.SoapFaultError).toBe(false);
});

test.each([[null], [undefined], ["ServiceError"], [{}], [new Error("x")], [{ name: "ServiceError" }]])(
  "%p is not one of our errors",
  (value) => {
    expect(first.isInfoRouterError(value)).toBe(false);
    expect((value as unknown) instanceof first.InfoRouterError).toBe(false);
  },
);

test("a class that someone derives has its own instances only", () => {
  class Mine extends first.TransportError {}
  const mine = new Mine("X", "x", facts);
  expect(mine instanceof Mine).toBe(true);
  expect(mine instanceof first.TransportError).toBe(true);
  expect(new first.TransportError("X", "x", facts) instanceof Mine).toBe(false);
});

test("the stack begins with the error's name and message", () => {
  const error = new first.ServiceError(refusal, facts);
  expect(error.stack).toMatch(/^ServiceError: DeleteFolder: the user may not do this\..*\n {4}at /);
});

test("errors become JSON with what a log needs", () => {
  expect(JSON.parse(JSON.stringify(new first.ServiceError(refusal, facts)))).toEqual({
    name: "ServiceError",
    message:
      'DeleteFolder: the user may not do this. The service says: "Access denied." But its answer is not a plain refusal: look what is left before repeating it.',
    code: "ACCESS_DENIED",
    operation: "DeleteFolder",
    requestId: "id-1",
    outcome: "unknown",
    serviceMessage: "Access denied.",
    failedItems: [],
  });
});

test.each([
  ["Access denied.", /"Access denied\." But its answer/],
  ["Access denied", /"Access denied"\. But its answer/],
])("a message ends the service's text %j before its next sentence", (serviceMessage, message) => {
  expect(new first.ServiceError({ ...refusal, serviceMessage }, facts).message).toMatch(message);
});

test("the detail of a fault is there for programs and not for logs", () => {
  const fault = { faultCode: "Server", faultSubcodes: [], reason: "Broken\n   at Srv.DeleteFolder()", reasons: [] };
  const error = new first.SoapFaultError(fault, "stack trace", 500, facts);
  expect(error.detail).toBe("stack trace");
  expect(JSON.stringify(error) + inspect(error)).not.toContain("stack trace");
  expect(error.message).toBe("DeleteFolder: the service answered with a fault, Server: Broken");
});

import { markHandlerLeft } from "../../../src/download/handler.js";
import { UnexpectedResponseError } from "../../../src/soap/errors.js";

test.each([
  ["DeleteFolder: it has no download handler", "DeleteFolder: it has no download handler. A download"],
  ["DeleteFolder: time is up.", "DeleteFolder: time is up. A download"],
  ['DeleteFolder: the service says: "Broken."', 'DeleteFolder: the service says: "Broken." A download'],
])("the sentence about a handler stands apart from %j", (message, beginning) => {
  const details = { operation: "DeleteFolder", requestId: "id-1", outcome: "unknown" } as const;
  const error = new UnexpectedResponseError("NOT_THE_CONTRACT", message, { httpStatus: 200 }, details);
  markHandlerLeft(error, "unknown");
  expect(error.message).toBe(`${beginning} handler may be left on the server.`);
});

import * as operations from "../../generated/index.js";
import { InfoRouterClient } from "../../src/index.js";
import { answer } from "../support/soap-messages.js";

/** A client whose stubs keep each result, as promises do that are collected late. */
function clientThatKeeps(operation: string, results: unknown[]): InfoRouterClient {
  const content = `<response success="true" error=""><logitem path="/A/B" status="success"/></response>`;
  const keeping: typeof operations.deleteFolder = async (...call) => {
    const response = await operations.deleteFolder(...call);
    results.push(response);
    return response;
  };
  return new InfoRouterClient({
    endpoint: "http://127.0.0.1:9/",
    ticket: "T",
    operations: { ...operations, deleteFolder: keeping },
    transport: async () => ({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: Buffer.from(answer(operation, content)),
    }),
  });
}

test("nothing that is kept of a confirmed deletion holds the tree of its response", async () => {
  const results: unknown[] = [];
  await clientThatKeeps("DeleteFolder", results).deleteFolder("/A/B");
  expect(results).toMatchObject([{ deleteFolderResult: { any: { name: "response", children: [] } } }]);
});

test("a result that is returned keeps its content", async () => {
  const infoRouter = clientThatKeeps("CreateFolder", []);
  const { elements, element } = await infoRouter.call(operations.createFolder, { path: "/A/B" });
  expect([elements.length, element.children.length]).toEqual([1, 1]);
});

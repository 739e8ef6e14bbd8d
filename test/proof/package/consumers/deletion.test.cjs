const { InfoRouterClient } = require("inforouter-soap-client");
const nock = require("nock");

const answer = (attributes) => `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
  <DeleteFolderResponse xmlns="http://tempuri.org/">
    <DeleteFolderResult><response xmlns="" ${attributes} /></DeleteFolderResult>
  </DeleteFolderResponse>
</soap:Body></soap:Envelope>`;

const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket: "ticket-1" });

const serviceAnswers = (attributes) =>
  nock("https://dms.example.com")
    .post("/srv.asmx", /<Path>\/Finance\/Reports<\/Path>/)
    .reply(200, answer(attributes), { "Content-Type": "text/xml; charset=utf-8" });

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

test("a deletion", async () => {
  serviceAnswers('success="true" error=""');
  await expect(infoRouter.deleteFolder("/Finance/Reports")).resolves.toMatchObject({ outcome: "deleted" });
});

test("a refusal", async () => {
  serviceAnswers('success="false" error="Access denied."');
  await expect(infoRouter.deleteFolder("/Finance/Reports")).rejects.toMatchObject({ code: "ACCESS_DENIED" });
});

import { InfoRouterClient } from "inforouter-soap-client";
import nock from "nock";

nock.disableNetConnect();
const service = nock("https://dms.example.com")
  .post("/srv.asmx", /<Path>\/Finance\/Reports<\/Path>/)
  .reply(
    200,
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
      <DeleteFolderResponse xmlns="http://tempuri.org/">
        <DeleteFolderResult><response xmlns="" success="true" error="" /></DeleteFolderResult>
      </DeleteFolderResponse>
    </soap:Body></soap:Envelope>`,
    { "Content-Type": "text/xml; charset=utf-8" },
  );

const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket: "ticket-1" });
const { outcome } = await infoRouter.deleteFolder("/Finance/Reports");
const second = await infoRouter.deleteFolder("/Finance/Drafts").catch((error) => error.code);
console.log(JSON.stringify({ outcome, isAnswered: service.isDone(), second }));

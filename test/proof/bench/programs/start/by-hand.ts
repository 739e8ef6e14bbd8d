import { writeSync } from "node:fs";
import { request } from "node:http";

const [endpoint = ""] = process.argv.slice(2);
const headers = { "Content-Type": "text/xml; charset=utf-8", SOAPAction: '"http://tempuri.org/DeleteFolder"' };
request(endpoint, { method: "POST", headers }, (response) => {
  let text = "";
  response.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  response.on("end", () => {
    if (text.includes('success="true"')) {
      writeSync(1, "done");
    }
    process.exit();
  });
}).end(
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><DeleteFolder xmlns="http://tempuri.org/"><authenticationTicket>3f2504e0-4f89-11d3-9a0c-0305e82c3301</authenticationTicket><Path>/Finance/Reports/2024</Path></DeleteFolder></soap:Body></soap:Envelope>`,
);

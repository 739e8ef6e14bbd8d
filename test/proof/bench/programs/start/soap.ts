import { writeSync } from "node:fs";
import { createClientAsync } from "soap";

const [endpoint = "", wsdl = ""] = process.argv.slice(2);
const client = await createClientAsync(wsdl, { endpoint });
const [result] = await client["DeleteFolderAsync"]({
  authenticationTicket: "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
  Path: "/Finance/Reports/2024",
});
if (result.DeleteFolderResult.response.attributes.success === "true") {
  writeSync(1, "done");
}
process.exit();

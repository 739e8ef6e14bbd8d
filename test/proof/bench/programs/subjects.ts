import { Agent, request } from "node:http";
import type { Client as SoapClient } from "soap";
import type { Client as StrongSoapClient } from "strong-soap";
import { Pool } from "undici";

/** Deletes the folder once, and throws unless the answer says so. */
export type Call = () => Promise<void>;

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const PATH = "/Finance/Reports/2024";
const CONNECTIONS = 64;

/** What is measured, by name. Each is what its users would write; libraries are imported only where they are measured. */
export const subjects = {
  "this package on node:http": async (endpoint) => {
    const { InfoRouterClient } = await import("inforouter-soap-client");
    const infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, maxConnections: CONNECTIONS });
    return async () => {
      await infoRouter.deleteFolder(PATH);
    };
  },
  "this package on undici": async (endpoint) => {
    const { InfoRouterClient } = await import("inforouter-soap-client");
    const { undiciTransport } = await import("inforouter-soap-client/undici");
    const dispatcher = new Pool(new URL(endpoint).origin, { connections: CONNECTIONS });
    const infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, transport: undiciTransport({ dispatcher }) });
    return async () => {
      await infoRouter.deleteFolder(PATH);
    };
  },
  "node:http by hand": async (endpoint) => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    return () =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(envelope);
        const headers = { ...soapHeaders, "Content-Length": body.length };
        request(endpoint, { agent, method: "POST", headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            if (response.statusCode === 200 && saysYes(Buffer.concat(chunks).toString())) {
              resolve();
            } else {
              reject(new Error("not deleted"));
            }
          });
        })
          .on("error", reject)
          .end(body);
      });
  },
  "undici by hand": async (endpoint) => {
    const { origin, pathname } = new URL(endpoint);
    const pool = new Pool(origin, { connections: CONNECTIONS });
    return async () => {
      const response = await pool.request({ path: pathname, method: "POST", headers: soapHeaders, body: envelope });
      confirm(response.statusCode === 200 && saysYes(await response.body.text()));
    };
  },
  soap: async (endpoint) => {
    const { createClientAsync } = await import("soap");
    return deleteWith(await createClientAsync(new URL("/two.wsdl", endpoint).href, { endpoint }));
  },
  "strong-soap": async (endpoint) => {
    const { soap } = (await import("strong-soap")).default;
    const client = await new Promise<StrongSoapClient>((resolve, reject) =>
      soap.createClient(new URL("/two.wsdl", endpoint).href, { endpoint }, (error, made) =>
        error ? reject(error) : resolve(made),
      ),
    );
    client.setEndpoint(endpoint);
    return async () => {
      const { result } = await client.DeleteFolder(argumentsOfDeleteFolder);
      confirm(result.DeleteFolderResult?.response?.$attributes?.success === "true");
    };
  },
  "wsdl-tsclient": async (endpoint) => {
    const generated = new URL("../wsdl-tsclient/client.js", import.meta.url).href;
    const { createClientAsync } = (await import(generated)) as typeof import("soap");
    return deleteWith(await createClientAsync(new URL("/two.wsdl", endpoint).href, { endpoint }));
  },
} satisfies Readonly<Record<string, (endpoint: string) => Promise<Call>>>;

export type Subject = keyof typeof subjects;

const argumentsOfDeleteFolder = { authenticationTicket: TICKET, Path: PATH };
const soapHeaders = { "Content-Type": "text/xml; charset=utf-8", SOAPAction: '"http://tempuri.org/DeleteFolder"' };
const envelope = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><DeleteFolder xmlns="http://tempuri.org/"><authenticationTicket>${TICKET}</authenticationTicket><Path>${PATH}</Path></DeleteFolder></soap:Body></soap:Envelope>`;

interface DeletedFolder {
  readonly DeleteFolderResult?: { readonly response?: { readonly attributes?: { readonly success?: string } } };
}

function deleteWith(client: SoapClient): Call {
  return async () => {
    const [result]: [DeletedFolder] = await client["DeleteFolderAsync"](argumentsOfDeleteFolder);
    confirm(result.DeleteFolderResult?.response?.attributes?.success === "true");
  };
}

function saysYes(text: string): boolean {
  return text.includes('<response success="true" error=""');
}

function confirm(isDeleted: boolean): void {
  if (!isDeleted) {
    throw new Error("not deleted");
  }
}

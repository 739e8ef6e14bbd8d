import { InfoRouterClient } from "../../src/index.js";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { holdPrototypesUntouched, NAMES_OF_OBJECTS } from "../support/names-of-objects.js";
import { envelope, SOAP } from "../support/soap-messages.js";

holdPrototypesUntouched();

/** A request to the embedded server with a name in it, and the text of its response. */
interface NamedRequest {
  readonly where: string;
  /** What follows the address of the service. */
  readonly target?: (name: string) => string;
  readonly init?: (name: string) => RequestInit;
  readonly text: (name: string) => string;
}

describe("the embedded server", () => {
  const ticket = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

  const element = (name: string, parameters: string): string =>
    envelope(`<${name} xmlns="http://tempuri.org/">${parameters}</${name}>`);
  const post = (contentType: string, body: string, headers: Record<string, string> = {}): RequestInit => ({
    method: "POST",
    headers: { ...headers, "Content-Type": contentType },
    body,
  });
  const soap = (name: string, body: string): RequestInit =>
    post(SOAP["1.1"].contentType, body, { SOAPAction: `"http://tempuri.org/${name}"` });
  const deletion = (parameters: string): RequestInit => soap("DeleteFolder", element("DeleteFolder", parameters));
  const expired = (): string => 'error="Session expired or invalid ticket" errorCode="4010"';

  test.each<NamedRequest>([
    {
      where: "an operation",
      init: (name) => soap(name, element(name, "")),
      text: (name) => `did not recognize the value of HTTP Header SOAPAction: http://tempuri.org/${name}.`,
    },
    {
      where: "an operation without SOAPAction",
      init: (name) => post(SOAP["1.2"].contentType, element(name, "")),
      text: () => "Unable to handle request without a valid action parameter",
    },
    {
      where: "the element of another operation",
      init: (name) => soap("DeleteFolder", element(name, `<${name}/>`)),
      text: () => 'error="User not found" errorCode="4041"',
    },
    {
      where: "a parameter",
      init: (name) => deletion(`<${name}>x</${name}>`),
      text: () => 'error="User not found" errorCode="4041"',
    },
    {
      where: "a ticket",
      init: (name) => deletion(`<authenticationTicket>${name}</authenticationTicket>`),
      text: expired,
    },
    {
      where: "a path",
      init: (name) => deletion(`<authenticationTicket>${ticket}</authenticationTicket><Path>/${name}/${name}</Path>`),
      text: () => "Folder not found",
    },
    {
      where: "a user",
      init: (name) => soap("AuthenticateUser", element("AuthenticateUser", `<UID>${name}</UID><PWD>${name}</PWD>`)),
      text: () => "[900] Authentication failed",
    },
    {
      where: "an operation in the address",
      target: (name) => `/${name}`,
      text: (name) => `${name} Web Service method name is not valid.`,
    },
    {
      where: "a field of a query",
      target: (name) => `/DeleteFolder?${name}=${name}&authenticationTicket=x&Path=x`,
      text: expired,
    },
    {
      where: "a field of a form",
      target: () => "/DeleteFolder",
      init: (name) => post("application/x-www-form-urlencoded", `${name}=${name}`),
      text: () => "Missing parameter: authenticationTicket.",
    },
    {
      where: "a cookie",
      target: () => "/LogOut?AuthenticationTicket=x",
      init: (name) => ({ headers: { Cookie: `${name}=${name}; ticket=${name}` } }),
      text: expired,
    },
    {
      where: "a header",
      target: () => "?WSDL",
      init: (name) => ({ headers: { [name]: name } }),
      text: () => "definitions",
    },
  ])("takes a name of every object's member for one like any other as $where", async ({ target, init, text }) => {
    await using server = await startInfoRouterServer({
      folders: ["/a/b"],
      users: { jane: "x" },
      tickets: { [ticket]: "jane" },
    });
    for (const name of NAMES_OF_OBJECTS) {
      const answered = await fetch(`${server.url}${target?.(name) ?? ""}`, init?.(name));
      expect(await answered.text()).toContain(text(name));
      expect(server.folders).toEqual(["/a", "/a/b"]);
    }
    expect(Object.values(server.executions).reduce((sum, count) => sum + count)).toBe(0);
    await using infoRouter = new InfoRouterClient({ endpoint: server.url, ticket });
    await infoRouter.deleteFolder("/a/b");
    expect(server.folders).toEqual(["/a"]);
  });
});

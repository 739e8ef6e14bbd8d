import { createServer } from "node:http";
import type { HttpAnswer, HttpRequest } from "../../../src/testing/bindings/http-message.js";
import { Failures, Interruption, type ProgrammedFailure, type Reaction } from "../../../src/testing/failure.js";
import type { OperationName } from "../../../src/testing/index.js";
import { read, write } from "../../../src/testing/server.js";
import { listen } from "../listen.js";
import { type ServiceFailure, serviceFailures, type TestHost } from "./test-host.js";

/** A host that can produce each failure of the embedded server. */
export interface FailingHost extends Omit<TestHost, "failNext"> {
  failNext(failure: ProgrammedFailure & { readonly operation: OperationName }): Promise<void>;
}

/** Puts a gateway before a host. It produces the failures that the service itself cannot, and passes SOAP 1.1 only. */
export async function startFailingHost(start: () => Promise<TestHost>): Promise<FailingHost> {
  const host = await start();
  let failures = new Failures();
  const server = createServer(async (incoming, outgoing) => {
    // The client may be gone before it is answered.
    outgoing.on("error", () => {});
    const request = await read(incoming).catch(() => undefined);
    if (request !== undefined) {
      const operation = /(\w+)"?$/.exec(request.soapAction ?? "")?.[1] ?? "";
      write(outgoing, await react(failures.next(operation), () => forward(host.url, request)));
    }
  });
  const url = await listen(server);
  return {
    ...host,
    url,
    async seed(seed) {
      failures = new Failures();
      await host.seed(seed);
    },
    async failNext({ with: failure, ...rest }) {
      if (isOfService(failure)) {
        await host.failNext({ ...rest, times: rest.times ?? 1, with: failure });
      } else {
        failures.add({ ...rest, with: failure }, [rest.operation]);
      }
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await host.close();
    },
  };
}

function isOfService(failure: string): failure is ServiceFailure {
  return serviceFailures.some((one) => one === failure);
}

async function react(failure: ReturnType<Failures["next"]>, onward: () => Promise<HttpAnswer>): Promise<Reaction> {
  const instead = failure?.instead?.({});
  if (instead instanceof Interruption) {
    return instead.reaction;
  }
  const answer = await onward();
  return failure?.afterwards?.(answer) ?? { answer, delayInMs: 0 };
}

async function forward(url: string, { contentType, soapAction = "", body }: HttpRequest): Promise<HttpAnswer> {
  const headers = { "Content-Type": contentType, SOAPAction: soapAction };
  const response = await fetch(url, { method: "POST", headers, body: Buffer.from(body) });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: await response.text(),
  };
}

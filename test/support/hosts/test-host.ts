import type { Failure, InfoRouterServer, InfoRouterServerOptions, OperationName } from "../../../src/testing/index.js";
import { startInfoRouterServer } from "../../../src/testing/index.js";

/** The content that a host can start with: the options of the embedded server, without those that only it has. */
export type Seed = Omit<InfoRouterServerOptions, "port" | "now" | "ticketParameter">;

/** The failures that happen in the service. The others happen before it, in the network or a gateway. */
export const serviceFailures = [
  "access-denied",
  "folder-not-found",
  "top-level-folder",
  "locked",
  "authentication-failed",
  "session-expired",
  "bad-request",
  "system-error",
  "partial",
  "fault",
  "client-fault",
] as const satisfies readonly Failure[];
export type ServiceFailure = (typeof serviceFailures)[number];

/** The content of a host, and the calls that it has received. */
export interface HostState {
  readonly folders: readonly string[];
  readonly documents: readonly string[];
  readonly handlers: readonly string[];
  readonly executions: Readonly<Record<OperationName, number>>;
  /** The requests that reached an operation. */
  readonly requests: readonly {
    readonly operation: string;
    /** Without ticket and password; null where the request has none. */
    readonly values: Readonly<Record<string, string | number | boolean | null>>;
    readonly error: string | null;
  }[];
}

/** An infoRouter that the tests can seed and look into: the embedded server, or the ASMX service. */
export interface TestHost {
  /** `http://127.0.0.1:PORT/srv.asmx` */
  readonly url: string;
  /** Replaces the content of the host, and forgets all calls. */
  seed(seed: Seed): Promise<void>;
  state(): Promise<HostState>;
  ticketFor(user: string): Promise<string>;
  expireTickets(): Promise<void>;
  /** `times`: how many calls fail. Default 1; `Infinity` for all that follow. */
  failNext(failure: {
    readonly operation: OperationName;
    readonly with: ServiceFailure;
    readonly times?: number;
  }): Promise<void>;
  close(): Promise<void>;
}

/** The embedded server as a test host; seeding it starts another one. */
export async function startEmbeddedHost(): Promise<TestHost> {
  let server: InfoRouterServer = await startInfoRouterServer();
  return {
    get url() {
      return server.url;
    },
    async seed(seed) {
      await server.close();
      server = await startInfoRouterServer(seed);
    },
    async state() {
      const { folders, documents, handlers, executions } = server;
      const requests = server.requests.flatMap(({ operation, values = {}, error = null }) => {
        const withNulls = Object.entries(values).map(([name, value]) => [name, value ?? null] as const);
        return operation === undefined ? [] : [{ operation, values: Object.fromEntries(withNulls), error }];
      });
      return { folders, documents, handlers, executions, requests };
    },
    async ticketFor(user) {
      return server.ticketFor(user);
    },
    async expireTickets() {
      server.expireTickets();
    },
    async failNext(failure) {
      server.failNext(failure);
    },
    async close() {
      await server.close();
    },
  };
}

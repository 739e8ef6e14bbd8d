import { type Download, InfoRouterClient, type InfoRouterClientOptions, InfoRouterError } from "../../../src/index.js";
import type { Transport, TransportRequest } from "../../../src/soap/index.js";
import {
  type FakeInfoRouterOptions,
  type InMemoryInfoRouter,
  inMemoryInfoRouter,
  type OperationName,
} from "../../../src/testing/index.js";
import type { FailingHost } from "../../support/hosts/failing-host.js";
import { findSecrets } from "../../support/secret-search.js";

export const PATH = "/Finance/ledger.csv";
/** Three chunks of it. */
export const CONTENT = "a confidential ledger of the year";
export const CHUNK_SIZE = 12;

/** Lets no time pass between a request and its repetition. To be undone with `jest.restoreAllMocks`. */
export function skipPauses(): void {
  const { setTimeout: later } = globalThis;
  jest.spyOn(globalThis, "setTimeout").mockImplementation((callback, milliseconds = 0) => {
    return later(callback, milliseconds < 1000 ? 0 : milliseconds);
  });
}

/** An infoRouter that is downloaded from. */
export interface DownloadHost extends Pick<FailingHost, "url" | "ticketFor" | "expireTickets" | "failNext"> {
  readonly transport: Transport;
  handlers(): Promise<readonly string[]>;
}

export interface Rig {
  readonly host: DownloadHost;
  readonly infoRouter: InfoRouterClient;
  /** Of jane. */
  readonly ticket: string;
  /** The operations of the requests that the client sent. */
  readonly sent: readonly OperationName[];
}

export interface RigOptions {
  readonly client?: Partial<InfoRouterClientOptions>;
  /** Sees each request before the server does, by its operation and its number among those of the operation. */
  readonly onRequest?: (operation: OperationName, number: number, request: TransportRequest) => TransportRequest;
  /** Changes the text of a response. */
  readonly onResponse?: (operation: OperationName, number: number, body: string) => string;
}

export interface EmbeddedRig extends Rig {
  readonly server: InMemoryInfoRouter;
}

export interface EmbeddedRigOptions extends RigOptions {
  readonly server?: FakeInfoRouterOptions;
}

/** What each host holds. */
export const CONTENTS = { documents: { [PATH]: CONTENT }, users: { jane: "secret" }, minimumChunkSize: 1 };

/** A client of an embedded infoRouter that holds one document. */
export async function setUp({ server: options, ...rest }: EmbeddedRigOptions = {}): Promise<EmbeddedRig> {
  const server = inMemoryInfoRouter({ ...CONTENTS, ...options });
  return { ...(await setUpOn(inMemoryHost(server), rest)), server };
}

export function inMemoryHost(server = inMemoryInfoRouter(CONTENTS)): DownloadHost {
  const { url, transport } = server;
  return {
    url,
    transport,
    handlers: async () => server.handlers,
    ticketFor: async (user) => server.ticketFor(user),
    expireTickets: async () => server.expireTickets(),
    failNext: async (failure) => server.failNext(failure),
  };
}

/** A client of a host that holds {@link CONTENTS}. */
export async function setUpOn(host: DownloadHost, { client, onRequest, onResponse }: RigOptions = {}): Promise<Rig> {
  const sent: OperationName[] = [];
  const ticket = await host.ticketFor("jane");
  const infoRouter = new InfoRouterClient({
    endpoint: host.url,
    transport: async (request) => {
      const operation = (/\/(\w+)"/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "") as OperationName;
      sent.push(operation);
      const number = sent.filter((one) => one === operation).length;
      const response = await host.transport(onRequest?.(operation, number, request) ?? request);
      const body = Buffer.from(response.body).toString();
      return { ...response, body: Buffer.from(onResponse?.(operation, number, body) ?? body) };
    },
    ticket,
    ...client,
  });
  await infoRouter.connect();
  return { host, infoRouter, ticket, sent };
}

/** How a download ended for its caller. */
export interface Ended {
  readonly text: string;
  /** `"whole"`, the code of the error, or what was thrown that is no error of this package. */
  readonly loop: unknown;
  /** `"closed"`, or the code of the error of `close`. */
  readonly close: unknown;
  /** Handlers of which the caller is told that they may be left. */
  readonly announced: readonly string[];
  /** Handlers that are on the server when all is over. */
  readonly left: readonly string[];
}

/** Downloads, and ends the client. Fails where a handler is left of which the caller is not told, or a secret is. */
export async function endOf(
  { host, infoRouter, ticket }: Rig,
  read: (download: Download, take: (chunk: Uint8Array) => void) => Promise<void>,
  open: () => Promise<Download> = () => infoRouter.download(PATH, { chunkSize: CHUNK_SIZE }),
): Promise<Ended> {
  const chunks: Uint8Array[] = [];
  const errors: unknown[] = [];
  const coded = (error: unknown): unknown => {
    errors.push(error);
    return error instanceof InfoRouterError ? error.code : error;
  };
  let download: Download | undefined;
  const reading = async (): Promise<void> => {
    download = await open();
    await read(download, (chunk) => chunks.push(chunk));
  };
  const loop = await reading().then(() => "whole", coded);
  const close = await (download === undefined ? Promise.resolve() : download.close()).then(() => "closed", coded);
  await infoRouter.close();

  const secrets = [ticket, CONTENT, Buffer.from(CONTENT).toString("base64")];
  expect(errors.flatMap((error) => findSecrets(error, secrets))).toEqual([]);
  const announced = new Set([
    ...(download?.handlersLeft ?? []),
    ...errors.flatMap((error) => (error instanceof InfoRouterError ? (error.handlersLeft ?? []) : [])),
  ]);
  const left = await host.handlers();
  expect(left.filter((guid) => !announced.has(guid) && !announced.has("unknown"))).toEqual([]);
  return { text: Buffer.concat(chunks).toString(), loop, close, announced: [...announced], left };
}

/** Reads a download to its end. `before` is called before each chunk is asked for, with its number. */
export function toTheEnd(before: (number: number) => unknown = () => {}) {
  return async (download: Download, take: (chunk: Uint8Array) => void): Promise<void> => {
    let number = 1;
    await before(number);
    for await (const chunk of download) {
      take(chunk);
      number += 1;
      await before(number);
    }
  };
}

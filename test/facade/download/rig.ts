import { type Download, InfoRouterClient, type InfoRouterClientOptions, InfoRouterError } from "../../../src/index.js";
import type { TransportRequest } from "../../../src/soap/index.js";
import {
  type FakeInfoRouterOptions,
  type InMemoryInfoRouter,
  inMemoryInfoRouter,
  type OperationName,
} from "../../../src/testing/index.js";
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

export interface Rig {
  readonly server: InMemoryInfoRouter;
  readonly infoRouter: InfoRouterClient;
  /** Of jane. */
  readonly ticket: string;
}

export interface RigOptions {
  readonly client?: Partial<InfoRouterClientOptions>;
  readonly server?: FakeInfoRouterOptions;
  /** Sees each request before the server does, by its operation and its number among those of the operation. */
  readonly onRequest?: (operation: OperationName, number: number, request: TransportRequest) => TransportRequest;
  /** Changes the text of a response. */
  readonly onResponse?: (operation: OperationName, number: number, body: string) => string;
}

/** A client of an infoRouter that holds one document. */
export async function setUp({ client, server: options, onRequest, onResponse }: RigOptions = {}): Promise<Rig> {
  const server = inMemoryInfoRouter({
    documents: { [PATH]: CONTENT },
    users: { jane: "secret" },
    minimumChunkSize: 1,
    ...options,
  });
  const counts = new Map<string, number>();
  const ticket = server.ticketFor("jane");
  const infoRouter = new InfoRouterClient({
    endpoint: server.url,
    transport: async (request) => {
      const operation = (/\/(\w+)"/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "") as OperationName;
      const number = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, number);
      const response = await server.transport(onRequest?.(operation, number, request) ?? request);
      const body = Buffer.from(response.body).toString();
      return { ...response, body: Buffer.from(onResponse?.(operation, number, body) ?? body) };
    },
    ticket,
    ...client,
  });
  await infoRouter.connect();
  return { server, infoRouter, ticket };
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
  { server, infoRouter, ticket }: Rig,
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
  const left = server.handlers;
  expect(left.filter((guid) => !announced.has(guid) && !announced.has("unknown"))).toEqual([]);
  return { text: Buffer.concat(chunks).toString(), loop, close, announced: [...announced], left };
}

/** Reads a download to its end. `before` is called before each chunk is asked for, with its number. */
export function toTheEnd(before: (number: number) => void = () => {}) {
  return async (download: Download, take: (chunk: Uint8Array) => void): Promise<void> => {
    let number = 1;
    before(number);
    for await (const chunk of download) {
      take(chunk);
      number += 1;
      before(number);
    }
  };
}

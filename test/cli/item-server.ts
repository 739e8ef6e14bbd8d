import { createServer, type RequestListener, type Server } from "node:http";
import { listen } from "../support/listen.js";
import { answer, SOAP } from "../support/soap-messages.js";

export const ticket = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
export const password = "correct horse & battery";

/** An infoRouter that has every folder and handler once. The test decides what becomes of its responses. */
export class ItemServer {
  /** How often each folder or handler was deleted. */
  readonly deletions = new Map<string, number>();
  /** The folder or handler of each deletion, `FolderExists /a/b`, or the operation of another request. */
  readonly requests: string[] = [];
  /** The server deletes these, and holds its responses back until `release`. */
  readonly held = new Set<string>();
  /** The server deletes these, and cuts the connection. */
  readonly cut = new Set<string>();
  /** The server cuts the connection, and does not delete these. */
  readonly lost = new Set<string>();
  /** The server refuses these with the given text. */
  readonly denied = new Map<string, string>();

  #http: Server | undefined;
  #endpoint = "";
  #heldBack: { readonly name: string; readonly send: () => void }[] = [];
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  /** Changes with each `open`. */
  get endpoint(): string {
    return this.#endpoint;
  }

  /** Starts with nothing deleted and nothing arranged. */
  async open(): Promise<void> {
    for (const state of [this.deletions, this.held, this.cut, this.lost, this.denied]) {
      state.clear();
    }
    this.requests.length = 0;
    this.#heldBack = [];
    this.#waiting = [];
    this.#http = createServer(this.#handle);
    this.#endpoint = await listen(this.#http);
  }

  close(): void {
    this.#http?.closeAllConnections();
    this.#http?.close();
  }

  /** Resolves when `count` requests have arrived. */
  received(count: number): Promise<void> {
    return this.requests.length >= count
      ? Promise.resolve()
      : new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  /** Sends the responses that were held back, and holds no more back: those of all items, or of one. */
  release(item?: string): void {
    const isReleased = (name: string): boolean => item === undefined || name === item;
    const released = this.#heldBack.filter(({ name }) => isReleased(name));
    this.#heldBack = this.#heldBack.filter(({ name }) => !isReleased(name));
    for (const name of [...this.held].filter(isReleased)) {
      this.held.delete(name);
    }
    for (const { send } of released) {
      send();
    }
  }

  readonly #handle: RequestListener = async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
    }
    const operation = /<(\w+) xmlns="http:\/\/tempuri.org\/"/.exec(body)?.[1] ?? "";
    const item = /<(?:Path|DownloadHandler)>([^<]*)</.exec(body)?.[1] ?? "";
    const name = operation === "FolderExists" ? `FolderExists ${item}` : item || operation;
    this.requests.push(name);
    const content = this.lost.has(name) ? "" : answer(operation, this.#execute(operation, item, body));
    const send = () => response.writeHead(200, { "Content-Type": SOAP["1.1"].contentType }).end(content);
    if (this.cut.has(name) || this.lost.has(name)) {
      request.socket.destroy();
    } else if (this.held.has(name)) {
      this.#heldBack.push({ name, send });
    } else {
      send();
    }
    const arrived = this.requests.length;
    for (const { resolve } of this.#waiting.filter(({ count }) => arrived >= count)) {
      resolve();
    }
    this.#waiting = this.#waiting.filter(({ count }) => arrived < count);
  };

  #execute(operation: string, item: string, body: string): string {
    if (operation === "AuthenticateUser") {
      return body.includes("<PWD>correct horse &amp; battery</PWD>")
        ? `<root success="true" ticket="${ticket}" />`
        : '<root success="false" error="[900] Authentication failed" />';
    }
    if (operation === "LogOut") {
      return `<root success="${body.includes(ticket)}" />`;
    }
    const refusal = this.denied.get(operation === "FolderExists" ? `FolderExists ${item}` : item);
    if (refusal !== undefined) {
      return `<response error="${refusal}" />`;
    }
    if (operation === "FolderExists" && !this.deletions.has(item)) {
      return '<response success="true" />';
    }
    if (operation !== "DeleteDownloadHandler" && this.deletions.has(item)) {
      return '<response error="Folder not found" />';
    }
    this.deletions.set(item, (this.deletions.get(item) ?? 0) + 1);
    return '<response success="true" />';
  }
}

import { join } from "node:path";
import { bytesOf, documentOptions, userOptions } from "../../../src/testing/service/contents.js";
import { allWordings } from "../../../src/testing/service/dialect.js";
import { describeWithPrograms, missingPrograms, type Programs } from "./programs.js";
import { type HostCommand, prepareFolder, startHost } from "./start-host.js";
import type { HostState, Seed, TestHost } from "./test-host.js";

/** The C# of the service, and the script that hosts it. */
const SOURCES = join(__dirname, "../../proof/asmx");

/** `int.MaxValue` of C#. */
const MAX_INT = 2_147_483_647;

/** The programs that host an ASMX service. */
export const ASMX: Programs = {
  user: "the ASMX service",
  programs: ["bash", "mcs", "fastcgi-mono-server4", "nginx"],
  packages: ["mono-fastcgi-server4", "mono-mcs", "libmono-system-web-services4.0-cil", "nginx-light"],
};

export interface AsmxHost extends TestHost {
  /** The temporary folder that it runs in. */
  readonly folder: string;
}

/** Whether this machine has Mono and nginx. */
export function isAsmxAvailable(): boolean {
  return missingPrograms(ASMX).length === 0;
}

/** `describe` for tests that need the ASMX service. Without Mono they print how to install it, and skip; in CI they fail. */
export function describeWithAsmx(title: string, tests: () => void): void {
  describeWithPrograms(title, ASMX, tests);
}

/**
 * Starts the ASMX service, test/proof/asmx/*.cs on Mono behind nginx, on a free port and in a temporary folder. It ends with
 * `close`, and with this process.
 */
export async function startAsmx(): Promise<AsmxHost> {
  const controlAt = async (origin: string, query: Record<string, string>, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${origin}/control.ashx?${new URLSearchParams(query)}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(`control.ashx?do=${query["do"]} answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  };
  const { folder, origin, close } = await startHost(prepareAsmx, (origin) => controlAt(origin, { do: "show" }));
  const control = (query: Record<string, string>, body?: unknown) => controlAt(origin, query, body);
  return {
    folder,
    url: `${origin}/srv.asmx`,
    async seed(seed) {
      await control({ do: "seed" }, toWire(seed));
    },
    async state() {
      return (await control({ do: "show" })) as HostState;
    },
    async ticketFor(user) {
      return (await control({ do: "ticket", user })) as string;
    },
    async expireTickets() {
      await control({ do: "expire-tickets" });
    },
    async failNext({ operation, with: failure, times = 1 }) {
      await control({ do: "fail-next", operation, with: failure, times: String(Math.min(times, MAX_INT)) });
    },
    close,
  };
}

/** A folder with the sources, a free port, and the command that serves the folder at the port while its input is open. */
export async function prepareAsmx(sources = SOURCES): Promise<HostCommand> {
  const { folder, port } = await prepareFolder("asmx", sources);
  return { folder, port, command: ["bash", join(SOURCES, "host.sh"), folder, String(port)] };
}

/** The seed as Control.cs reads it. */
function toWire({ folders, documents, users, tickets, language = "en", ...rest }: Seed): unknown {
  const today = new Date().toISOString().slice(0, 10);
  return {
    ...rest,
    wordings: allWordings("errorCode", language),
    bracketWordings: allWordings("brackets", language),
    folders: folders ?? [],
    documents: Object.entries(documents ?? {}).map(([path, value]) => {
      const { content, earlierVersions = [], contentType, modified, ...flags } = documentOptions(value);
      return {
        ...flags,
        path,
        versions: [...earlierVersions, content].map((version) => Buffer.from(bytesOf(version)).toString("base64")),
        contentType: contentType ?? "application/octet-stream",
        modified: modified ?? today,
      };
    }),
    users: Object.entries(users ?? {}).map(([name, user]) => ({ name, ...userOptions(user) })),
    tickets: Object.entries(tickets ?? {}).map(([ticket, user]) => ({ ticket, user })),
  };
}

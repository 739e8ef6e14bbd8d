import { nodeTransport } from "../../../src/soap/index.js";
import { type FailingHost, startFailingHost } from "../../support/hosts/failing-host.js";
import { describeWithAsmx, startAsmx } from "../../support/hosts/start-asmx.js";
import { CONTENTS, type DownloadHost, endOf, inMemoryHost, setUpOn, toTheEnd } from "./rig.js";

/** Declares tests for the embedded server, and for the ASMX service behind a gateway. `open` gives a host for a test. */
export function describeEachHost(tests: (open: () => Promise<DownloadHost>) => void): void {
  describe("from the embedded server,", () => tests(async () => inMemoryHost()));

  describeWithAsmx("from the ASMX service,", () => {
    const transport = nodeTransport();
    let host: FailingHost;

    const open = async (): Promise<DownloadHost> => {
      await host.seed(CONTENTS);
      return { ...host, transport, handlers: async () => (await host.state()).handlers };
    };

    beforeAll(async () => {
      host = await startFailingHost(startAsmx);
      // Its first answers take long.
      await endOf(await setUpOn(await open()), toTheEnd());
    });

    afterAll(async () => {
      transport.close();
      await host?.close();
    });

    tests(open);
  });
}

import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const manifest = "inforouter-soap-client/package.json";

/** The package that this command line belongs to, whether it runs from its sources or from what is compiled from them. */
export const ownPackage: { readonly version: string; readonly wsdl: string } = {
  version: require(manifest).version,
  wsdl: join(dirname(require.resolve(manifest)), "wsdl/srv.wsdl"),
};

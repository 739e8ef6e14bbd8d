import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const manifest = "inforouter-soap-client/package.json";

/** The package of this command line. Found by its own name, so that sources and compiled files find the same. */
export const ownPackage: { readonly version: string; readonly wsdl: string } = {
  version: require(manifest).version,
  wsdl: join(dirname(require.resolve(manifest)), "wsdl/srv.wsdl"),
};

import { createRequire } from "node:module";
import * as esm from "inforouter-soap-client";
import { startInfoRouterServer } from "inforouter-soap-client/testing";
import callBoth from "./call-both.cjs";

const cjs = createRequire(import.meta.url)("inforouter-soap-client");
await callBoth([esm, cjs], startInfoRouterServer, () => import("soap"));

import * as main from "inforouter-soap-client";
import { folderExists } from "inforouter-soap-client/operations";
import * as soap from "inforouter-soap-client/soap";
import * as testing from "inforouter-soap-client/testing";
import showClasses from "./show-classes.cjs";

console.log(JSON.stringify(await showClasses(main, { ...soap, probe: folderExists }, testing)));

const main = require("inforouter-soap-client");
const { folderExists } = require("inforouter-soap-client/operations");
const soap = require("inforouter-soap-client/soap");
const testing = require("inforouter-soap-client/testing");
const showClasses = require("./show-classes.cjs");

showClasses(main, { ...soap, probe: folderExists }, testing).then((shown) => console.log(JSON.stringify(shown)));

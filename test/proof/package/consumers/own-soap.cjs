const callBoth = require("./call-both.cjs");
const { startInfoRouterServer } = require("inforouter-soap-client/testing");

callBoth([require("inforouter-soap-client")], startInfoRouterServer, async () => require("soap"));

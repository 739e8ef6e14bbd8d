/** Calls copies of this package and npm `soap` in one process, `soap` first or last, and prints what became of each. */
module.exports = async function callBoth(copies, startInfoRouterServer, loadSoap) {
  const server = await startInfoRouterServer({ folders: ["/A", "/A/B", "/C", "/C/D"], users: { jane: "secret" } });
  const ticket = server.ticketFor("jane");
  const deleteWithSoap = async (path) => {
    const { createClientAsync } = await loadSoap();
    const client = await createClientAsync(`${server.url}?WSDL`, { endpoint: server.url });
    const [result] = await client.DeleteFolderAsync({ authenticationTicket: ticket, Path: path });
    return result.DeleteFolderResult.response.attributes.success;
  };
  const isFirst = process.argv[2] === "first";
  const soapBefore = isFirst ? await deleteWithSoap("/A/B") : "not called";
  const outcomes = [];
  for (const { InfoRouterClient } of copies) {
    const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket });
    outcomes.push((await infoRouter.deleteFolder("/A/Z", { ifMissing: "ignore" })).outcome);
    await infoRouter.close();
  }
  const hasAxios = Object.keys(require.cache ?? {}).some((path) => /[\\/]node_modules[\\/]axios[\\/]/.test(path));
  const soapAfter = await deleteWithSoap("/C/D");
  await server.close();
  console.log(JSON.stringify({ soapBefore, outcomes, hasAxios, soapAfter, left: server.folders }));
};

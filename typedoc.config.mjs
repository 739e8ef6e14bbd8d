/** `npm run docs`: the reference of what the package exports, in dist/docs. */
export default {
  entryPoints: ["src/index.ts", "src/testing/index.ts", "generated/index.ts", "src/soap/index.ts", "src/undici.ts"],
  tsconfig: "tsconfig.build.json",
  out: "dist/docs",
  name: "infoRouter SOAP client",
  readme: "README.md",
  projectDocuments: ["CHANGELOG.md"],
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  // Option bags and such are named by what is exported, and shown there.
  validation: { notExported: false },
  treatWarningsAsErrors: true,
};

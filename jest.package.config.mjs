import config from "./jest.config.mjs";

/** `npm run test:package`: what a user gets, from the packed tarball. It installs, so it takes minutes. */
export default {
  ...config,
  maxWorkers: "50%",
  globalSetup: "<rootDir>/test/proof/package/set-up.ts",
  globalTeardown: "<rootDir>/test/proof/package/tear-down.ts",
  testMatch: ["<rootDir>/test/proof/package/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 120_000,
};

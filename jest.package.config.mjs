import config from "./jest.config.mjs";

/** `npm run test:package`: what a user gets, from the packed tarball. It installs, so it takes minutes. */
export default {
  ...config,
  globalSetup: "<rootDir>/test/package/set-up.ts",
  globalTeardown: "<rootDir>/test/package/tear-down.ts",
  testMatch: ["<rootDir>/test/package/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 120_000,
};

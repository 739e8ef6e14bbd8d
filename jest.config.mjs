import { availableParallelism } from "node:os";

/** @type {import("jest").Config} */
export default {
  // More than one for each processor, because many suites wait for time limits and for other processes.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testEnvironment: "node",
  // Ends a test that hangs. Below it no test depends on how busy the machine is.
  testTimeout: 120_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/proof/bench/",
    "<rootDir>/test/examples/",
    "<rootDir>/test/proof/package/",
  ],
  modulePathIgnorePatterns: ["<rootDir>/coverage/", "<rootDir>/dist/"],
  extensionsToTreatAsEsm: [],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  // Sources import each other as ES modules do, with the ending of the emitted file.
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
};

const { TestEnvironment } = require("jest-environment-node");

/** Skips the rest of a suite once one of its tests has failed: a change that one test notices is noticed. */
module.exports = class FailFastEnvironment extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === "test_fn_failure" || name === "hook_failure") {
      this.#hasFailed = true;
    }
    // A test that a failed `beforeAll` belongs to has that error already, and reports it.
    if (name === "test_start" && this.#hasFailed && test.errors.length === 0) {
      test.mode = "skip";
    }
  }
};

import fc from "fast-check";
import { checkFolderPath, toGuid } from "../../src/arguments.js";
import { InvalidInputError } from "../../src/index.js";
import { readGuid } from "../../src/testing/service/guid.js";
import { anyText } from "../support/arbitrary-texts.js";
import { describeProperties } from "../support/property-seed.js";
import { anyPath, blanks, guidForms, isPath, numbersForm } from "./arbitrary-arguments.js";

describeProperties(() => {
  describe("a path", () => {
    test("is accepted, unchanged, if and only if it follows the rules, whether unusual ones are allowed or not", () => {
      fc.assert(
        fc.property(anyPath, fc.boolean(), (path, allowUnusualPath) => {
          const accepted = attempt(() => checkFolderPath(path, "DeleteFolder", { allowUnusualPath }));
          expect(accepted).toBe(isPath(path, { allowUnusualPath }) ? path : undefined);
        }),
        { numRuns: 1500 },
      );
    });

    test("that is accepted has the same segments for the service, and none that leads elsewhere", () => {
      fc.assert(
        fc.property(
          anyPath.filter((path) => isPath(path)),
          (path) => {
            const ours = checkFolderPath(path, "DeleteFolder").split(/[/\\]/);
            const theirs = path
              .replaceAll("\\", "/")
              .split("/")
              .filter((one) => one !== "");
            expect(ours.filter((one, index) => one !== "" || (index > 0 && index < ours.length - 1))).toEqual(theirs);
            expect(theirs.map((one) => one.trim()).filter((one) => /^\.*$/.test(one))).toEqual([]);
          },
        ),
        { numRuns: 200 },
      );
    });
  });

  describe("a GUID", () => {
    test.each(Object.entries(guidForms))("in .NET's form %s is normalized", (_form, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          expect(toGuid(text, "DeleteDownloadHandler")).toBe(readGuid(text));
          expect(toGuid(text, "DeleteDownloadHandler")).toMatch(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/);
        }),
      );
    });

    test.each<[what: string, text: fc.Arbitrary<string>]>([
      ["in .NET's form X", numbersForm],
      [
        "with blanks before it",
        fc.tuple(blanks, fc.oneof(...Object.values(guidForms))).map(([blank, text]) => blank + text),
      ],
      [
        "with blanks behind it",
        fc.tuple(fc.oneof(...Object.values(guidForms)), blanks).map(([text, blank]) => text + blank),
      ],
    ])("%s is refused, although .NET reads it", (_what, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          expect(readGuid(text)).toBeDefined();
          expect(attempt(() => toGuid(text, "DeleteDownloadHandler"))).toBeUndefined();
        }),
      );
    });

    test("is the one that .NET reads, or is refused", () => {
      const mangled = fc
        .tuple(fc.oneof(...Object.values(guidForms), numbersForm), fc.nat(70), fc.nat(2), anyText)
        .map(([text, at, removed, added]) => text.slice(0, at) + added + text.slice(at + removed));
      fc.assert(
        fc.property(fc.oneof(mangled, anyText), (text) => {
          expect([undefined, readGuid(text)]).toContain(attempt(() => toGuid(text, "DeleteDownloadHandler")));
        }),
        { numRuns: 2000 },
      );
    });
  });
});

/** The result of a check; undefined where it refuses. */
function attempt(check: () => string): string | undefined {
  try {
    return check();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return undefined;
  }
}

const invisible = Array.from({ length: 0xe1000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x20000) || code >= 0xe0000)
  .map((code) => String.fromCodePoint(code))
  .filter((character) =>
    /\p{Default_Ignorable_Code_Point}|\p{Cf}|[\s\u2800\u3164\uffa0\u{16fe4}\u{1d159}]/u.test(character),
  )
  .filter((character) => !/\p{Cc}/u.test(character));

test("refuses every invisible code point as a whole segment, whatever is allowed", () => {
  const isRefused = (path: string, allowUnusualPath: boolean): boolean => {
    try {
      checkFolderPath(path, "DeleteFolder", { allowUnusualPath });
      return false;
    } catch (error) {
      return error instanceof InvalidInputError && error.message.includes("a segment is empty");
    }
  };
  const accepted = invisible.filter((character) =>
    [`/Finance/${character}`, `/Finance/${character}/x`, `/Finance/.${character}.`].some(
      (path) => !isRefused(path, false) || !isRefused(path, true),
    ),
  );
  expect(accepted).toEqual([]);
  expect(invisible.length).toBeGreaterThan(4_100);
});

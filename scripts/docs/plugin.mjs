import { Application, Comment, Converter, ReflectionKind } from "typedoc";
import { DescribingTheme } from "./theme.mjs";

/** A plugin of TypeDoc: names the guides, describes generated code, and warns of each name without description or example. */
export function load(app) {
  app.renderer.defineTheme("describing", DescribingTheme);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const guide of project.documents ?? []) {
      guide.name = headingOf(guide) ?? guide.name;
    }
    describeGenerated(project.getChildByName("generated"));
  });
  app.on(Application.EVENT_VALIDATE_PROJECT, ({ children: entries = [] }) => {
    for (const entry of entries) {
      for (const warning of warningsAbout(entry)) {
        app.logger.validationWarning(warning);
      }
    }
  });
}

/** Most guides are called README.md. */
function headingOf({ content: [{ text }] }) {
  return /^# (.+)$/m.exec(text)?.[1];
}

/** Generated files do not describe the constants behind a stub. */
function describeGenerated(entry) {
  entry.name = "inforouter-soap-client/operations";
  entry.comment = commentOf("Stubs of the operations of this package's contract, for `InfoRouterClient.call`.");
  for (const variable of entry.getChildrenByKind(ReflectionKind.Variable)) {
    const [, type] = /^(\w+)Schema$/.exec(variable.name) ?? [];
    const [, stub] = /^(\w+)Operation$/.exec(variable.name) ?? [];
    const text = type === undefined ? `What \`${stub}\` sends and reads.` : `The zod schema of \`${type}\`.`;
    variable.comment ??= commentOf(text);
  }
}

const commentOf = (text) => new Comment([{ kind: "text", text }]);

/**
 * Each name that a list shows needs a description, and each function, method and error an example, unless only generated
 * code uses it.
 */
function* warningsAbout(entry) {
  const names = [entry, ...entry.children.flatMap((name) => [name, ...membersOf(name)])];
  for (const name of names.filter((name) => !name.flags.isExternal && !name.isReference())) {
    const comments = commentsOf(name);
    if (textOf(comments.flatMap(({ summary }) => summary)).trim() === "") {
      yield `${name.getFullName()} has no description`;
    }
    const contents = comments.flatMap(({ summary, blockTags }) => [
      summary,
      ...blockTags.map(({ content }) => content),
    ]);
    if (needsExample(name, entry) && !textOf(contents.flat()).includes("```ts\n")) {
      yield `${name.getFullName()} has no example`;
    }
  }
}

const textOf = (parts) => parts.map(({ text }) => text).join("");

/** Members that have no page of their own. */
const membersOf = (name) =>
  name.kindOf([ReflectionKind.Class, ReflectionKind.Interface]) ? (name.children ?? []) : [];

const commentsOf = ({ comment, signatures = [], getSignature, type }) =>
  [
    comment,
    getSignature?.comment,
    ...[...signatures, ...(type?.declaration?.signatures ?? [])].map((one) => one.comment),
  ].filter((found) => found !== undefined);

function needsExample(name, entry) {
  if (name.kindOf(ReflectionKind.Class)) {
    return name.name.endsWith("Error");
  }
  const isForUsers = !/\/(?:operations|soap)$/.test(entry.name);
  return (
    isForUsers &&
    name.kindOf(ReflectionKind.FunctionOrMethod) &&
    name.inheritedFrom === undefined &&
    !name.name.startsWith("[")
  );
}

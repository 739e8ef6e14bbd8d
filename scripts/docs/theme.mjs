import { DefaultTheme, JSX } from "typedoc";

const h = JSX.createElement;

/** The default theme, with a line of description for each member in the index of a class or interface. */
export class DescribingTheme extends DefaultTheme {
  getRenderContext(page) {
    const context = super.getRenderContext(page);
    context.index = ({ groups = [] }) =>
      h(
        "section",
        { class: "tsd-panel-group tsd-index-group" },
        groups.map(({ title, children }) => [
          h("h3", null, title),
          h(
            "dl",
            { class: "tsd-member-summaries" },
            children.map((member) => rowOf(member, context)),
          ),
        ]),
      );
    return context;
  }
}

function rowOf(member, context) {
  const link = h(
    "a",
    { href: context.urlTo(member), class: "tsd-index-link" },
    context.reflectionIcon(member),
    h("span", null, member.name),
  );
  return [h("dt", null, link), h("dd", null, context.commentShortSummary(member.getSignature ?? member))];
}

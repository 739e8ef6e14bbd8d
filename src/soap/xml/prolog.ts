import type { Refuse } from "./xml-names.js";

/** XML 1.0 §2.8. */
const XML_DECLARATION =
  /<\?xml[\t\n\r ][\t\n\r ]*version[\t\n\r ]*=[\t\n\r ]*(?:"(1\.\d\d*)"|'(1\.\d\d*)')(?:[\t\n\r ][\t\n\r ]*encoding[\t\n\r ]*=[\t\n\r ]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[\t\n\r ][\t\n\r ]*standalone[\t\n\r ]*=[\t\n\r ]*(?:"(?:yes|no)"|'(?:yes|no)'))?[\t\n\r ]*\?>/y;

/** The end of the XML declaration at the beginning of the text; 0 if there is none. */
export function endOfXmlDeclaration(text: string, refuse: Refuse): number {
  if (!/^<\?xml[\t\n\r ?]/.test(text)) {
    return 0;
  }
  XML_DECLARATION.lastIndex = 0;
  const [declaration, doubleQuoted, version = doubleQuoted] =
    XML_DECLARATION.exec(text) ?? refuse("the XML declaration is malformed");
  if (version !== "1.0") {
    refuse(`expected XML 1.0, found version ${version}`);
  }
  return declaration.length;
}

/** The end of the document type declaration that begins at `start`; undefined if it has no end. */
export function endOfDoctype(text: string, start: number): number | undefined {
  // XML 1.0 §2.8: quoted texts, comments and instructions may hold brackets that mean nothing.
  const token = /"[^"]*(?:"|$)|'[^']*(?:'|$)|<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|[[\]>]/g;
  token.lastIndex = start;
  let isInSubset = false;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === ">" && !isInSubset) {
      return token.lastIndex;
    }
    isInSubset = found[0] === "[" || (isInSubset && found[0] !== "]");
  }
  return undefined;
}

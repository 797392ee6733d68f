/** Where the documentation is: the repository's folder, until its site has an address, which serves the same paths. */
const docs = "docs";

/** A page of the documentation as messages name it: `docs/server.md`, with a heading's anchor if `page` has one. */
export function docsPage(page: string): string {
  return `${docs}/${page}`;
}

/** The page of an error's code. */
export function errorPage(code: string): string {
  return docsPage(`errors/${code}.md`);
}

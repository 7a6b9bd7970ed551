// The page's tree as its interfaces define it. A form's own fields stand in the
// way of what it has in common with all elements: after <input name="outerHTML">
// form.outerHTML is that field. Whoever changes pages on their way could keep a
// form unread so; therefore everything is asked of the prototypes.

function getter<T extends object, K extends keyof T>(type: { prototype: T }, key: K): (of: T) => T[K] {
  return (of) => Reflect.get(type.prototype, key, of);
}

export const parentOf = getter(Node, "parentNode");
export const isConnected = getter(Node, "isConnected");
export const nameOf = getter(Element, "localName");
export const namespaceOf = getter(Element, "namespaceURI");
export const outerHTML = getter(Element, "outerHTML");
export const controlsOf = getter(HTMLFormElement, "elements");

export const contains = (e: Node, other: Node): boolean => Node.prototype.contains.call(e, other);
export const attribute = (e: Element, name: string): string | null => Element.prototype.getAttribute.call(e, name);
export const attributeNames = (e: Element): string[] => Element.prototype.getAttributeNames.call(e);
export const matches = (e: Element, selector: string): boolean => Element.prototype.matches.call(e, selector);

/** What is inside an element, its given shadow roots among it as templates. */
export const insideOf = (e: Element, shadowRoots: ShadowRoot[]): string => Element.prototype.getHTML.call(e, { shadowRoots });

/** A node's parent, or the element that its shadow tree belongs to. */
export function above(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : parentOf(node);
}

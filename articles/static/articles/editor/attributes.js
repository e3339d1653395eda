// Attributes of an element and the data- attributes that hold them in the HTML.

const data = (name, fallback = "") => ({
  default: fallback,
  parseHTML: (dom) => dom.getAttribute(name) ?? fallback,
  renderHTML: () => ({}),
});

// Attributes by name → the data- attribute that holds them. Empty ones are left out of the HTML,
// except those in `always`.
export function attributes(names, fallbacks = {}) {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, data(name, fallbacks[key] ?? "")]));
}

export function toData(node, names, always = []) {
  const found = {};
  for (const [key, name] of Object.entries(names)) {
    if (node.attrs[key] || always.includes(key)) found[name] = node.attrs[key];
  }
  return found;
}

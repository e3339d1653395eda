// Reads a list of bodies (lists of blocks) as JSON and prints their HTML, made by Portable Text's
// own renderer. What that does not know by itself is given here as a front end would give it.
import { readFileSync } from "node:fs";
import { toHTML, escapeHTML } from "@portabletext/to-html";

const mark =
  (tag) =>
  ({ children }) =>
    `<${tag}>${children}</${tag}>`;
const bare = ({ children }) => children;
// escapeHTML turns neighbouring spaces into no-break spaces, which code must not have.
const escapeCode = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const line = (value) =>
  toHTML({ ...value, _type: "block", style: "bare" }, { components: { ...components, block: { bare } } });

const components = {
  marks: {
    sub: mark("sub"),
    sup: mark("sup"),
    link: ({ children, value }) => {
      const foreign = value.href.startsWith("http") && !value.target ? ' rel="noopener"' : "";
      return `<a href="${escapeHTML(value.href)}"${foreign}>${children}</a>`;
    },
  },
  types: {
    rule: () => "<hr>",
    code: ({ value }) => `<pre><code>${escapeCode(value.code)}</code></pre>`,
    quote: ({ value }) =>
      `<figure class="quote"><blockquote>${body(value.blocks)}</blockquote>` +
      (value.attribution ? `<figcaption class="quote-attribution">${escapeHTML(value.attribution)}</figcaption>` : "") +
      "</figure>",
    factbox: ({ value }) =>
      '<aside class="factbox">' +
      (value.title ? `<h${value.level} class="factbox-title">${escapeHTML(value.title)}</h${value.level}>` : "") +
      `${body(value.blocks)}</aside>`,
    table: ({ value }) => {
      const isHead = (row) => row.cells.every((cell) => cell.header);
      const start = value.rows.findIndex((row) => !isHead(row));
      const heads = start < 0 ? value.rows.length : start;
      const part = (tag, rows, scope) =>
        rows.length ? `<${tag}>${rows.map((row) => tr(row, scope)).join("")}</${tag}>` : "";
      const caption = value.caption ? `<caption>${escapeHTML(value.caption)}</caption>` : "";
      return (
        `<div class="table" tabindex="0"><table>${caption}` +
        part("thead", value.rows.slice(0, heads), "col") +
        part("tbody", value.rows.slice(heads), "row") +
        "</table></div>"
      );
    },
    figure: ({ value }) => {
      const { src, srcset, alt, renditions, credit } = value.image;
      const { width, height } = renditions.find((rendition) => rendition.url === src);
      const sizes = { normal: "(min-width: 46rem) 42rem, 100vw", wide: "(min-width: 64rem) 60rem, 100vw" };
      const whole = ["thumb", "small", "medium", "large", "wide"];
      const avif = renditions
        .filter((one) => one.type === "image/avif" && whole.includes(one.name))
        .map((one) => `${one.url} ${one.width}w`)
        .join(", ");
      const source = (type, set) =>
        set ? `<source type="${type}" srcset="${set}" sizes="${sizes[value.layout]}">` : "";
      return (
        `<figure class="figure${value.layout === "wide" ? " figure-wide" : ""}">` +
        `<picture>${source("image/avif", avif)}${source("image/webp", srcset)}` +
        `<img src="${src}" alt="${escapeHTML(alt)}" width="${width}" height="${height}"` +
        ' loading="lazy" decoding="async"></picture><figcaption class="figure-caption">' +
        `${value.caption.map(line).join("<br>")} ` +
        `<span class="figure-credit">(${escapeHTML(credit.line)})</span></figcaption></figure>`
      );
    },
  },
};

function tr(row, scope) {
  const cells = row.cells.map((cell) => {
    const tag = cell.header ? "th" : "td";
    const span = (name) => (cell[name] > 1 ? ` ${name}="${cell[name]}"` : "");
    const heads = cell.header ? ` scope="${scope}"` : "";
    return `<${tag}${heads}${span("colspan")}${span("rowspan")}>${line(cell)}</${tag}>`;
  });
  return `<tr>${cells.join("")}</tr>`;
}

function body(blocks) {
  return toHTML(blocks, {
    components,
    onMissingComponent: (message) => {
      throw new Error(message);
    },
  });
}

const bodies = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(bodies.map(body)));

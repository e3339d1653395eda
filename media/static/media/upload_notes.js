// What a person is to know or decide about a picture that came in: copies, leases, conflicts.

import { element } from "../editorial/dom.js";
import { tell } from "./uploading.js";

const gettext = window.gettext ?? ((text) => text);
const button = (text, press, more = {}) =>
  element("button", { type: "button", class: "small-button", onclick: press, ...more }, text);
const note = (kind, ...children) => element("div", { class: `upload-note is-${kind}` }, ...children);

function picture(image) {
  return element("img", { src: image.thumb || false, alt: "", loading: "lazy" });
}

// Who may not open it reads what it is called.
export function linked(title, url, attributes = {}) {
  return url ? element("a", { href: url, ...attributes }, title) : title;
}

function where(image) {
  if (!image.use_count) return element("p", { class: "help" }, gettext("No story shows it yet."));
  const names = image.uses.map(({ title, url }) => element("li", {}, linked(title, url)));
  const more = image.use_count - image.uses.length;
  if (more > 0) names.push(element("li", {}, `${gettext("and more:")} ${more}`));
  return element(
    "div",
    {},
    element("p", { class: "help" }, gettext("Used in")),
    element("ul", { class: "upload-uses" }, ...names),
  );
}

export function duplicateNote(image) {
  return note(
    "duplicate",
    picture(image),
    element(
      "div",
      {},
      element("p", {}, gettext("It is the library's "), linked(image.title, image.change_url), "."),
      where(image),
    ),
  );
}

// `use` gives a sentence where it did not work, `keep` goes on.
export function nearNote(other, { use, keep }) {
  const error = element("p", { class: "upload-error" });
  const made = note(
    "near",
    picture(other),
    element(
      "div",
      {},
      element(
        "p",
        {},
        gettext("It looks like "),
        linked(other.title, other.change_url),
        `, ${other.width} × ${other.height} px.`,
      ),
      where(other),
      element(
        "p",
        { class: "upload-acts" },
        button(
          gettext("Use that one"),
          async () => {
            error.textContent = await use();
          },
          { "aria-label": `${gettext("Use that one")}: ${other.title}` },
        ),
        button(
          gettext("Keep both"),
          () => {
            made.remove();
            keep();
          },
          { "aria-label": `${gettext("Keep both")}: ${other.title}` },
        ),
      ),
      error,
    ),
  );
  return made;
}

export function leaseNote(lease, say) {
  const error = element("p", { class: "upload-error" });
  const acts = element("p", { class: "upload-acts" });
  const facts = [lease.kind, lease.scope, lease.time, lease.places].filter(Boolean).join(" · ");
  const reach = lease.reach ? [element("p", { class: "help" }, lease.reach)] : [];
  const decide = (decision, word) => async () => {
    const answer = await tell(lease.url, { decision });
    error.textContent = answer.ok ? "" : answer.message;
    if (!answer.ok) return;
    acts.replaceChildren(element("span", { class: "quiet", tabindex: "-1" }, word));
    acts.firstChild.focus();
    say(`${lease.words}: ${word}`);
  };
  acts.append(
    button(gettext("Accept"), decide("confirm", gettext("Accepted")), {
      "aria-label": `${gettext("Accept")}: ${lease.words}`,
    }),
    button(gettext("Dismiss"), decide("dismiss", gettext("Dismissed: it does not apply")), {
      "aria-label": `${gettext("Dismiss")}: ${lease.words}`,
    }),
  );
  return note(
    "lease",
    element(
      "div",
      {},
      element("p", {}, element("strong", {}, gettext("The file says: ")), lease.words),
      element("p", { class: "help" }, facts),
      ...reach,
      acts,
      error,
    ),
  );
}

// Two or more blocks of the file say different things; `take(fields)` saves what one of them says.
export function conflictNote(conflict, take) {
  const standing = () =>
    element(
      "span",
      { class: "label label-good" },
      element("span", { "aria-hidden": "true" }, "✓"),
      ` ${gettext("Taken")}`,
    );
  const choice = (block, fields) =>
    Object.keys(fields).length
      ? button(
          gettext("Take this"),
          async () => {
            if (await take(fields)) made.remove();
          },
          { "aria-label": `${gettext("Take this")}: ${block}, ${conflict.label}` },
        )
      : "";
  const made = note(
    "conflict",
    element(
      "div",
      {},
      element("p", {}, element("strong", {}, `${gettext("The file disagrees with itself about:")} ${conflict.label}`)),
      element(
        "dl",
        { class: "upload-sides" },
        ...conflict.values.map(({ block, value, is_taken, fields }) =>
          element(
            "div",
            {},
            element("dt", {}, block),
            element("dd", {}, value),
            element("dd", {}, is_taken ? standing() : choice(block, fields)),
          ),
        ),
      ),
    ),
  );
  return made;
}

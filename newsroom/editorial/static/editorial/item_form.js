// What the form of an item does beside its fields: says that something is not saved yet, saves by
// keyboard, checks the slug, closes menus, sends the quick post.

import "./picker.js";
import "./rows.js";

const words = window.gettext ?? ((text) => text);
const form = document.querySelector(".item-form form[method=post]");
let isDirty = false;
let isSending = false;

if (form) {
  form.addEventListener("input", () => {
    isDirty = true;
    const word = document.querySelector("[data-dirty]");
    if (word) word.hidden = false;
  });
  form.addEventListener("submit", () => {
    isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isSending) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      const save = form.querySelector("[name=_save]");
      if (save) {
        event.preventDefault();
        form.requestSubmit(save);
      }
    }
  });
  // Enter in a line of text saves; it never publishes.
  form.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key !== "Enter" || event.defaultPrevented) return;
    if (target instanceof HTMLTextAreaElement && target.matches(".headline-input")) event.preventDefault();
    else if (target instanceof HTMLInputElement && !target.form?.matches("[data-quick]")) {
      event.preventDefault();
    }
  });
}

for (const menu of document.querySelectorAll("details.bar-menu")) {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

const slug = document.querySelector("#id_slug");
const slugUrl = document.querySelector('meta[name="slug-url"]')?.content;
if (slug && slugUrl) {
  const said = document.createElement("p");
  said.className = "help slug-said";
  said.setAttribute("role", "status");
  slug.after(said);
  const check = async () => {
    const headline = document.querySelector("#id_headline")?.value ?? "";
    if (!slug.value && !headline) return;
    const id = document.querySelector('meta[name="item-id"]')?.content ?? "";
    const response = await fetch(`${slugUrl}?${new URLSearchParams({ slug: slug.value, headline, id })}`);
    if (!response.ok) return;
    const answer = await response.json();
    said.classList.toggle("is-bad", Boolean(answer.problem));
    said.textContent = answer.problem ?? (slug.value ? words("The slug is free.") : answer.slug && `${words("It will be")}: ${answer.slug}`);
  };
  slug.addEventListener("change", check);
  slug.addEventListener("focus", check);
}

// Fields that grow with their text, where the browser cannot do it by itself.
if (!CSS.supports("field-sizing", "content")) {
  for (const field of document.querySelectorAll(".headline-input, .standfirst-input")) {
    const grow = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    };
    field.addEventListener("input", grow);
    grow();
  }
}

for (const quick of document.querySelectorAll("form[data-quick]")) {
  quick.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      quick.requestSubmit(quick.querySelector("[data-quick-go]"));
    }
  });
}

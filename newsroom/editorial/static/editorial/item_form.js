// What an item's form does besides its fields: checks the slug, closes menus, sends the quick post.
// `forms.js` keeps its text.

import "./forms.js";
import "./picker.js";
import "./rows.js";

const gettext = window.gettext ?? ((text) => text);

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
    said.textContent =
      answer.problem ??
      (slug.value ? gettext("The slug is free.") : answer.slug && `${gettext("It will be")}: ${answer.slug}`);
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

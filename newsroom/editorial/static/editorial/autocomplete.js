// Finding things by name: the one place that asks the server, and the list under a field.

import { element } from "./dom.js";

const address = (kind) => document.querySelector('meta[name="pick-url"]').content.replace("/kind/", `/${kind}/`);

async function ask(kind, query) {
  const response = await fetch(`${address(kind)}?${query}`, {
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`${kind}: ${response.status}`);
  return (await response.json()).results;
}

export const search = (kind, words) => ask(kind, new URLSearchParams({ q: words }));

// Things named by id are asked for together: a long story is one request, not fifty.
const known = new Map();
const waiting = new Map();

export function describe(kind, id) {
  const key = `${kind}:${id}`;
  if (!known.has(key)) {
    known.set(
      key,
      new Promise((resolve) => {
        if (!waiting.has(kind)) {
          waiting.set(kind, []);
          setTimeout(() => flush(kind), 20);
        }
        waiting.get(kind).push({ id, resolve });
      }),
    );
  }
  return known.get(key);
}

// A thing has changed: forget what is known of it, so that the server is asked again.
export const forget = (kind, id) => known.delete(`${kind}:${id}`);

async function flush(kind) {
  const asked = waiting.get(kind);
  waiting.delete(kind);
  const query = new URLSearchParams(asked.map(({ id }) => ["id", id]));
  let results = [];
  try {
    results = await ask(kind, query);
  } catch (error) {
    console.error(error);
  }
  const byId = new Map(results.map((choice) => [choice.id, choice]));
  for (const { id, resolve } of asked) resolve(byId.get(id) ?? null);
}

export function choiceLine(choice) {
  const words = element("span", { class: "choice-words" }, element("span", {}, choice.title));
  if (choice.detail) words.append(element("span", { class: "choice-detail" }, choice.detail));
  const line = element("span", { class: "choice" });
  if (choice.thumb) line.append(element("img", { src: choice.thumb, alt: "", loading: "lazy" }));
  line.append(words);
  return line;
}

let lists = 0;

// A search field with a list below it: arrows, Enter and Escape as in any combobox.
// `find(words)` gives choices, `choose(choice)` takes one; `typed(text)`, where given, takes a
// word that is none of them.
export function combobox(input, { find, choose, typed }) {
  const list = element("ul", { class: "choices", role: "listbox", id: `choices-${++lists}`, hidden: true });
  input.after(list);
  for (const [key, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(key, value);
  }
  list.setAttribute(
    "aria-label",
    input.getAttribute("aria-label") || input.labels?.[0]?.textContent.trim() || input.placeholder || "",
  );
  let choices = [];
  let active = -1;
  let asked = 0;
  let timer = null;

  const close = () => {
    // An answer that is still under way must not open the list again.
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    active = place;
    for (const [number, line] of [...list.children].entries()) {
      line.setAttribute("aria-selected", String(number === place));
    }
    const line = list.children[place];
    if (line) {
      input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const take = (choice) => {
    input.value = "";
    close();
    choose(choice);
  };

  const show = (found) => {
    choices = found;
    list.replaceChildren(
      ...found.map((choice, number) =>
        element(
          "li",
          {
            role: "option",
            id: `${list.id}-${number}`,
            "aria-selected": "false",
            onpointerdown: (event) => {
              event.preventDefault();
              take(choice);
            },
          },
          choiceLine(choice),
        ),
      ),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    mark(-1);
  };

  const look = async () => {
    const mine = ++asked;
    try {
      const found = await find(input.value.trim());
      if (mine === asked && document.activeElement === input) show(found);
    } catch (error) {
      console.error(error);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  input.addEventListener("focus", look);
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("keydown", (event) => {
    const last = choices.length - 1;
    if (event.key === "ArrowDown" && !list.hidden) mark(active < last ? active + 1 : 0);
    else if (event.key === "ArrowUp" && !list.hidden) mark(active > 0 ? active - 1 : last);
    else if (event.key === "Escape" && !list.hidden) close();
    else if ((event.key === "Enter" || (event.key === "," && typed)) && !event.ctrlKey && !event.metaKey) {
      if (!list.hidden && active >= 0) take(choices[active]);
      else if (typed && input.value.trim()) {
        const text = input.value.trim();
        input.value = "";
        close();
        typed(text);
      } else if (event.key === ",") return;
    } else return;
    event.preventDefault();
  });
  return { close };
}

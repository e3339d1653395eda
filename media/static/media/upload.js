// The upload page: files are shown first, then sent, each with its own progress and answer.
// Without this module the form sends them all at once and the page lists what became of them.

import { hasFiles, picturesIn, send } from "./uploading.js";
import { Card } from "./upload_card.js";
import { outcome, wanted } from "./upload_sum.js";

const gettext = window.gettext ?? ((text) => text);
const root = document.querySelector("[data-upload]");
const find = (name) => root.querySelector(`[data-upload-${name}]`);

function start() {
  const form = find("form");
  const input = form.querySelector("input[type=file]");
  const [go, drop, list, results, said, all, sum, applied] = [
    "go",
    "drop",
    "list",
    "results",
    "said",
    "all",
    "sum",
    "applied",
  ].map(find);
  const [toDo, unsaved, dirty, save] = ["to-do", "unsaved", "dirty", "save"].map(find);
  const apply = all.querySelector("button");
  const protectAll = form.querySelector("[name=protect_source]");
  const cards = [];
  const spoken = [];
  let speaking = 0;

  find("live").hidden = false;
  find("plain").hidden = true;
  input.required = false;

  // Several answers within a moment are read out together.
  const say = (text) => {
    spoken.push(text);
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      said.textContent = spoken.splice(0).join(" ");
    }, 150);
  };

  const waiting = () => cards.filter((card) => card.isWaiting);

  const count = () => {
    const number = waiting().length;
    go.hidden = !number;
    go.textContent =
      number === 1 ? gettext("Upload 1 picture") : `${gettext("Upload")} ${number} ${gettext("pictures")}`;
    results.hidden = !list.children.length;
    sum.textContent = outcome(cards);
    toDo.replaceChildren(...(cards.some((card) => card.isSending) ? [] : wanted(cards)));
    all.hidden = !cards.some((card) => card.image);
    tellUnsaved();
  };

  const tellUnsaved = () => {
    const number = cards.filter((card) => card.isDirty).length;
    unsaved.hidden = !number;
    dirty.textContent =
      number === 1
        ? gettext("1 picture is not saved yet.")
        : gettext("%d pictures are not saved yet.").replace("%d", number);
  };

  const saveAll = async () => {
    const typed = cards.filter((card) => card.isDirty);
    if (!typed.length) return;
    const isPressed = document.activeElement === save;
    save.disabled = true;
    for (const card of typed) await card.save();
    save.disabled = false;
    // A field that was refused has the keyboard already, and a pressed key moves nobody.
    if (!isPressed || root.querySelector(".upload-card :focus")) return;
    (unsaved.hidden ? typed.at(-1).focusable : save).focus();
  };

  const add = (files) => {
    for (const file of files) {
      const card = new Card(file, {
        urls: root.dataset,
        template: find("card"),
        isProtected: protectAll.checked,
        say,
        changed: count,
        typed: tellUnsaved,
        leave: (gone) => {
          cards.splice(cards.indexOf(gone), 1);
          count();
          (waiting()[0]?.focusable ?? input).focus();
        },
      });
      cards.push(card);
      list.append(card.element);
    }
    count();
    if (!files.length) return;
    say(
      files.length === 1
        ? `${files[0].name}: ${gettext("ready to be sent.")}`
        : `${files.length} ${gettext("pictures are ready to be sent.")}`,
    );
    go.focus();
  };

  const upload = async () => {
    const sent = waiting();
    await Promise.all(
      sent.map((card) =>
        card.upload((file, more) =>
          send(file, {
            url: location.pathname,
            maxBytes: Number(root.dataset.maxBytes),
            ...more,
          }),
        ),
      ),
    );
    count();
    // Whoever pressed the button goes on with the first picture; nobody else is moved.
    if (document.activeElement === document.body || document.activeElement === go) sent[0]?.focusable.focus();
  };

  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (waiting().length) upload();
    else input.click();
  });
  protectAll.addEventListener("change", () => {
    for (const card of waiting()) card.protect(protectAll.checked);
  });
  document.addEventListener("paste", (event) => {
    const files = picturesIn(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    add(files);
  });
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    // What is no picture is sent as well: the answer says why it is refused.
    add([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (cards.some((card) => card.isSending || card.isDirty)) event.preventDefault();
  });

  save.addEventListener("click", saveAll);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    saveAll();
  });

  all.addEventListener("submit", async (event) => {
    event.preventDefault();
    const filled = [...new FormData(all)].filter(([, value]) => value.trim());
    if (!filled.length) return;
    const taken = cards.filter((card) => card.image);
    let number = 0;
    apply.disabled = true;
    for (const [place, card] of taken.entries()) {
      applied.textContent = `${gettext("Writing into picture")} ${place + 1} / ${taken.length}`;
      if (await card.take(Object.fromEntries(filled))) number += 1;
    }
    apply.disabled = false;
    apply.focus();
    const written =
      number === 1 ? gettext("Written into 1 picture.") : gettext("Written into %d pictures.").replace("%d", number);
    applied.textContent =
      number < taken.length ? `${written} ${gettext("See what has to be fixed in the others.")}` : written;
    say(applied.textContent);
  });
  count();
}

if (root) start();

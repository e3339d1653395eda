// Sending picture files: one request a file, with its progress; answers, never exceptions.

import * as notice from "../editorial/notice.js";

const gettext = window.gettext ?? ((text) => text);

export const NONE = "00000000-0000-0000-0000-000000000000";

// The cookie's token comes first: it follows a login in another tab; the page's own does not.
export const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ??
  document.querySelector("[name=csrfmiddlewaretoken]")?.value ??
  "";

// The picture files of a drop or a paste. A name decides where the browser knows no type (HEIC).
export function picturesIn(transfer) {
  return [...(transfer?.files ?? [])].filter(
    (file) => file.type.startsWith("image/") || /\.(jpe?g|png|webp|gif|avif|heic|heif|tiff?)$/i.test(file.name),
  );
}

// Word processors put a picture of the text beside its words: then the words are meant.
export const pastedPictures = (event) =>
  event.clipboardData?.getData("text/plain").trim() ? [] : picturesIn(event.clipboardData);

export const hasFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

// `fields` go with the file. Gives what the server answers: {status: "accepted" | "duplicate" |
// "refused", message, …}, or {status: "failed", message} when no answer came.
export function send(file, { url, fields = {}, progress = () => {}, maxBytes = 0 }) {
  if (maxBytes && file.size > maxBytes) {
    const message = gettext("The file is too large. Send a smaller version of it.");
    return Promise.resolve({ status: "refused", code: "too_large", message, name: file.name });
  }
  return inTurn(() => post(file, url, fields, progress));
}

function post(file, url, fields, progress) {
  return new Promise((resolve) => {
    const failed = (message) => resolve({ status: "failed", name: file.name, message });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
    form.set("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(Math.round((event.loaded / event.total) * 100));
    });
    request.addEventListener("error", () => failed(gettext("The connection broke. Try again.")));
    request.addEventListener("abort", () => failed(gettext("The upload was stopped.")));
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (answer?.status) resolve(answer);
      else if (request.status === 413) failed(gettext("The server does not accept files of this size."));
      else if (request.status === 403 || request.responseURL.includes("/login/")) {
        failed(gettext("You are no longer logged in, or may not add pictures. Log in in another tab, then try again."));
      } else failed(gettext("The server could not accept it. Try again in a moment."));
    });
    request.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// A large picture takes the server some hundred megabytes while it is decoded: nobody is given
// two of them at once.
let last = Promise.resolve();

function inTurn(work) {
  const mine = last.then(work);
  last = mine;
  return mine;
}

// What stood in these fields when they were shown: what others wrote meanwhile in fields that the
// person left alone is kept by it, and where both wrote they are asked.
export function shownBefore(image, names) {
  const shown = { ...image.fields, credit: image.printed_credit };
  return Object.fromEntries(names.filter((name) => name in shown).map((name) => [`initial-${name}`, shown[name]]));
}

// The server's questions whose words to keep, where two people changed the same field: by field, as
// pieces of a form.
export function questionsIn(answer) {
  const made = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  return Object.fromEntries(Object.entries(answer.questions ?? {}).map(([name, html]) => [name, made(html)]));
}

// The answers to such questions in a form, to be sent beside the words.
export function choicesIn(form) {
  const fields = form.querySelectorAll('[name^="seen-"], [name^="typed-"], [name^="take-"]:checked');
  return Object.fromEntries([...fields].map((field) => [field.name, field.value]));
}

export const isChoice = (name) => /^(seen|typed|take)-/.test(name);

const PAUSES = [2, 4, 8];
const seconds = (number) => new Promise((resolve) => setTimeout(resolve, number * 1000));

// POST of a few words; gives the answer's JSON with `ok`, or {ok: false, message} without one.
// `repeats`: without an answer it is sent again, a few times; for what may arrive twice.
export async function tell(url, fields, { repeats = false } = {}) {
  for (const pause of repeats ? PAUSES : []) {
    const answer = await answerOf(url, fields);
    if (answer) return answer;
    notice.say(
      gettext("The server did not answer. What you typed is still here. Trying again in %d seconds.").replace(
        "%d",
        pause,
      ),
    );
    await seconds(pause);
    notice.hide();
  }
  return (
    (await answerOf(url, fields)) ?? {
      ok: false,
      message: gettext("It was not saved: the server did not answer. Try again."),
    }
  );
}

async function answerOf(url, fields) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      body: new URLSearchParams(fields),
    });
    return { ok: response.ok, ...(await response.json()) };
  } catch (error) {
    console.warn(error);
    return null;
  }
}

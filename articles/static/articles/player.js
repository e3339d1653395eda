// Videos on another site. Without this script a figure is a poster and a link. With it the reader can
// play the video here; nothing is requested from the other site before the button is pressed.
// What is remembered: "player:YouTube" in this device's storage, if the reader ticks the box.

const ALLOWED = "autoplay; encrypted-media; fullscreen; picture-in-picture";
const SANDBOX = [
  "allow-scripts",
  "allow-same-origin",
  "allow-presentation",
  "allow-popups",
  "allow-popups-to-escape-sandbox",
];

const parts = document.querySelector("[data-player-parts]");
const offers = parts ? [...document.querySelectorAll("[data-player]")].map(offer) : [];

function offer(figure) {
  const who = figure.dataset.playerName;
  const controls = parts.content.firstElementChild.cloneNode(true);
  const find = (name) => controls.querySelector(`[data-player-${name}]`);
  for (const place of controls.querySelectorAll("[data-player-who]")) place.textContent = who;
  find("play").addEventListener("click", () => {
    if (find("remember").checked) remember(who, true);
    play(figure, controls);
    refresh();
  });
  find("forget").addEventListener("click", () => {
    remember(who, false);
    refresh();
    find("play").focus();
  });
  show(controls, who);
  figure.insertBefore(controls, figure.querySelector("figcaption"));
  return { controls, who };
}

function show(controls, who) {
  const state = isAgreed(who) ? "agreed" : "asking";
  for (const part of controls.querySelectorAll("[data-player-when]")) {
    part.hidden = part.dataset.playerWhen !== state;
  }
}

// Every figure on the page says what holds now.
function refresh() {
  for (const { controls, who } of offers) show(controls, who);
}

function play(figure, controls) {
  const address = new URL(figure.dataset.player);
  address.searchParams.set("autoplay", "1");
  const frame = document.createElement("iframe");
  frame.className = "player-frame";
  frame.title = figure.dataset.playerTitle;
  frame.allow = ALLOWED;
  frame.sandbox.add(...SANDBOX);
  // The providers want to know which site shows their player; they learn no more than that.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = address.href;
  figure.querySelector("picture, img")?.remove();
  controls.replaceWith(frame);
  frame.focus();
}

// Storage may be switched off: then every visit asks.
function isAgreed(who) {
  try {
    return localStorage.getItem(`player:${who}`) === "yes";
  } catch {
    return false;
  }
}

function remember(who, agrees) {
  try {
    if (agrees) localStorage.setItem(`player:${who}`, "yes");
    else localStorage.removeItem(`player:${who}`);
  } catch {
    // Nothing is remembered.
  }
}

// Passkeys: asks the browser for one and sends its answer with the form that holds the button.
// `data-get` and `data-create` name the element with what the newsroom asks; `data-get-from` an
// address that says it. Without passkeys here, `data-passkey` parts stay hidden.

const gettext = window.gettext ?? ((text) => text);

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function read(asked) {
  const key = { ...asked.publicKey, challenge: bytes(asked.publicKey.challenge) };
  const named = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  if (key.excludeCredentials) key.excludeCredentials = named(key.excludeCredentials);
  if (key.allowCredentials) key.allowCredentials = named(key.allowCredentials);
  return { publicKey: key };
}

function written(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

const inPage = (id) => JSON.parse(document.getElementById(id).textContent);

async function ask({ get, getFrom, create }) {
  if (create) return navigator.credentials.create(read(inPage(create)));
  if (get) return navigator.credentials.get(read(inPage(get)));
  const answer = await fetch(getFrom, { headers: { Accept: "application/json" } });
  return navigator.credentials.get(read(await answer.json()));
}

async function use(part, button) {
  const said = part.querySelector("[data-said]");
  said.textContent = "";
  try {
    part.querySelector("[data-credential]").value = written(await ask(button.dataset));
  } catch (error) {
    console.info(error);
    said.textContent = gettext("No passkey was used. Try again, or go another way.");
    return;
  }
  const { form } = button;
  // The other fields of the form need not be filled in.
  form.noValidate = true;
  form.requestSubmit();
}

if (window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|:/.test(location.hostname)) {
  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.hidden = false;
    const button = part.querySelector("[data-get], [data-get-from], [data-create]");
    button.addEventListener("click", () => use(part, button));
  }
  for (const none of document.querySelectorAll("[data-no-passkeys]")) none.hidden = true;
}

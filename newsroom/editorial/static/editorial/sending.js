// Sends a form and stays on the page until the newsroom itself has answered: a broken connection, a
// gateway's error page and silence do not count. The browser then shows the answer as it would
// without scripts (`newsroom/editorial/admin/form_answers.py` says how).

const SECONDS_TO_ANSWER = 30;
const SEALED = "application/vnd.newsroom.sealed-page";
const LOCATION = "X-Form-Location";

const csrfCookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

export const addressOf = (form, submitter) =>
  submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href.split("#")[0];

function body(form, submitter, madeAs) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  // After a new login in another tab, the token is a different one.
  if (csrfCookie()) data.set("csrfmiddlewaretoken", csrfCookie());
  data.set("_made_as", madeAs);
  return data;
}

const holdsFile = (data) => [...data.values()].some((value) => value instanceof File && value.size);

// Returns {location} for a redirect, {seal} for a page, {} if no answer came.
export async function send(form, submitter, madeAs) {
  const data = body(form, submitter, madeAs);
  const giveUp = new AbortController();
  const timer = holdsFile(data) ? 0 : setTimeout(() => giveUp.abort(), SECONDS_TO_ANSWER * 1000);
  try {
    const response = await fetch(addressOf(form, submitter), {
      method: "POST",
      body: data,
      headers: { "X-Form-Script": "1", Accept: "text/html" },
      signal: giveUp.signal,
    });
    if (response.headers.has(LOCATION)) return { location: response.headers.get(LOCATION) };
    if (response.headers.get("Content-Type")?.startsWith(SEALED)) return { seal: await response.text() };
    console.warn(`No answer of the newsroom: ${response.status}`);
  } catch (error) {
    console.warn(error);
  } finally {
    clearTimeout(timer);
  }
  return {};
}

// The browser opens the answered page at the form's own address.
export function show(seal, address) {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "text/plain";
  form.action = address;
  form.hidden = true;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "seal";
  input.value = seal;
  form.append(input);
  document.body.append(form);
  form.submit();
}

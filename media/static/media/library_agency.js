// The example under an agency's house rule follows what is typed; the server prints it.

const place = document.querySelector("[data-example]");
const words = document.querySelector("[data-example-words]").content.textContent;
const fields = ["id_credit_format", "id_name", "id_kind"].map((id) => document.getElementById(id));
let waiting = 0;

async function show() {
  const [rule, name, kind] = fields.map((field) => field.value);
  const answer = await fetch(`${place.dataset.example}?${new URLSearchParams({ rule, name, kind })}`);
  if (!answer.ok) return;
  const { example, refusal } = await answer.json();
  place.textContent = refusal || words.replace("%s", example);
}

if (fields.every(Boolean)) {
  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 250);
    });
  }
}

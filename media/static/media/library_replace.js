// Shows the file that was chosen beside the one that it would replace. It is drawn on a canvas: the
// policy lets no page show pictures of unknown addresses.

const input = document.querySelector("[data-replacement]");
const figure = document.querySelector("[data-new-picture]");
const unseen = document.querySelector("[data-new-unseen]");
const WIDTH_PX = 640;
// What a person would want to know before it stands in every story.
function warnings(picture, { width, height, smaller, reshaped }) {
  const said = [];
  if (picture.width * picture.height < width * height) said.push(smaller);
  if (Math.abs(picture.width / picture.height - width / height) > 0.01 * (width / height)) said.push(reshaped);
  return said;
}

input.addEventListener("change", async () => {
  const [file] = input.files;
  figure.hidden = true;
  unseen.hidden = true;
  if (!file) return;
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    // HEIC, or no picture: the server takes the one and says what is wrong with the other.
    unseen.hidden = false;
    return;
  }
  const canvas = figure.querySelector("canvas");
  const scale = Math.min(1, WIDTH_PX / picture.width);
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const words = figure.querySelector("figcaption");
  const kilobytes = Math.round(file.size / 1024);
  const size = `${words.dataset.words} ${picture.width} × ${picture.height} px, ${kilobytes} KB.`;
  words.textContent = [size, ...warnings(picture, words.dataset)].join(" ");
  figure.hidden = false;
});

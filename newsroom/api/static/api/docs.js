// Draws the description of the API; without JavaScript the page links to it.
const box = document.querySelector("[data-openapi]");

window.SwaggerUIBundle({
  url: box.dataset.openapi,
  domNode: box,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  presets: [window.SwaggerUIBundle.presets.apis],
  // Nothing is asked of other servers.
  validatorUrl: null,
});

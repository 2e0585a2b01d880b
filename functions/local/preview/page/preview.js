// Loads the page again when the server says that settings or templates have changed since it was made.
const { version } = document.documentElement.dataset;
const events = new EventSource("/events");
events.addEventListener("version", (event) => {
  if (event.data !== version) location.reload();
});
addEventListener("pagehide", () => events.close());

const form = document.querySelector("form");
form?.addEventListener("change", ({ target }) => {
  // Another enterprise has other digests and dates: leave them to the server.
  if (target.name === "enterprise") for (const name of ["digest", "date"]) form.elements[name].disabled = true;
  form.requestSubmit();
});

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
  if (target.name === "enterprise") {
    for (const name of ["digest", "member", "date"]) if (form.elements[name]) form.elements[name].disabled = true;
  }
  form.requestSubmit();
});

// ← and → go to the day before and after, unless they mean something where the cursor is.
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, select, textarea, .sheet")) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (rel !== undefined) document.querySelector(`a[rel="${rel}"]`)?.click();
});

// A large account takes a while: the old page says so until the new one is there.
const busy = document.querySelector("#busy");
const wait = () => setTimeout(() => (busy.textContent = "Rendering…"), 300);
form?.addEventListener("submit", wait);
addEventListener("click", ({ target }) => {
  if (target.closest?.("a[href^='/']:not([download])")) wait();
});
addEventListener("pageshow", () => (busy.textContent = ""));

// Loads the page again when the server says that settings or templates have changed since it was made.
const { version } = document.documentElement.dataset;
const events = new EventSource("/events");
events.addEventListener("version", (event) => {
  if (event.data !== version) location.reload();
});
addEventListener("pagehide", () => events.close());

const form = document.querySelector("form");
form?.addEventListener("change", ({ target }) => {
  // Another enterprise has other digests and dates, and another report other members: leave them to the server.
  const others = { enterprise: ["digest", "member", "date"], digest: ["member"] }[target.name] ?? [];
  for (const name of others) if (form.elements[name] !== undefined) form.elements[name].disabled = true;
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

// A part's SQL to the clipboard, and the button says so.
addEventListener("click", async ({ target }) => {
  if (!target.matches?.("button[data-copies]")) return;
  await navigator.clipboard.writeText(target.parentElement.querySelector("pre").textContent);
  target.textContent = "Copied";
});

// One-key shortcuts, as the page lists them. Never while somebody types; they can be switched off.
const OFF = "schakel-sneltoetsen-uit";
const list = document.querySelector("[data-shortcuts]");
const button = list.querySelector("[data-shortcuts-switch]");

function areOff() {
  return localStorage.getItem(OFF) !== null;
}

function label() {
  const off = areOff();
  button.textContent = off ? list.dataset.on : list.dataset.off;
  list.classList.toggle("shortcuts--off", off);
}

function isField(element) {
  return element.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName);
}

function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
}

function goTo(selector) {
  const target = document.querySelector(selector);
  if (!target) return;
  unfold(target);
  const field = target.querySelector("input:not([type=hidden]), textarea, select");
  const place = target.matches("form, details") && field ? field : target;
  if (!place.matches("a, button, input, textarea, select")) place.setAttribute("tabindex", "-1");
  place.focus();
  target.scrollIntoView({ block: "nearest" });
}

function move(selector, step) {
  const links = [...document.querySelectorAll(selector)];
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[next]?.focus();
}

function onKey(event) {
  const elsewhere = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  if (areOff() || event.defaultPrevented || elsewhere || isField(event.target)) return;
  const item = list.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!item) return;
  const { go, move: links, step, open } = item.dataset;
  event.preventDefault();
  if (go) goTo(go);
  else if (links) move(links, Number(step));
  else if (open) location.assign(open);
}

button.addEventListener("click", () => {
  if (areOff()) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
  label();
});
document.addEventListener("keydown", onKey);
label();
list.hidden = false;

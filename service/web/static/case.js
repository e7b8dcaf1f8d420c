// Keeps the head of a case up to date and says when something changed; what is typed stays.
import { keepUpToDate } from "./live.js";

const standing = document.getElementById("stand");
const news = document.querySelector("[data-live-news]");
const spoken = document.querySelector("[data-live-told]");
let told = "";

function isTyped(field) {
  if (field.type === "hidden" || field.type === "submit") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function somethingTyped() {
  if ("unsaved" in standing.dataset) return true;
  return [...document.querySelectorAll("main form")].some((form) => [...form.elements].some(isTyped));
}

function show(html) {
  standing.innerHTML = html;
  const changed = standing.querySelector("[data-changed]");
  const text = changed ? changed.textContent : "";
  if (text !== told) news.innerHTML = changed ? changed.innerHTML : "";
  told = text;
}

news.addEventListener("click", (event) => {
  if (!event.target.closest("[data-reload]") || !somethingTyped()) return;
  if (!window.confirm(standing.dataset.typed)) event.preventDefault();
});

keepUpToDate({
  root: standing,
  stale: document.querySelector("[data-live-stale]"),
  show,
  announce: (text) => {
    spoken.textContent = text;
  },
});

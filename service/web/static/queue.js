// Keeps the queue up to date. Without it the page works after a reload.
import { keepUpToDate } from "./live.js";

const queue = document.getElementById("wachtrij");
const news = document.querySelector("[data-queue-news]");
const words = queue.dataset;

function rows() {
  const found = [...queue.querySelectorAll("[data-signature]")];
  return new Map(found.map((row) => [row.dataset.reference, row.dataset.signature]));
}

function announceRows(before) {
  const now = rows();
  const fresh = [...now.keys()].filter((reference) => !before.has(reference));
  const changed = now.size !== before.size || [...now].some(([key, value]) => before.get(key) !== value);
  if (fresh.length) news.textContent = words.new.replace("{references}", fresh.join(", "));
  else if (changed) news.textContent = words.changed;
}

function show(html) {
  const before = rows();
  const focused = queue.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  queue.innerHTML = html;
  if (focused) queue.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  announceRows(before);
}

keepUpToDate({
  root: queue,
  stale: document.querySelector("[data-queue-stale]"),
  live: document.querySelector("[data-queue-live]"),
  show,
  announce: (text) => {
    news.textContent = text;
  },
});

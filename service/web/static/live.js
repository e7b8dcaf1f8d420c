// Counts clocks down and asks again for the part of a page that changes, while somebody looks.
const EVERY_MS = 20_000;
const TICK_MS = 15_000;
const PATIENCE = 3;
const MINUTE_MS = 60_000;

function inWords(ms, words) {
  const minutes = Math.floor(ms / MINUTE_MS);
  const hours = Math.floor(minutes / 60);
  if (minutes < 60) return words.minutes.replace("{n}", minutes);
  if (hours < 2) {
    return minutes === 60 ? words.hour : words.hourMinutes.replace("{n}", minutes - 60);
  }
  if (hours < 48) return words.hours.replace("{n}", hours);
  const days = Math.floor(hours / 24);
  return (days === 1 ? words.day : words.days).replace("{n}", days);
}

// `root` names its source and its words; `show` puts a new part of the page in its place,
// `announce` tells who is not looking, `live` is shown as long as the page is kept up to date.
export function keepUpToDate({ root, stale, live, show, announce }) {
  const words = root.dataset;
  let etag = words.etag ? `"${words.etag}"` : "";
  let ahead = Date.parse(words.now) - Date.now();
  let failures = 0;
  let inUse = false;

  function countDown() {
    for (const clock of root.querySelectorAll("[data-due]")) {
      const left = Date.parse(clock.dataset.due) - Date.now() - ahead;
      const pattern = left > 0 ? words.left : words.late;
      clock.textContent = clock.dataset.sign + pattern.replace("{amount}", inWords(Math.abs(left), words));
    }
  }

  // An old page must not look like a new one.
  function setStale(isStale) {
    if (isStale && stale.hidden) announce(words.stale);
    stale.textContent = isStale ? words.stale : "";
    stale.hidden = !isStale;
    if (live) live.hidden = isStale;
  }

  function stop() {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", refresh);
    setStale(true);
  }

  function failed() {
    failures += 1;
    if (failures >= PATIENCE) setStale(true);
  }

  async function refresh() {
    if (document.hidden) return;
    const headers = etag ? { "If-None-Match": etag } : {};
    if (inUse) headers["Schakel-In-Use"] = "yes";
    inUse = false;
    try {
      const answer = await fetch(words.source, { headers, cache: "no-store", redirect: "manual" });
      if (answer.status >= 500) return failed();
      // A redirect or a refusal: logged out, or no longer allowed.
      if (answer.status !== 200 && answer.status !== 304) return stop();
      failures = 0;
      setStale(false);
      ahead = Date.parse(answer.headers.get("Date")) - Date.now();
      if (answer.status === 200) {
        etag = answer.headers.get("ETag");
        show(await answer.text());
        countDown();
      }
    } catch {
      failed();
    }
  }

  // Who types is still there: the session goes on, so that nothing typed is lost.
  document.addEventListener("input", () => {
    inUse = true;
  });
  const timer = setInterval(refresh, EVERY_MS);
  setInterval(countDown, TICK_MS);
  document.addEventListener("visibilitychange", refresh);
  if (live) live.hidden = false;
}

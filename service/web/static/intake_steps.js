// Takes the steps of the intake form without leaving the page, where scripts run.
//
// What was typed stays in the memory of the page only. So the back button of the browser loses
// nothing and asks nothing, and a lost connection does not wipe what somebody has typed. The
// server decides everything, just as without this script: it answers with the page of a step.

import { watchDraft } from "./intake_draft.js";

const PATIENCE_MS = 20_000;

let busy = false;
let typed = false;

const form = () => document.getElementById("aanvraag");
const stepShown = () => form().dataset.step;

function tell(text) {
  const notice = document.getElementById("melding");
  notice.querySelector("p").textContent = text;
  notice.hidden = !text;
  if (text) notice.scrollIntoView({ block: "center" });
}

function show(page) {
  document.title = page.title;
  for (const part of ["main", "footer"]) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  const first = document.querySelector(".error-summary, main .notice[role=alert]:not(#melding)");
  const target = first ?? document.querySelector("main h1");
  target.tabIndex = -1;
  target.focus();
  window.scrollTo(0, 0);
  watchDraft();
}

// Sends all answers and shows the step that the server gives. `leave` marks a step forth, which
// the back button undoes.
async function ask(sent, go, leave) {
  const answers = new URLSearchParams(new FormData(sent));
  answers.set("go", go);
  const address = sent.getAttribute("action");
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(address, { method: "POST", body: answers, signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const before = stepShown();
  if (page.getElementById("aanvraag")) {
    show(page);
    const how = leave && stepShown() !== before ? "pushState" : "replaceState";
    history[how]({ step: stepShown() }, "", location.pathname);
  } else if (answer.redirected && go === form().dataset.send) {
    typed = false;
    location.assign(answer.url);
  } else {
    const words = page.querySelectorAll("main h1, main p");
    tell(Array.from(words, (part) => part.textContent.trim()).join(" "));
  }
}

async function take(sent, go, leave) {
  if (busy) return;
  busy = true;
  tell("");
  document.querySelector("main").setAttribute("aria-busy", "true");
  try {
    await ask(sent, go, leave);
  } catch {
    tell(document.getElementById("melding").dataset.offline);
  } finally {
    busy = false;
    document.querySelector("main").removeAttribute("aria-busy");
  }
}

function onSubmit(event) {
  if (!event.target.matches("#aanvraag, #wijzigen")) return;
  if (event.submitter?.hasAttribute("formaction")) {
    // Another language: a page of its own, to which all answers go along.
    typed = false;
    return;
  }
  event.preventDefault();
  const button = event.submitter ?? form().querySelector("button[name=go]");
  take(event.target, button.value, true);
}

function onBack(event) {
  const step = event.state?.step;
  if (step && step !== stepShown()) take(form(), step, false);
}

function onLeave(event) {
  const kept = document.querySelector("[data-draft-state=on]:not([hidden])");
  if (typed && !kept) event.preventDefault();
}

// An older browser does without: there each step is a page of its own.
const able = AbortSignal.timeout && globalThis.SubmitEvent && "submitter" in SubmitEvent.prototype;

if (form() && able) {
  history.replaceState({ step: stepShown() }, "");
  document.addEventListener("submit", onSubmit);
  document.addEventListener("input", (event) => (typed ||= event.target.form === form()));
  window.addEventListener("popstate", onBack);
  window.addEventListener("beforeunload", onLeave);
}
watchDraft();

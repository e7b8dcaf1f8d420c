// Keeps a draft of the intake form on this device, only for who asks for it.
//
// The draft stands in localStorage, encrypted; its key stands in a cookie that the browser drops
// after 24 hours, because localStorage itself never forgets. The server stores neither. Who
// forges a draft gains nothing: all answers are checked again when they are sent.

const DRAFT = "schakel-draft";
// Over https no other host under the same domain can plant it; that asks for the whole site as path.
const SECURE = location.protocol === "https:";
const KEY = SECURE ? "__Host-schakel_draft_key" : "schakel_draft_key";
const LASTS_S = 24 * 60 * 60;
const PAUSE_MS = 400;
// Never kept: what a person declares or confirms, and what belongs to this page alone.
const LEFT_OUT = new Set(["csrf_token", "form_token", "declaration", "false_alarm", "checked", "go"]);

let current = null;
// One write at a time, so that an older one never lands on a newer.
let writing = Promise.resolve();

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

function keyInCookie() {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${KEY}=`));
  return found ? toBytes(decodeURIComponent(found.slice(KEY.length + 1))) : null;
}

function setCookie(value, seconds) {
  const secure = SECURE ? "; Secure" : "";
  const text = encodeURIComponent(value);
  document.cookie = `${KEY}=${text}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure}`;
}

const cipherKey = (bytes, use) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [use]);

async function keep(draft) {
  const bytes = keyInCookie() ?? crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(draft));
  const key = await cipherKey(bytes, "encrypt");
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text));
  localStorage.setItem(DRAFT, `${toText(iv)}.${toText(sealed)}`);
  setCookie(toText(bytes), LASTS_S);
}

function forget() {
  localStorage.removeItem(DRAFT);
  setCookie("", 0);
}

// Gives the draft, or null; what can no longer be read is thrown away.
async function stored() {
  const [iv, sealed] = (localStorage.getItem(DRAFT) ?? "").split(".");
  const bytes = keyInCookie();
  try {
    const key = await cipherKey(bytes, "decrypt");
    const algorithm = { name: "AES-GCM", iv: toBytes(iv) };
    const text = await crypto.subtle.decrypt(algorithm, key, toBytes(sealed));
    const draft = JSON.parse(new TextDecoder().decode(text));
    if (Date.now() - draft.at < LASTS_S * 1000) return draft;
  } catch {
    // No key, no draft, or one that is broken.
  }
  forget();
  return null;
}

function answersIn(form) {
  return [...new FormData(form)].filter(([name, value]) => value !== "" && !LEFT_OUT.has(name));
}

function timeText(at) {
  const how = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Date(at).toLocaleString(document.documentElement.lang, how);
}

class DraftPanel {
  constructor(panel, form) {
    this.panel = panel;
    this.form = form;
    this.token = panel.dataset.formToken;
    this.said = panel.querySelector("[data-draft-said]");
    this.timer = 0;
    this.on = false;
  }

  async start() {
    const draft = await stored();
    if (current !== this) return;
    if (draft?.token === this.token) {
      this.on = true;
      await this.save();
    } else if (draft) {
      this.show("offered", draft.at);
      this.form.before(this.panel);
    } else {
      this.show("off");
    }
    this.listen();
    this.panel.hidden = false;
  }

  // Another step has taken its place, and keeps all that was typed here as well.
  retire() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.on = false;
  }

  listen() {
    const [keep, stop, goOn] = [() => this.begin(), () => this.stop(), () => restore(this.form)];
    const acts = { keep, delete: stop, restore: goOn };
    for (const button of this.panel.querySelectorAll("[data-draft-act]")) {
      button.addEventListener("click", acts[button.dataset.draftAct]);
    }
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE_MS);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.timer) this.save();
    });
  }

  async begin() {
    this.on = true;
    await this.save();
    this.say(this.on ? "kept" : "failed");
  }

  stop() {
    this.retire();
    // A draft that is being written now must not come back.
    writing = writing.then(forget);
    this.show("off");
    this.say("deleted");
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.on) return;
    const { token, form, panel } = this;
    const draft = { at: Date.now(), token, step: panel.dataset.step, answers: answersIn(form) };
    writing = writing.then(() => (this.on ? keep(draft) : undefined));
    try {
      await writing;
      if (this.on) this.show("on", draft.at);
    } catch {
      this.on = false;
      writing = Promise.resolve();
      this.show("off");
      this.say("failed");
    }
  }

  show(state, at = 0) {
    for (const part of this.panel.querySelectorAll("[data-draft-state]")) {
      part.hidden = part.dataset.draftState !== state;
      const time = part.querySelector("[data-draft-time]");
      if (time && at) time.textContent = timeText(at);
    }
  }

  // A button that was pressed may be gone: the heading takes the focus.
  say(what) {
    this.said.textContent = this.said.dataset[what];
    this.panel.querySelector("h2").focus();
  }
}

// Sends the answers of the draft to the step where they were left; the server checks them.
async function restore(form) {
  const draft = await stored();
  if (!draft) return;
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", action: form.getAttribute("action"), hidden: true });
  const csrf = form.elements.namedItem("csrf_token").value;
  const extra = [["csrf_token", csrf], ["form_token", draft.token], ["go", draft.step]];
  for (const [name, value] of [...draft.answers, ...extra]) {
    sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(sent);
  sent.submit();
}

async function forgetWhatWasSent(token) {
  const draft = await stored();
  if (draft?.token === token) forget();
}

// Outside https, or where storage is switched off, nothing is offered.
function canKeep() {
  try {
    return Boolean(globalThis.crypto?.subtle && navigator.cookieEnabled && localStorage);
  } catch {
    return false;
  }
}

// Looks after the draft for the page as it stands now: offers, keeps, or wipes it after sending.
export async function watchDraft() {
  if (!canKeep()) return;
  const sent = document.querySelector("[data-draft-sent]");
  const panel = document.querySelector("[data-draft]");
  current?.retire();
  if (sent) await forgetWhatWasSent(sent.dataset.draftSent);
  if (!panel) return;
  current = new DraftPanel(panel, document.getElementById("aanvraag"));
  await current.start();
}

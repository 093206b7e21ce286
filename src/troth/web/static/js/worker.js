// Keeps the plain shell and a page for when nothing is reached; nothing of anybody's.
// Pause or Stop pressed then on a trusted device waits here: which, when, and an id.
const SHELL = "shell", OFF = "/offline", KEPT = "/offline/kept", LOST = "/offline/lost";
const RECORDED = "x-recorded";

const queue = (mode, use) => new Promise((done, fail) => {
  const open = indexedDB.open(SHELL, 1);
  open.onupgradeneeded = () => open.result.createObjectStore("pressed", { keyPath: "op" });
  open.onerror = fail;
  open.onsuccess = () => {
    const asked = use(open.result.transaction("pressed", mode).objectStore("pressed"));
    asked.onsuccess = () => { open.result.close(); done(asked.result); };
    asked.onerror = fail;
  };
});

// Renewed while in reach: the device may be trusted by now, or no more.
const renew = async () => {
  const shell = await caches.open(SHELL);
  let files = [];
  for (const page of [OFF, KEPT]) {
    const found = await fetch(page);
    files = files.concat((await found.clone().text()).match(/\/static\/[\w.-]+/g));
    await shell.put(page, found);
  }
  for (const file of new Set(files)) await shell.match(file) || await shell.add(file);
};

const shown = async (page) => await caches.match(page)
  || new Response("", { headers: { "content-type": "text/html" } });

// Only our own server's word counts: whatever stands before it may answer anything.
const all = () => queue("readonly", (kept) => kept.getAll());
const drop = (each) => queue("readwrite", (kept) => kept.delete(each.op));
const lost = async () => (await all()).filter((each) => each.lost);

const send = async () => {
  for (const each of (await all()).filter((each) => !each.lost)) {
    const body = new URLSearchParams(each);
    const found = await fetch("/pause/kept", { method: "POST", body });
    const said = found.headers.get(RECORDED);
    if (said === "yes") await drop(each);
    if (said === "no") await queue("readwrite", (kept) => kept.put({ ...each, lost: true }));
  }
};

const press = async (form) => {
  const which = form.get("do"), page = await caches.match(OFF);
  if (!/^(pause|stop)$/.test(which) || !page?.headers.has("x-trusted")) return shown(OFF);
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const op = bytes.map((each) => each.toString(16).padStart(2, "0")).join("");
  const at = Math.floor(Date.now() / 1000);
  await queue("readwrite", (kept) => kept.put({ op, at, do: which }));
  registration.sync?.register(SHELL).catch(() => {});
  return shown(KEPT);
};

const visit = async (request, path) => {
  const form = path === "/pause" && request.method === "POST" && request.clone();
  try {
    await send().catch(() => {});
    const unsaid = await lost().catch(() => []);
    // Not where an Exit leads, nor on the way in: everywhere else it is told first.
    const told = request.method === "GET" && !/^\/(in|blank|offline\/lost)?$/.test(path);
    if (told && unsaid.length) return Response.redirect(LOST, 303);
    const late = form && new Promise((_, fail) => setTimeout(fail, 8000));
    const found = await (late ? Promise.race([fetch(request), late]) : fetch(request));
    if (path === LOST && found.headers.has(RECORDED)) await Promise.all(unsaid.map(drop));
    if (found.ok && /^\/(today|set\/devices)$/.test(path)) renew().catch(() => {});
    return found;
  } catch {
    if (form) return press(await form.formData());
    // Gone back to what a form had answered: nothing keeps that, so its page is asked for anew.
    if (request.cache === "default") return shown(OFF);
    return fetch(request.url, { redirect: "manual" }).catch(() => shown(OFF));
  }
};

addEventListener("install", (e) => e.waitUntil(renew().then(() => skipWaiting())));
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("sync", (e) => e.waitUntil(send()));
addEventListener("fetch", (e) => {
  const request = e.request, path = new URL(request.url).pathname;
  if (path === "/leave") e.waitUntil(caches.delete(SHELL));
  else if (request.mode === "navigate") e.respondWith(visit(request, path));
  else if (path.startsWith("/static/")) {
    e.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

// The words are the same each time; what they are about is behind the door.
addEventListener("push", (e) => {
  const { title, text } = e.data.json();
  e.waitUntil(registration.showNotification(title, { body: text, tag: "one" }));
});
addEventListener("notificationclick", (e) => {
  e.notification.close();
  e.waitUntil(clients.openWindow("/today"));
});

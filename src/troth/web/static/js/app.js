const root = document.documentElement;
const exit = document.querySelector("form[data-leave]");
const hide = () => root.classList.add("gone");

// Emptied first: an eye is faster.
const leave = () => {
  const body = new URLSearchParams(new FormData(exit));
  if (matchMedia("(display-mode: standalone)").matches) body.set("stay", "1");
  // Not arrived: this ends the login later.
  const go = (done) => {
    const left = /^https/.test(origin) ? "__Host-left=1;secure" : "left=1";
    if (done?.status !== 0) document.cookie = left + ";path=/";
    location.replace(exit.dataset.leave);
  };
  hide();
  document.title = "";
  document.body.replaceChildren();
  setTimeout(go, 1000);
  fetch(exit.action, { method: "POST", keepalive: true, redirect: "manual", body }).then(go, go);
};

// Shift alone, thrice; no capital, no Shift-click.
let taps = [], alone;
const other = () => { alone = false; taps = []; };
if (exit && exit.dataset.shift !== "off") {
  addEventListener("pointerdown", other);
  addEventListener("keydown", (e) => e.key === "Shift" ? alone = true : other());
  addEventListener("keyup", (e) => {
    if (e.key !== "Shift" || !alone) return;
    taps = [...taps.slice(-2), e.timeStamp];
    if (taps[2] - taps[0] < 5000) leave();
  });
}

// One button twice is one press.
let last, since;
addEventListener("submit", (e) => {
  const button = e.submitter;
  if (e.target === exit) {
    e.preventDefault();
    leave();
  } else if (button && button === last && e.timeStamp - since < 2000) {
    e.preventDefault();
    e.stopImmediatePropagation();
  } else if (button) {
    [last, since] = [button, e.timeStamp];
    const words = [...button.childNodes];
    setTimeout(() => {
      button.ariaBusy = true;
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    }, 400);
    setTimeout(() => {
      button.ariaBusy = null;
      button.replaceChildren(...words);
    }, 9000);
  }
}, true);

// The screen locks as the login does; whoever reads on keeps it open, and is asked about as often
// as there is less time left.
const whole = +root.dataset.lock;
let used, due;
const ask = async () => {
  const was = used && Date.now() < due;
  used = false;
  const found = await fetch("/lock", { headers: was ? {} : { "hx-request": "true" } }).catch(() => {});
  const left = found?.ok ? +await found.text() : was ? whole : (due - Date.now()) / 1000;
  if (left > 0) {
    root.classList.remove("gone");
    wait(left);
  } else {
    hide();
    location.replace("/today");
  }
};
const wait = (left) => {
  due = Date.now() + left * 1000;
  setTimeout(ask, Math.max(left * 500, 5000));
};
if (whole) {
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => used = true, true);
  addEventListener("visibilitychange", () => Date.now() > due && hide());
  wait(whole);
}

// A kept page may be of a login that has ended.
addEventListener("pageshow", (e) => e.persisted && (hide(), location.reload()));

addEventListener("click", (e) => e.target.closest("[data-print]") && print());

if (root.dataset.worker) navigator.serviceWorker?.register(root.dataset.worker);

// Asks this browser to be told, once somebody presses for it. What it gives goes as a form does.
const form = document.querySelector("form[data-tell]");
const put = (name, text) => { form.elements[name].value = text; };

const key = () => {
  const text = atob(form.dataset.tell.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (each) => each.charCodeAt(0));
};

const ask = async () => {
  if (await Notification.requestPermission() !== "granted") return put("why", "refused");
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
  const found = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() });
  const { endpoint, keys } = found.toJSON();
  put("address", endpoint);
  put("key", keys.p256dh);
  put("auth", keys.auth);
};

form.addEventListener("submit", async (e) => {
  e.preventDefault();
  await ask().catch(() => put("why", "unable"));
  form.submit();
});

// What is measured in a page. Each probe returns what it found wanting, as sentences; [] is well.
globalThis.probes = (() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const name = (e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 90);
  const box = (e) => e.getBoundingClientRect();
  const isShown = (e) => e.checkVisibility({ visibilityProperty: true }) && box(e).width > 0;
  const isOnlySpoken = (e) => e.closest(".vh, .skip") !== null;
  const style = (e) => getComputedStyle(e);
  // What a tap reaches: a small control inside its label is as large as the label.
  const target = (e) => (e.matches("input") && e.closest("label")) || e;
  const controls = () => all("a[href], button, summary, input:not([type=hidden]), select, textarea").filter(isShown);
  const isInText = (e) => style(e).display === "inline";

  const sideways = () => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const wide = all("body *").filter((e) => box(e).right > innerWidth + 0.5).slice(-1);
    return [`scrolls ${over} px sideways at ${innerWidth}: ${wide.map(name)}`];
  };

  const letterSize = (e) => {
    const size = parseFloat(style(e).fontSize);
    return e.ownerSVGElement ? size * e.getScreenCTM().a : size;
  };
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  const smallText = (least) =>
    all("body *")
      .filter((e) => hasText(e) && isShown(e) && !isOnlySpoken(e) && !e.matches("svg title, svg desc"))
      .filter((e) => letterSize(e) < least - 0.01)
      .map((e) => `text of ${letterSize(e).toFixed(1)} px: ${name(e)}`);

  const smallTargets = (least, large) =>
    controls()
      .filter((e) => !isOnlySpoken(e) && !isInText(e))
      .map((e) => [e, target(e)])
      .filter(([e, t]) => {
        const wanted = e.matches("button, summary, .btn, .tab, .row, .tool") ? large : least;
        return box(t).height < wanted - 0.5 || box(t).width < least - 0.5;
      })
      .map(([e, t]) => `target of ${box(t).width.toFixed(0)} by ${box(t).height.toFixed(0)} px: ${name(e)}`);

  const isTopmost = (e) => {
    const r = box(e);
    const found = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
    return found !== null && (e === found || e.contains(found));
  };
  const isInside = (e) => {
    const r = box(e);
    return r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth;
  };
  const wordsOf = (e) => {
    const copy = e.cloneNode(true);
    all(".vh", copy).forEach((spoken) => spoken.remove());
    return copy.textContent.trim();
  };
  const wayOut = (least, ...wanted) => {
    const tools = all("header .tool").filter(isShown);
    const words = tools.map((e) => wordsOf(e).replace("Paused", "Pause"));
    if (words.join() !== wanted.join()) return [`the bar holds ${words}`];
    return tools
      .filter((e) => !isInside(e) || !isTopmost(e) || box(e).height < least - 0.5)
      .map((e) => `not within reach at scroll ${scrollY}: ${name(e)}`);
  };

  const headings = () => {
    const levels = all("h1, h2, h3, h4, h5, h6").filter((e) => isShown(e) || isOnlySpoken(e)).map((e) => Number(e.tagName[1]));
    const skipped = levels.filter((level, n) => n > 0 && level > levels[n - 1] + 1);
    const first = levels.filter((level) => level === 1).length;
    return [...(first === 1 ? [] : [`${first} first headings`]), ...skipped.map((level) => `a level ${level} after one that is higher by more than one`)];
  };

  const tabs = (most) => {
    const words = all(".nav .tab").filter(isShown);
    const current = words.filter((e) => e.hasAttribute("aria-current"));
    return [
      ...(words.length === 5 ? [] : [`${words.length} tabs`]),
      ...(current.length === most ? [] : [`${current.length} current tabs`]),
      ...words.filter((e) => !/^\p{L}+$/u.test(wordsOf(e))).map((e) => `no single word: ${name(e)}`),
    ];
  };

  const forms = () => {
    const isNamed = (e) => e.labels?.length > 0 || e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby");
    const fields = all("input:not([type=hidden], [hidden]), select, textarea");
    return [
      ...all("form:not([novalidate])").filter((e) => fields.some((f) => e.contains(f))).map((e) => `checked by the browser: ${name(e)}`),
      ...fields.filter((e) => e.required || e.placeholder).map((e) => `required or with a placeholder: ${name(e)}`),
      ...fields.filter((e) => !isNamed(e)).map((e) => `without a label: ${name(e)}`),
      ...all("button:not([data-print])").filter((e) => !e.form).map((e) => `does nothing without script: ${name(e)}`),
      ...all("form[method=get], form:not([method])").map((e) => `puts its answers into the address: ${name(e)}`),
    ];
  };

  // Answers that are offered as equals look equal, and none is chosen beforehand.
  const equals = () => {
    const look = (e) => {
      const { backgroundColor, color, fontWeight, fontSize, borderColor, borderWidth } = style(e);
      const { width, height } = box(e);
      return [width, height, backgroundColor, color, fontWeight, fontSize, borderColor, borderWidth].join();
    };
    const groups = all(".btns-equal").map((group) => all("button, .btn", group).filter(isShown));
    return groups
      .filter((group) => new Set(group.map(look)).size > 1 || group.some((e) => e.autofocus || e.matches(".btn-main, :focus")))
      .map((group) => `not of one weight: ${group.map(look).join(" | ")}`);
  };

  const help = () => {
    const first = document.querySelector("footer.foot li a");
    return first?.pathname === "/help" ? [] : [`the footer does not begin with Help: ${first && name(first)}`];
  };

  const printed = () => all(".bar, .nav, .foot, button, .skip").filter(isShown).map((e) => `is printed: ${name(e)}`);

  const inline = () =>
    all("*")
      .filter((e) => e.matches("style, script:not([src])") || [...e.attributes].some((a) => a.name === "style" || a.name.startsWith("on")))
      .map((e) => `style or script within the page: ${name(e)}`);

  const stop = () => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const shown = e.closest(".choice") ?? e;
    // Within a field for a time, the browser itself draws what has the focus.
    const isWithin = e.matches("input[type=time], input[type=date]") && !e.matches(":focus-visible");
    const ring = isWithin || [e, shown].some((one) => parseFloat(style(one).outlineWidth) >= 2 && style(one).outlineStyle !== "none");
    const r = box(shown);
    const places = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [r.x + r.width * x, r.y + r.height * y]);
    const isSeen = places.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (shown.contains(top) || top.contains(shown)); });
    return { name: name(e), ring, isSeen, isSkip: e.matches(".skip") };
  };

  const moving = () =>
    all("body, body *")
      .filter((e) => [style(e).transitionDuration, style(e).animationDuration].some((d) => d.split(",").some((s) => parseFloat(s) > 0.001)))
      .map((e) => `moves: ${name(e)}`);

  const withoutEdge = () =>
    all("button, .btn, .tool, input:not([type=hidden]), select, textarea")
      .filter((e) => isShown(e) && !isOnlySpoken(e))
      .filter((e) => style(e).appearance === "none" && parseFloat(style(e).borderTopWidth) < 1)
      .map((e) => `without an edge: ${name(e)}`);

  const asked = (request) => new Promise((done, fail) => ((request.onsuccess = () => done(request.result)), (request.onerror = fail)));
  const rows = async ({ name: database }) => {
    const opened = await asked(indexedDB.open(database));
    const stores = [...opened.objectStoreNames];
    const counts = await Promise.all(stores.map((store) => asked(opened.transaction(store).objectStore(store).count())));
    opened.close();
    return stores.filter((_, n) => counts[n] > 0).map((store) => `kept in a database: ${store}`);
  };
  const cached = async (cache) => (await (await caches.open(cache)).keys()).map((each) => new URL(each.url).pathname);
  // What is for everybody may be kept, so that it is there out of reach; nothing of anybody's may.
  const kept = async () => {
    const found = await Promise.all([...(await indexedDB.databases()).map(rows), ...(await caches.keys()).map(cached)]);
    return [
      ...Object.keys(localStorage).map((key) => `kept in localStorage: ${key}`),
      ...Object.keys(sessionStorage).map((key) => `kept in sessionStorage: ${key}`),
      ...found.flat().filter((each) => !/^\/(static\/|offline)/.test(each)),
    ];
  };

  const dress = (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = rules ? [sheet] : [];
  };

  return { sideways, smallText, smallTargets, wayOut, headings, tabs, forms, equals, help, printed, inline, stop, moving, withoutEdge, kept, dress };
})();

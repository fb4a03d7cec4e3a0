// GAN Playground in a slide or a page: one script tag with the address of this file, and then
//
//   <gan-widget view="lines" theta="0.4"></gan-widget>
//
// The attributes are the parameters of the address (README.md, "The address"), but those that are
// HTML's or the element's own: see `meaning` below.
// Works as a classic script, as a module, and pasted into a page (so no comment here may end a
// script). No dependencies, nothing is stored, and nothing is loaded before a widget is near the
// viewport and its slide is shown.
(() => {
  if (customElements.get('gan-widget')) return;

  // ---------------------------------------------------------------- attributes

  // The element's own, beside HTML's: these are no parameters.
  const OWN = new Set(['src', 'poster', 'start', 'still', 'sandbox', 'state', 'embed', 'query']);
  // What every element of HTML has.
  const OF_HTML = new Set([
    'accesskey', 'autocapitalize', 'autocorrect', 'autofocus', 'class', 'contenteditable', 'dir', 'draggable',
    'enterkeyhint', 'exportparts', 'hidden', 'id', 'inert', 'inputmode', 'is', 'itemid', 'itemprop', 'itemref',
    'itemscope', 'itemtype', 'loading', 'nonce', 'part', 'popover', 'role', 'slot', 'spellcheck', 'style', 'tabindex',
    'title', 'translate', 'virtualkeyboardpolicy', 'writingsuggestions', 'xmlns',
  ]);
  const SIZE = new Set(['width', 'height']);
  // And how that of frameworks begins: no parameter does.
  const OF_FRAMEWORKS = ['data-', 'aria-', 'on', 'v-', 'x-', 'ng-', '_ng', 'hx-'];
  // Settings whose names are HTML's too, by the views that have them, with the words that they can
  // be; no words: a number.
  const SHARED = {
    class: { backprop: ['one', 'two'] },
    'data-centre': { 'optimal-discriminator': [] },
    'data-width': { 'optimal-discriminator': [] },
    part: { 'f-divergence': ['all', 'conjugate', 'bound'], backprop: ['graph', 'training'] },
    width: { train: [], 'optimal-critic': [] },
  };
  // Parameters that are on or off: one without a value is on.
  const SWITCHES = new Set([
    'autoplay', 'embed', 'text', 'label_smoothing', 'minibatch_discrimination', 'minibatch_std', 'feature_matching',
    'historical_averaging', 'virtual_batch_norm', 'instance_noise', 'ema', 'conditional', 'frozen_generator',
  ]);
  // Parameters that no message changes: the widget is opened anew.
  const REOPENS = new Set(['view', 'weights', 'autoplay', 'lecture', 'hide', 'show', 'text', 'theme', 'size', 'lang']);

  const isNumber = (text) => /^\s*[-−]?\d*\.?\d+(e-?\d+)?\s*$/i.test(text);

  /** A length as HTML's or as CSS has it, for CSS; null where it is none. */
  function length(text) {
    if (text === null || text.trim() === '') return null;
    if (isNumber(text)) return Number(text) >= 0 ? `${text.trim()}px` : null;
    return CSS.supports('width', text) ? text : null;
  }

  /**
   * What an attribute says to the playground; null where it is HTML's or the element's own.
   * A word that a setting of this view can be is the setting. `width` and `height` together are the
   * size, as on an image; `width` alone is a setting where the view has it. `query` says all without doubt.
   */
  function meaning(widget, { name, value }, view) {
    // The language of the element, and so of what is in it: German is German in Austria.
    if (name === 'lang') return value.split(/[-_]/)[0].trim().toLowerCase() || null;
    // As HTML says that something is on.
    if (SWITCHES.has(name) && (value === '' || value === name)) return '1';
    if (Object.hasOwn(SHARED, name)) {
      const words = SHARED[name][view];
      if (words?.length > 0) return value.split(/\s+/).find((word) => words.includes(word)) ?? null;
      const isSize = SIZE.has(name) && widget.hasAttribute('height');
      if (words && isNumber(value) && !isSize) return value;
    }
    if (OWN.has(name) || OF_HTML.has(name) || OF_FRAMEWORKS.some((begin) => name.startsWith(begin))) return null;
    // :theta, @click, [theta] and the like of templates.
    if (/[^a-z0-9._-]/.test(name)) return null;
    // What can be neither is handed on: the page says that it does not know it.
    return SIZE.has(name) && length(value) !== null ? null : value;
  }

  /** A query as it may be pasted: alone, or with its address. */
  const parameters = (text) => new URLSearchParams((text ?? '').replace(/^[^?]*\?/, '').replace(/#.*$/, ''));

  // ---------------------------------------------------------------- addresses

  // What the page can show: everything that becomes an address is asked. Another scheme would run in
  // the page's own name.
  const isSafe = ({ protocol }) => protocol === 'https:' || protocol === 'http:' || (protocol === 'file:' && location.protocol === 'file:');

  /** An address, read as the browser reads it; null where it is none. */
  function read(text, base) {
    try {
      return new URL(text, base);
    } catch {
      return null;
    }
  }

  /** The playground's address, of its folder or of a page of it; an error says why it cannot be opened. */
  function playground(text) {
    if (!text) throw new Error(NO_ADDRESS);
    const url = read(text, document.baseURI);
    if (!url || !isSafe(url)) throw new Error(UNSAFE);
    if (url.protocol === 'http:' && location.protocol === 'https:' && !/^(localhost|127\.|\[::1\])/.test(url.host)) throw new Error(MIXED);
    // A folder without its slash would be the folder above; one on the disk has no page of its own.
    if (!/\.[^/]*$|\/$/.test(url.pathname)) url.pathname += '/';
    if (url.protocol === 'file:' && url.pathname.endsWith('/')) url.pathname += 'index.html';
    return url;
  }

  /** The picture that stands in for a widget, where it is one. */
  function posterOf(text) {
    const url = text === null ? null : read(text, document.baseURI);
    if (!url) return null;
    return isSafe(url) || (url.protocol === 'blob:' && url.origin === origin) || /^data:image\//.test(url.href) ? url.href : null;
  }

  /**
   * The folder that this script lies in. Its tag says so, or (a module has none) the stack of calls:
   * never another script of the page, whose folder would be opened with this one's rights. Inlined or
   * bundled into another file there is none: then `src` has to say.
   */
  function folder() {
    const { currentScript: tag } = document;
    // A picture can pass for it, by its name.
    const url = read(tag instanceof HTMLScriptElement ? tag.src : caller(stack()));
    return url && isSafe(url) && /\/embed(\.[\w-]+)*\.m?js$/.test(url.pathname) ? new URL('./', url).href : null;
  }

  /** The calls that have led here, as the browser writes them, whatever the page makes of its errors. */
  function stack() {
    const { prepareStackTrace, stackTraceLimit } = Error;
    const isTheirs = stackTraceLimit !== undefined && !Object.isFrozen(Error);
    if (isTheirs) Object.assign(Error, { prepareStackTrace: undefined, stackTraceLimit: 10 });
    const calls = new Error().stack;
    if (isTheirs) Object.assign(Error, { prepareStackTrace, stackTraceLimit });
    return calls;
  }

  /** The script that the topmost call of a stack is in; Chromium's lines and those of the others. */
  function caller(stack) {
    if (typeof stack !== 'string') return null;
    const line = stack.split('\n').find((line) => /:\d+:\d+\)?$/.test(line));
    const where = /^\s*(?:at (?:[\w$.<> ]*\()?|[\w$./<> ]*@)(.*):\d+:\d+\)?$/.exec(line ?? '');
    return where && /^(https?|file):/.test(where[1]) ? where[1] : null;
  }

  const HERE = folder();

  // ---------------------------------------------------------------- words

  const NO_ADDRESS = 'This script does not know where the playground is: the attribute src has to name its folder.';
  const UNSAFE = 'The attribute src has to name a folder on http or https.';
  const MIXED = 'A page on https cannot show a playground on http.';
  const OFFLINE = 'The browser is offline.';
  const FORBIDDEN = 'The security policy of this page does not allow the frame (frame-src).';
  const NOT_THERE = 'There is no playground at this address, or its server does not let it be shown here.';
  const SILENT = 'The server of the playground does not answer.';
  const UNFINISHED = 'The playground did not finish loading.';
  const MOVED = 'The playground has moved: the attribute src has to name its new place, {}.';
  const DUMB = 'The widget does not answer any more.';
  const SLOW = 'Still loading …';

  const GERMAN = {
    [NO_ADDRESS]: 'Dieses Skript weiß nicht, wo der Playground liegt: Das Attribut src muss seinen Ordner nennen.',
    [UNSAFE]: 'Das Attribut src muss einen Ordner unter http oder https nennen.',
    [MIXED]: 'Eine Seite unter https kann keinen Playground unter http zeigen.',
    [OFFLINE]: 'Der Browser ist offline.',
    [FORBIDDEN]: 'Die Sicherheitsrichtlinie dieser Seite erlaubt den Rahmen nicht (frame-src).',
    [NOT_THERE]: 'Unter dieser Adresse ist kein Playground, oder sein Server lässt ihn hier nicht zeigen.',
    [SILENT]: 'Der Server des Playgrounds antwortet nicht.',
    [UNFINISHED]: 'Der Playground ist nicht fertig geladen.',
    [MOVED]: 'Der Playground ist umgezogen: Das Attribut src muss seinen neuen Ort nennen, {}.',
    [DUMB]: 'Das Widget antwortet nicht mehr.',
    [SLOW]: 'Lädt noch …',
    'Start': 'Starten',
    'Try again': 'Noch einmal versuchen',
    'Open in a new tab': 'In neuem Tab öffnen',
    'Open larger': 'Größer öffnen',
    'Close': 'Schließen',
  };

  // ---------------------------------------------------------------- bounds

  // What a widget in a slide is let do. With its own origin it can hold workers; papers open in tabs
  // of their own, which are no part of the slide; see README.md.
  const SANDBOX = 'allow-scripts allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox';
  // Widgets that are kept open, asleep or not. Beyond that the one seen longest ago is closed: it
  // keeps its settings and a picture, and its run starts again from the seed.
  const KEPT = 12;
  // Pictures that are kept, and their characters.
  const PICTURES = 96;
  const PICTURED = 48_000_000;
  // The page says at once that it is there, then how far it is. What has loaded and has said nothing
  // is something else.
  const SPEAKS_WITHIN = 15_000;
  const SPEAKS_ONCE_LOADED = 2_000;
  const ENDS_WITHIN = 60_000;
  const SLOW_AFTER = 5_000;
  // The next in the queue does not wait longer for one that loads.
  const HANDS_ON = 1_500;
  const ANSWERS_WITHIN = 10_000;
  const LOOKS_EVERY = 200;
  // A slide that is left is often gone at once: what changes is kept as a picture this often.
  const PICTURE_EVERY = 5_000;
  // A key that was pressed in the frame while its slide was being left is still the deck's.
  const KEYS_AFTER = 1_000;
  // Pixels on the screen: narrower, nobody could use it; it opens larger.
  const NARROW = 320;
  const SMALL = 480;
  // Pixels that the playground needs; in less it is shown smaller.
  const FITS = 640;

  // ---------------------------------------------------------------- keys

  // Key codes of keys that are no letter and no digit, and of the characters on them.
  const NAMED = { Enter: 13, Escape: 27, PageUp: 33, PageDown: 34, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };
  const CHARACTERS = {
    ' ': 32, ')': 48, '!': 49, '@': 50, '#': 51, $: 52, '%': 53, '^': 54, '&': 55, '*': 56, '(': 57,
    ';': 186, ':': 186, '=': 187, '+': 187, ',': 188, '<': 188, '-': 189, _: 189, '.': 190, '>': 190, '/': 191, '?': 191,
    '`': 192, '~': 192, '[': 219, '{': 219, '\\': 220, '|': 220, ']': 221, '}': 221, "'": 222, '"': 222,
  };
  const PAD = { NumpadMultiply: 106, NumpadAdd: 107, NumpadSubtract: 109, NumpadDecimal: 110, NumpadDivide: 111 };

  /** The code of a key, which is no character: 39 is the arrow to the right, and ' is 222. */
  function keyCode(key, code) {
    if (Object.hasOwn(NAMED, key)) return NAMED[key];
    if (Object.hasOwn(PAD, code)) return PAD[code];
    const digit = /^(Digit|Numpad)(\d)$/.exec(code);
    if (digit) return (digit[1] === 'Digit' ? 48 : 96) + Number(digit[2]);
    if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase().charCodeAt(0);
    if (Object.hasOwn(CHARACTERS, key)) return CHARACTERS[key];
    // Letters of other alphabets are where Latin ones are.
    return /^Key[A-Z]$/.test(code) ? code.charCodeAt(3) : 0;
  }

  // ---------------------------------------------------------------- decks

  // Where a slide is a picture of itself: overviews, thumbnails, the speaker's window (what moves is
  // on the other screen).
  const THUMBNAILS = [
    '.reveal.overview', '.slidev-presenter', '.remark-presenter-mode', '.remark-preview-area', '.shower.list',
    '[data-bespoke-view=presenter]', '[data-bespoke-view=next]', '.impress-enabled .step:not(.active)',
  ].join();
  const IN_PRINT = '.reveal-print, .print-pdf, .print';

  /** Whether an ancestor is such, across the bounds of other elements' shadows. */
  function isIn(element, selector) {
    for (let at = element; at; at = at.getRootNode().host) if (at.closest(selector)) return true;
    return false;
  }

  /** This page is a copy of a deck in its speaker's window: reveal.js says so; else by whose frame it is. */
  const isCopy = (() => {
    if (parent === window) return false;
    if (/[?&]receiver\b/i.test(location.search)) return true;
    const isDeck = (other) => {
      try {
        return Boolean(other) && other.location.origin + other.location.pathname === location.origin + location.pathname &&
          Boolean(other.customElements.get('gan-widget'));
      } catch {
        return false;
      }
    };
    try {
      return /^(https?|file):/.test(location.protocol) && (isDeck(parent) || isDeck(parent.opener));
    } catch {
      return false;
    }
  })();

  // ---------------------------------------------------------------- messages

  const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const isStatus = (status) =>
    typeof status === 'object' && status !== null && status.type === 'gan-playground:status' &&
    typeof status.running === 'boolean' && typeof status.asleep === 'boolean' && Number.isFinite(status.iteration);

  /** Settings as a message can carry them: reactive objects of frameworks are none. */
  function plain(settings) {
    const isObject = typeof settings === 'object' && settings !== null && !(Symbol.iterator in settings);
    if (!isObject) throw new TypeError('gan-widget: settings are an object of names and values, such as { clip: 0.5 }');
    const copied = Object.keys(settings).map((name) => {
      const value = settings[name];
      const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
      if (!['string', 'number', 'boolean', 'bigint'].includes(kind)) {
        throw new TypeError(`gan-widget: “${name}” is ${kind}: a setting is a number, a text, or true or false`);
      }
      return [name, kind === 'bigint' ? `${value}` : value];
    });
    return Object.fromEntries(copied);
  }

  // ---------------------------------------------------------------- one after the other

  /** A queue: a job begins when the one before it has ended, or has taken so long. */
  function queue(patience) {
    let last = Promise.resolve();
    return (job) => new Promise((resolve, reject) => {
      last = last.then(() => {
        const done = (async () => job())();
        done.then(resolve, reject);
        const ended = done.catch(() => {});
        return patience ? Promise.race([ended, sleep(patience)]) : ended;
      });
    });
  }

  const widgets = new Set();
  // The widget whose worker may run.
  let holder = null;
  /** Starts and stops of all widgets, one at a time: two workers never overlap. */
  const inTurn = queue();
  /** What is loaded holds no worker, and one that does not come must not hold up the others. */
  const loads = queue(HANDS_ON);
  const portraits = queue(SLOW_AFTER);

  /** What still pictures of a widget show: by what it was asked to be, so that an overview has those of the slides. */
  class Pictures {
    #all = new Map();
    #characters = 0;

    constructor(count, characters) {
      this.count = count;
      this.characters = characters;
    }

    /** What is looked at stays longest. */
    get(key) {
      const picture = this.#all.get(key);
      if (picture !== undefined) {
        this.#all.delete(key);
        this.#all.set(key, picture);
      }
      return picture;
    }

    put(key, picture) {
      this.#drop(key);
      this.#all.set(key, picture);
      this.#characters += picture.length;
      const isOver = () => this.#all.size > this.count || this.#characters > this.characters;
      while (this.#all.size > 1 && isOver()) this.#drop(this.#all.keys().next().value);
    }

    #drop(key) {
      this.#characters -= this.#all.get(key)?.length ?? 0;
      this.#all.delete(key);
    }
  }
  const pictures = new Pictures(PICTURES, PICTURED);

  function look() {
    for (const widget of widgets) widget.look();
  }

  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.isNear = isIntersecting;
    look();
  }, { rootMargin: '25%' });

  // Decks show slides in many ways, and few of them tell.
  setInterval(look, LOOKS_EVERY);
  for (const event of ['slidechanged', 'overviewshown', 'overviewhidden', 'pdf-ready']) document.addEventListener(event, look);

  addEventListener('message', (event) => {
    for (const widget of widgets) widget.hear(event);
  });
  addEventListener('online', () => {
    for (const widget of widgets) widget.retry();
  });
  // Before the deck hears of it.
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const widget of widgets) if (widget.shrink()) event.stopImmediatePropagation();
  }, true);

  // ---------------------------------------------------------------- looks

  const STYLE = `
    :host { display: block; position: relative; width: 100%; aspect-ratio: 16 / 9; overflow: hidden; contain: layout; text-align: left; }
    :host([hidden]) { display: none; }
    .stage { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; overflow: hidden; direction: ltr;
      background: transparent; color: #27323f; font: 500 22px/1.3 system-ui, sans-serif; text-align: center; text-transform: none; letter-spacing: normal; }
    .stage:popover-open { position: fixed; width: 100vw; height: 100vh; height: 100dvh; max-width: none; max-height: none; background: #f6f8fb; }
    iframe, .poster, .poster img, .says { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; box-sizing: border-box; }
    iframe { background: transparent; color-scheme: normal; transform-origin: 0 0; }
    .poster, .says { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 4%;
      border: 1px solid #d5dbe3; border-radius: 6px; background: #f6f8fb; color: #27323f; font: inherit; text-align: center;
      -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    .poster { cursor: pointer; }
    [hidden] { display: none !important; }
    .poster img { object-fit: contain; background: #fff; }
    .poster svg { width: 64px; height: 64px; max-height: 40%; }
    .poster span { max-width: 96%; }
    .poster .hint { font-size: 14px; color: #0062a8; }
    .poster img ~ .hint { position: absolute; left: 0; right: 0; bottom: 0; max-width: none; padding: 2px; background: #f6f8fb; }
    .poster img[hidden] ~ .hint { position: static; }
    .small .poster svg, .small img { pointer-events: none; }
    .small .poster svg { width: 32px; height: 32px; }
    .small, .small .hint { font-size: 13px; }
    .poster:disabled { cursor: default; }
    .says { padding: 0 4%; overflow: auto; font-size: 16px; }
    .says p { margin: 0; }
    .says div { display: flex; flex-wrap: wrap; gap: 10px; justify-content: center; }
    .says button, .says a { font: inherit; padding: 8px 14px; border: 1px solid #0062a8; border-radius: 6px; background: #fff; color: #0062a8; text-decoration: none; cursor: pointer; }
    .small .says { font-size: 12px; gap: 4px; } .small .says button, .small .says a { padding: 3px 6px; }
    .large { position: absolute; top: 4px; right: 4px; font: 500 15px/1 system-ui, sans-serif; padding: 7px 10px; border: 1px solid #0062a8; border-radius: 6px;
      background: #fff; color: #0062a8; cursor: pointer; }
    .stage:popover-open > :not(.large) { top: 40px; height: calc(100% - 40px); }
    .note { position: absolute; left: 0; right: 0; bottom: 0; padding: 4px 8px; background: #fff4e0; color: #5c3a00; font-size: 14px; }
    button:focus-visible, a:focus-visible { outline: 3px solid #0062a8; outline-offset: -3px; }
    @media print { .large { display: none; } }`;

  // Not a style element, which a strict security policy of the page would refuse.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  /** A piece of the widget. Made one by one: a strict policy of the page refuses markup in strings. */
  function make(tag, attributes = {}, ...children) {
    const isDrawn = ['svg', 'circle', 'path'].includes(tag);
    const element = isDrawn ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** A play sign. */
  const mark = () => make('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    make('circle', { cx: 32, cy: 32, r: 30, fill: '#0062a8' }), make('path', { d: 'M25 18v28l22-14z', fill: '#fff' }));

  // ---------------------------------------------------------------- a frame

  /** A frame of the playground, and questions to it. Only its own window and origin are heard. */
  class Frame {
    #waiting = new Map();
    #next = 1;
    // Its first status: it listens from then on.
    #first;
    #heard = new Promise((resolve) => (this.#first = resolve));
    // When its page last said something of its start, and what; and what this page knows of it.
    #spoke = null;
    #word = SLOW;
    #loaded = Infinity;
    #wrong = null;
    #origins;

    constructor(address, title, sandbox) {
      const url = new URL(address);
      const isOpaque = !/\ballow-same-origin\b/i.test(sandbox) || url.protocol === 'file:';
      // Where this page has no origin of its own, its frames may have none either.
      this.#origins = isOpaque ? ['null'] : origin === 'null' ? [url.origin, 'null'] : [url.origin];
      this.element = make('iframe', { sandbox, title, referrerpolicy: 'no-referrer' });
      this.element.addEventListener('load', () => (this.#loaded = Date.now()));
      this.element.src = url.href;
    }

    /** The message, if it is this frame's and one of the kinds it may send. */
    reads({ source, origin, data }) {
      const own = this.element.contentWindow;
      if (!own || source !== own) return null;
      if (typeof data !== 'object' || data === null || typeof data.type !== 'string') return null;
      const kind = /^gan-playground:(boot|status|measured|snapshot|key)$/.exec(data.type)?.[1];
      if (!kind) return null;
      if (!this.#origins.includes(origin)) {
        // A server that has led the frame elsewhere: who is there is not who was asked for.
        if (this.#spoke === null) this.#wrong = Object.assign(new Error(MOVED), { what: origin });
        return null;
      }
      this.#spoke = Date.now();
      this.#origins = [origin];
      if (kind === 'boot' && typeof data.text === 'string') {
        this.#word = data.text.slice(0, 400);
        this.#wrong = data.failed === true ? new Error(this.#word) : null;
      }
      if (kind === 'status' && isStatus(data)) this.#first(data);
      const waits = this.#waiting.get(data.id);
      if (waits && kind !== 'key' && kind !== 'boot') {
        this.#waiting.delete(data.id);
        waits(data);
      }
      return { kind, data };
    }

    /** Sends a command; its answer, or null where none comes. */
    ask(command, rest = {}, within = ANSWERS_WITHIN) {
      // Taken out of the page it has no window that could answer.
      if (!this.element.isConnected) return Promise.resolve(null);
      const id = this.#next++;
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(null), within);
        const finish = (answer) => {
          clearTimeout(timer);
          this.#waiting.delete(id);
          resolve(answer);
        };
        this.#waiting.set(id, finish);
        const message = { type: 'gan-playground:command', ...rest, command, id };
        // An opaque origin has no name; the frame's window is the one that was opened here.
        const [to] = this.#origins;
        this.element.contentWindow?.postMessage(message, to === 'null' ? '*' : to);
      });
    }

    /** Takes it out of the page: nobody waits for an answer of it any more. */
    remove() {
      this.element.remove();
      for (const finish of [...this.#waiting.values()]) finish(null);
    }

    /** The first status, which it sends by itself once its program is there; null where nobody waits any more. */
    async ready(isWanted = () => true, onSlow = () => {}) {
      const begun = Date.now();
      const { origin } = new URL(this.element.src);
      const refuse = ({ effectiveDirective, blockedURI }) => {
        const isFrame = /^(frame|child|default)-src$/.test(effectiveDirective);
        if (isFrame && (blockedURI.startsWith(origin) || this.element.src.startsWith(blockedURI))) this.#wrong ??= new Error(FORBIDDEN);
      };
      document.addEventListener('securitypolicyviolation', refuse);
      try {
        while (this.element.isConnected && isWanted()) {
          const status = await Promise.race([this.#heard, sleep(100)]);
          if (status) return status;
          const wrong = this.#wrong ?? this.#late(Date.now() - begun);
          if (wrong) throw wrong;
          if (Date.now() - begun > SLOW_AFTER) onSlow(this.#word);
        }
        return null;
      } finally {
        document.removeEventListener('securitypolicyviolation', refuse);
      }
    }

    /** Why it is given up after so long; null while it is not. */
    #late(waited) {
      const late = (isLate, why) => (isLate ? new Error(navigator.onLine ? why : OFFLINE) : null);
      // Its own last word says most of what keeps it.
      const word = this.#word === SLOW ? UNFINISHED : this.#word;
      if (this.#spoke !== null) return late(Date.now() - this.#spoke > ENDS_WITHIN, word);
      if (this.#loaded < Infinity) return late(Date.now() - this.#loaded > SPEAKS_ONCE_LOADED, NOT_THERE);
      return late(waited > SPEAKS_WITHIN, SILENT);
    }

    /** A picture of it as it stands, as a data address; where there is none, why not. */
    async picture(scale = 1) {
      const { picture, error } = (await this.ask('snapshot', { scale }, 3_000)) ?? {};
      const isPicture = typeof picture === 'string' && /^data:image\/png;base64,[\w+/=]+$/.test(picture);
      return { picture: isPicture ? picture : null, refused: typeof error === 'string' ? error : null };
    }
  }

  // ---------------------------------------------------------------- the element

  class GanWidget extends HTMLElement {
    /** Inside or near the viewport. */
    isNear = false;
    #frame = null;
    // The frame's page listens.
    #ready = false;
    #loading = null;
    #status = null;
    // Why it could not be opened.
    #wrong = null;
    // Why there is no picture of it.
    #refused = null;
    #size = new CSSStyleSheet();
    #stage;
    #poster;
    #image;
    #label;
    #hint;
    #says;
    #link;
    #large;
    #note;
    #changes;
    // Its slide is shown, and it may run there.
    #shown = false;
    #hidden = -Infinity;
    // A picture of itself: where nothing can be pressed, and where it is too narrow to be used.
    #still = false;
    #narrow = false;
    #stillDone = false;
    #isLarge = false;
    // It was running when it was left; or play() came before it was there.
    #resumes = false;
    // The poster was pressed, or play() called.
    #wanted = false;
    // Commands that wait for it to open.
    #asked = 0;
    // The query it was in when it was closed.
    #left = null;
    // What its attributes have said last, and what of that it has not been told.
    #said = null;
    #opened = null;
    #untold = {};
    #telling = false;
    #seen = 0;

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      this.#size.replaceSync(':host {}');
      root.adoptedStyleSheets = [sheet, this.#size];
      this.#label = make('span');
      this.#hint = make('span', { class: 'hint' });
      this.#image = make('img', { alt: '', hidden: '' });
      this.#poster = make('button', { type: 'button', class: 'poster', part: 'poster' }, mark(), this.#label, this.#image, this.#hint);
      const again = make('button', { type: 'button' });
      this.#link = make('a', { target: '_blank', rel: 'noopener noreferrer' });
      this.#says = make('div', { class: 'says', part: 'error', role: 'status', hidden: '' }, make('p'), make('div', {}, again, this.#link));
      this.#large = make('button', { type: 'button', class: 'large', hidden: '' });
      this.#note = make('div', { class: 'note', role: 'status', hidden: '' });
      this.#stage = make('div', { class: 'stage' }, this.#poster, this.#says, this.#note, this.#large);
      root.append(this.#stage);
      this.#poster.addEventListener('click', () => this.#press());
      again.addEventListener('click', () => {
        this.#wanted = true;
        this.retry();
      });
      this.#large.addEventListener('click', () => this.shrink() || this.#enlarge());
      this.#changes = new MutationObserver(() => this.#follow());
    }

    connectedCallback() {
      // What a framework has set before the element was known.
      if (Object.hasOwn(this, 'query')) {
        const given = this.query;
        delete this.query;
        this.query = given;
      }
      widgets.add(this);
      near.observe(this);
      this.#changes.observe(this, { attributes: true });
      // A copy of a widget brings the state of that one along.
      if (!this.#frame) this.#mark('poster');
      this.#stillDone = false;
      // What was changed while it was out of the page counts, too.
      this.#follow(this.#said === null);
      this.#dress();
    }

    /** Moved as a whole, it goes on. */
    connectedMoveCallback() {}

    disconnectedCallback() {
      widgets.delete(this);
      near.unobserve(this);
      this.#changes.disconnect();
      this.shrink();
      this.#shown = false;
      this.isNear = false;
      this.#resumes ||= this.#status?.running === true;
      // Its window is gone with it, and comes back with the settings that it had.
      this.#drop();
    }

    // ------------------------------------------------------------ what a page does with it

    async play() {
      this.#wanted = true;
      return this.#act('play');
    }

    async pause() {
      this.#resumes = false;
      return this.#act('pause');
    }

    async step(count = 1) {
      // What is no number the page refuses in its own words.
      return this.#act('step', { count: typeof count === 'number' ? count : NaN });
    }

    async reset() {
      this.#resumes = false;
      return this.#act('reset');
    }

    /** Settings by their names in the address: all are taken, or none. */
    async set(settings) {
      return this.#act('set', { settings: plain(settings) });
    }

    /** Asks for its status. An attribute has the same name: frameworks that set properties mean that. */
    get query() {
      return () => this.#act('query');
    }

    set query(text) {
      if (text === null || text === undefined) this.removeAttribute('query');
      else this.setAttribute('query', text);
    }

    /** The last status; null before the first. */
    get status() {
      return this.#status;
    }

    /** Its address now: what an iframe would show. */
    get address() {
      const url = playground(this.getAttribute('src') ?? HERE);
      const query = new URLSearchParams(this.#left ?? [...this.#parameters()]);
      query.set('embed', '1');
      url.search = query;
      url.hash = '';
      return url.href;
    }

    /** What its attributes say, by names; the later the more it counts. */
    #parameters() {
      const [src, query] = ['src', 'query'].map((name) => [...parameters(this.getAttribute(name))]);
      // A folder alone says nothing.
      const first = this.getAttribute('src')?.includes('?') ? src : [];
      const view = new Map(query).get('view') ?? this.getAttribute('view') ?? new Map(first).get('view') ?? 'train';
      const meant = [...this.attributes].map((attribute) => [attribute.name, meaning(this, attribute, view)]);
      return new Map([...first, ...meant.filter(([, value]) => value !== null), ...query]);
    }

    #view() {
      return this.#parameters().get('view') ?? 'train';
    }

    // ------------------------------------------------------------ seen or not

    /** Compares what is shown with what should run. */
    look() {
      const print = this.getAttribute('still') === 'print' || document.documentElement.matches(IN_PRINT);
      const { width } = this.getBoundingClientRect();
      const narrow = width > 0 && width < NARROW && !this.#isLarge;
      // A thumbnail that takes no clicks is a picture.
      const isStamp = narrow && getComputedStyle(this).pointerEvents === 'none';
      this.#setStill(print || this.hasAttribute('still') || isCopy || isStamp || isIn(this, THUMBNAILS), narrow);
      this.#fit(width);
      // Each by its old name too.
      const sight = { opacityProperty: true, checkOpacity: true, visibilityProperty: true, checkVisibilityCSS: true, contentVisibilityAuto: true };
      const visible = this.checkVisibility?.(sight) ?? getComputedStyle(this).visibility === 'visible';
      if (this.#isLarge && !visible) this.shrink();
      if (this.#still || this.#narrow) {
        if (visible && (print || this.isNear)) this.#pose();
        return;
      }
      const waits = this.getAttribute('start') === 'click' && !this.#wanted;
      const shown = visible && (this.isNear || this.#isLarge) && !waits;
      // It may have been closed meanwhile, for not falling asleep.
      if (shown && this.#shown && !this.#ready && !this.#loading && !this.#wrong) this.#start();
      if (shown === this.#shown) return void this.#picture();
      this.#shown = shown;
      if (shown) {
        this.#seen = Date.now() - PICTURE_EVERY + 1_000;
        this.#start();
      } else {
        this.#hide();
      }
    }

    #hide() {
      this.#shown = false;
      this.#hidden = Date.now();
      // What is out of sight keeps no keys from the deck.
      this.shadowRoot.activeElement?.blur();
      inTurn(() => this.#shown || this.#rest());
    }

    /** Opens it, and has it wait for its turn. */
    async #start() {
      if (await this.#load()) inTurn(() => this.#begin());
    }

    async #begin() {
      if (!this.#shown || !this.#ready) return;
      const frame = this.#frame;
      const status = await frame.ask('query');
      if (frame !== this.#frame) return;
      if (!isStatus(status)) return this.#fail(new Error(DUMB));
      if (status.trains) {
        // Of two on one slide the first trains; the other does so when it is asked to.
        const taken = holder && holder !== this && holder.#shown;
        if (taken && !status.running && !this.#resumes && !this.#wanted) return;
      }
      await this.#awaken(status.trains);
      if (this.#resumes) {
        this.#resumes = false;
        await this.#frame?.ask('play');
      }
    }

    /** Wakes it; the worker is this widget's then, and whose it was sleeps first. */
    async #awaken(trains) {
      if (trains) {
        if (holder && holder !== this) await holder.#rest();
        holder = this;
      }
      await this.#frame?.ask('wake');
    }

    /** Holds still; a run is kept without its worker. */
    async #rest() {
      const frame = this.#frame;
      if (!frame || !this.#ready) return;
      const status = await frame.ask('query');
      if (status?.running) {
        this.#resumes = true;
        await frame.ask('pause');
      }
      const asleep = status && (await frame.ask('sleep'));
      if (holder === this) holder = null;
      if (frame !== this.#frame) return;
      // A widget that does not let go of its worker is closed.
      if (!asleep?.asleep) return this.#drop();
      this.#keep(await frame.picture());
    }

    // ------------------------------------------------------------ opened and closed

    /** Loads the widget, asleep, where that is not done yet; whether it is there then. */
    #load() {
      if (this.#ready) return Promise.resolve(true);
      const begun = (this.#loading ??= loads(() => this.#open()).finally(() => {
        if (this.#loading === begun) this.#loading = null;
      }));
      return begun;
    }

    async #open() {
      const isWanted = () => this.#shown || this.#asked > 0;
      if (!this.isConnected || !isWanted()) return false;
      await this.#makeRoom();
      let frame = null;
      try {
        frame = new Frame(`${this.address}#asleep`, this.#title(), this.getAttribute('sandbox') ?? SANDBOX);
        this.#frame = frame;
        this.#wrong = null;
        this.#mark('loading');
        this.#dress();
        this.#stage.prepend(frame.element);
        const status = await frame.ready(isWanted, (word) => frame === this.#frame && this.#dress(this.#say(word)));
        if (frame !== this.#frame) return false;
        if (!status) {
          // Left while it was loading: another time.
          this.#drop();
          return false;
        }
        this.#ready = true;
        this.#take(status);
        this.#dress();
        this.#emit('gan-ready', status);
        return this.#ready;
      } catch (error) {
        if (frame === this.#frame) this.#fail(error);
        return false;
      }
    }

    async #makeRoom() {
      const open = [...widgets].filter((widget) => widget.#frame && !widget.#shown && widget !== this);
      open.sort((a, b) => a.#seen - b.#seen);
      while (open.length >= KEPT) await open.shift().#close();
    }

    /** Unloads the widget: its settings and its last picture stay. */
    async #close() {
      const frame = this.#frame;
      const answer = await frame?.picture();
      if (frame !== this.#frame) return;
      if (answer) this.#keep(answer);
      this.#drop();
    }

    #drop() {
      if (typeof this.#status?.address === 'string') this.#left = this.#status.address;
      // Its window tells nobody any more that it has stopped.
      if (this.#status) this.#status = { ...this.#status, running: false, asleep: true };
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
      this.#loading = null;
      if (holder === this) holder = null;
      this.#mark('poster');
      this.#dress();
    }

    #fail(error) {
      this.#drop();
      this.#wrong = this.#say(error.message, error.what);
      this.#mark('error');
      this.#dress();
      this.#emit('gan-error', { error: this.#wrong });
    }

    /** Opens it once more where that has failed. */
    retry() {
      if (!this.#wrong) return;
      this.#wrong = null;
      this.#mark('poster');
      this.#dress();
      this.#shown = false;
      this.look();
    }

    /** The poster was pressed. */
    #press() {
      this.#wanted = true;
      if (this.#narrow) this.#enlarge();
      this.look();
    }

    // ------------------------------------------------------------ room

    /** A small widget shows its page smaller, and offers it larger. */
    #fit(width) {
      const room = this.#stage.offsetWidth;
      const isLow = this.#stage.offsetHeight < room;
      const scale = room > 0 && room < FITS && isLow ? room / FITS : 1;
      const share = scale === 1 ? '' : `${100 / scale}%`;
      const style = this.#frame?.element.style;
      if (style && style.width !== share) {
        style.width = style.height = share;
        style.transform = share && `scale(${scale})`;
      }
      const isLive = this.#ready && !this.#still && !this.#narrow;
      const offers = this.#isLarge || (isLive && width > 0 && width < SMALL);
      if (this.#large.hidden === offers) {
        this.#large.hidden = !offers;
        this.#dress();
      }
    }

    /** Over the whole page, above what the deck does to its slides. Where the browser has no such layer: in a tab. */
    #enlarge() {
      if (!this.#stage.showPopover) return void window.open(this.#page(), '_blank', 'noopener');
      this.#stage.popover = 'manual';
      this.#stage.showPopover();
      this.#isLarge = true;
      this.look();
      this.#dress();
      this.#large.focus();
    }

    /** Back in its place; whether it was out of it. */
    shrink() {
      if (!this.#isLarge) return false;
      this.#isLarge = false;
      if (this.isConnected) this.#stage.hidePopover();
      this.#stage.removeAttribute('popover');
      this.look();
      this.#dress();
      (this.#poster.hidden ? this.#large : this.#poster).focus();
      return true;
    }

    /** The size that its attributes give it. */
    #resize() {
      const { style } = this.#size.cssRules[0];
      const isSetting = this.#said.has('width') && !this.hasAttribute('height');
      const [width, height] = [...SIZE].map((name) => length(this.getAttribute(name)));
      style.width = isSetting ? '' : (width ?? '');
      style.height = height ?? '';
      // As with an image, a height that stands alone is that of the whole width.
      style.aspectRatio = height ? 'auto' : '';
    }

    // ------------------------------------------------------------ a picture in its place

    #setStill(still, narrow) {
      if (still === this.#still && narrow === this.#narrow) return;
      this.#still = still;
      this.#narrow = narrow;
      this.#stillDone = false;
      this.#dress();
      if ((still || narrow) && this.#shown) this.#hide();
    }

    /** Where no slide has shown it yet: opened for a moment, for its picture. */
    async #pose() {
      if (this.#stillDone) return;
      this.#stillDone = true;
      if (this.hasAttribute('poster')) return this.#mark('picture');
      // What it is asked for does not train: `train` does, and the others say so when they are open.
      if (pictures.get(this.#key()) === undefined && this.#view() !== 'train') {
        await portraits(async () => {
          if ((this.#still || this.#narrow) && this.isConnected) this.#keep(await this.#portrait());
        }).catch(() => {});
      }
      if (!this.#still && !this.#narrow) return;
      this.#dress();
      if (!this.#frame) this.#mark('picture');
    }

    /** A picture of it, opened for this alone. It trains nothing. */
    async #portrait() {
      // In sight, since browsers draw nothing elsewhere, and yet not seen.
      const place = make('div');
      place.style.cssText = 'position:fixed;left:0;top:0;opacity:.01;z-index:-1;pointer-events:none';
      const frame = new Frame(`${this.address}#asleep`, this.#title(), this.getAttribute('sandbox') ?? SANDBOX);
      const [width, height] = [this.offsetWidth || 960, this.offsetHeight || 540];
      const scale = Math.max(1, FITS / width);
      frame.element.style.cssText = `border:0;width:${scale * width}px;height:${scale * height}px`;
      const hear = (event) => void frame.reads(event);
      addEventListener('message', hear);
      place.attachShadow({ mode: 'closed' }).append(frame.element);
      document.body.append(place);
      try {
        const status = await frame.ready();
        if (!status || status.trains) return null;
        // It draws with the browser's next frames; a busy browser takes its time.
        for (let i = 0; i < 10; i++) {
          await sleep(400);
          const answer = await frame.picture(2);
          if (answer.picture) return answer;
        }
        return null;
      } finally {
        removeEventListener('message', hear);
        place.remove();
      }
    }

    #key() {
      return [...this.#parameters()].map(([name, value]) => `${name}=${value}`).sort().join('&');
    }

    #keep(answer) {
      this.#refused = answer?.refused ?? null;
      if (!answer?.picture) return this.#dress();
      const key = this.#key();
      pictures.put(key, answer.picture);
      for (const widget of widgets) if ((widget.#still || widget.#narrow) && widget.#key() === key) widget.#dress();
    }

    /** While it is shown and changes. */
    async #picture() {
      const state = `${this.#status?.iteration} ${this.#status?.running} ${this.#status?.address}`;
      if (!this.#shown || !this.#ready || state === this.#pictured || Date.now() - this.#seen < PICTURE_EVERY) return;
      this.#seen = Date.now();
      this.#pictured = state;
      this.#keep(await this.#frame.picture());
    }
    #pictured = '';

    // ------------------------------------------------------------ words and looks

    /** In the widget's language; what its page says is said as it says it. */
    #say(sentence, what = '') {
      const isGerman = this.#parameters().get('lang') === 'de' && Object.hasOwn(GERMAN, sentence);
      return (isGerman ? GERMAN[sentence] : sentence).replace('{}', what);
    }

    #title() {
      return this.title || `GAN Playground: ${this.#view().replaceAll('-', ' ')}`;
    }

    /** The page of its own that shows the same. */
    #page() {
      const url = new URL(this.address);
      url.searchParams.delete('embed');
      if (!url.searchParams.has('view')) url.searchParams.set('view', 'train');
      return url.href;
    }

    #dress(said = this.#wrong) {
      const isOpen = this.#ready;
      const isPicture = this.#still || this.#narrow;
      const picture = pictures.get(this.#key()) ?? posterOf(this.getAttribute('poster'));
      // Asleep in an overview the frame itself is a picture, but it takes no part in print.
      const inPrint = this.getAttribute('still') === 'print';
      const says = isPicture || isOpen ? null : said;
      this.#says.hidden = !says;
      this.#poster.hidden = !this.#says.hidden || (isOpen && !(this.#still && (picture || inPrint)) && !this.#narrow);
      this.#poster.disabled = this.#still;
      const larger = this.#narrow && !this.#still;
      this.#stage.classList.toggle('small', larger);
      this.#poster.setAttribute('aria-label', `${this.#say(larger ? 'Open larger' : 'Start')}: ${this.#title()}`);
      this.#label.textContent = this.#title();
      if (this.#frame) this.#frame.element.title = this.#title();
      const why = isPicture && !picture ? this.#refused : null;
      this.#hint.hidden = !larger && !why;
      this.#hint.textContent = why ?? this.#say('Open larger');
      this.#image.hidden = !picture;
      if (picture && this.#image.getAttribute('src') !== picture) this.#image.src = picture;
      if (says) this.#tell(says, said !== this.#wrong);
      const label = this.#say(this.#isLarge ? 'Close' : 'Open larger');
      this.#large.setAttribute('aria-label', `${label}: ${this.#title()}`);
      // A sign in the corner of what is small.
      this.#large.textContent = this.#isLarge ? `✕ ${label}` : '⤢';
    }

    /** What went wrong, and the ways on. */
    #tell(sentence, isOnItsWay) {
      const [text, { children: [again] }] = this.#says.children;
      if (text.textContent !== sentence) text.textContent = sentence;
      again.textContent = this.#say('Try again');
      this.#link.textContent = this.#say('Open in a new tab');
      again.hidden = isOnItsWay;
      try {
        this.#link.href = this.#page();
        this.#link.hidden = false;
      } catch {
        this.#link.hidden = true;
      }
    }

    #mark(state) {
      if (this.getAttribute('state') !== state) this.setAttribute('state', state);
    }

    #emit(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }

    // ------------------------------------------------------------ messages

    hear(event) {
      const read = this.#frame?.reads(event);
      if (!read) return;
      const { kind, data } = read;
      if (kind === 'key') return this.#hand(data);
      if (kind === 'status' && isStatus(data) && this.#ready) {
        this.#take(data);
        this.#emit('gan-status', data);
      }
    }

    #take(status) {
      this.#status = status;
      this.#mark(status.asleep ? 'asleep' : 'awake');
      // Play was pressed in a sleeping widget.
      if (status.asleep && status.running && this.#shown) this.#rouse();
    }

    /** It was asked to do something while it sleeps in sight: beside another one, say. */
    #rouse() {
      if (this.#rousing) return this.#rousing;
      const job = async () => {
        this.#rousing = null;
        if (this.#shown && this.#ready && this.#status?.asleep) await this.#awaken(this.#status.trains);
      };
      return (this.#rousing = inTurn(job));
    }
    #rousing = null;

    /** A key that no control in the widget used is the deck's. */
    #hand({ key, code, shiftKey }) {
      if (typeof key !== 'string') return;
      if (this.#isLarge) return void (key === 'Escape' && this.shrink());
      const hasFocus = this.shadowRoot.activeElement === this.#frame.element;
      const wasShown = Date.now() - this.#hidden < KEYS_AFTER;
      if (!(this.#shown || wasShown || hasFocus)) return;
      const isCharacter = [...key].length === 1 && key >= ' ';
      if (!isCharacter && !Object.hasOwn(NAMED, key)) return;
      const place = typeof code === 'string' && /^[A-Za-z0-9]{1,16}$/.test(code) ? code : '';
      const pressed = keyCode(key, place);
      const typed = key === 'Enter' ? 13 : isCharacter ? key.codePointAt(0) : 0;
      const init = { key, code: place, shiftKey: shiftKey === true, bubbles: true, cancelable: true, composed: true };
      for (const type of ['keydown', 'keypress', 'keyup']) {
        // A key has a code; what is typed with it is a character.
        const number = type === 'keypress' ? typed : pressed;
        const codes = { keyCode: number, which: number, charCode: type === 'keypress' ? typed : 0 };
        if (type !== 'keypress' || typed) this.dispatchEvent(new KeyboardEvent(type, { ...init, ...codes }));
      }
    }

    /** One command; to a widget that is not open yet, once it is. */
    async #act(command, rest = {}) {
      if (!this.isConnected) throw new Error('gan-widget: it is not in the page');
      if (!this.#ready) {
        // It is opened as it would be by being shown, but sleeps until it is.
        this.#asked++;
        try {
          await this.#load();
        } finally {
          this.#asked--;
        }
        if (!this.#ready) throw new Error(`gan-widget: it could not be loaded. ${this.#wrong ?? ''}`);
        if (this.#shown) inTurn(() => this.#begin());
      }
      const frame = this.#frame;
      if (command === 'play' && !this.#shown) {
        // It goes on when its slide is shown.
        this.#resumes = true;
        this.look();
        command = 'query';
      } else if (this.#status.asleep && this.#shown && (command === 'play' || command === 'step')) {
        await this.#rouse();
      }
      const status = await frame.ask(command, rest);
      if (!status) throw new Error(`gan-widget: no answer to “${command}”`);
      return status;
    }

    /** Its attributes have changed: what they say now, against what they have said. */
    #follow(isNew = false) {
      const said = this.#parameters();
      const opened = ['src', 'sandbox'].map((name) => this.getAttribute(name)).join(' ');
      const before = this.#said ?? said;
      let reopens = opened !== this.#opened && !isNew;
      this.#said = said;
      this.#opened = opened;
      this.#resize();
      const settings = {};
      for (const name of new Set([...before.keys(), ...said.keys()])) {
        const value = said.get(name);
        if (value === before.get(name)) continue;
        if (value === undefined || REOPENS.has(name)) reopens = true;
        else settings[name] = value;
      }
      this.#dress();
      if (reopens) this.#reopen();
      else if (Object.keys(settings).length === 0) return;
      // The state it was left in gives way to what the page says now.
      else if (!this.#frame) this.#left = null;
      else {
        Object.assign(this.#untold, settings);
        this.#pass();
      }
    }

    #reopen() {
      this.#shown = false;
      this.#untold = {};
      this.#note.hidden = true;
      inTurn(() => {
        this.#drop();
        this.#wrong = null;
        this.#left = null;
        this.#status = null;
        this.#resumes = false;
        this.#stillDone = false;
        // It may have been looked at meanwhile.
        this.#shown = false;
        this.#dress();
        if (this.isConnected) this.look();
      });
    }

    /** Tells the widget what its attributes have come to say, one message at a time: who animates one makes no queue. */
    async #pass() {
      if (this.#telling) return;
      this.#telling = true;
      try {
        while (this.#frame && Object.keys(this.#untold).length > 0) {
          const settings = this.#untold;
          this.#untold = {};
          const { error } = await this.set(settings);
          // What cannot be meant is said where the page had shown it had it been there from the start.
          this.#note.hidden = typeof error !== 'string';
          this.#note.textContent = error ?? '';
        }
      } catch {
        // It is gone, or says itself what is wrong; opened again it has the attributes as they are.
        this.#left = null;
      } finally {
        this.#telling = false;
      }
    }
  }

  customElements.define('gan-widget', GanWidget);
})();

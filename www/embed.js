// GAN Playground in a slide or a page:
//
//   <script src="https://example.org/gan/embed.js"></script>
//   <gan-widget view="lines" theta="0.4"></gan-widget>
//
// The attributes are the parameters of the address (README.md, "The address"), but those of OWN: a
// parameter whose name is HTML's stands in the attribute `query`.
// Works as a classic script and as a module. No dependencies, nothing is stored, and nothing is
// loaded before a widget is near the viewport and its slide is shown.
(() => {
  if (customElements.get('gan-widget')) return;

  // Attributes that are the element's own, or HTML's.
  const OWN = new Set([
    'class', 'id', 'style', 'slot', 'part', 'title', 'hidden', 'width', 'height', 'tabindex', 'role', 'dir', 'is',
    'inert', 'src', 'poster', 'start', 'still', 'sandbox', 'state', 'embed', 'query',
  ]);
  const isOwn = (name) => OWN.has(name) || /^(data-|aria-|on|v-|:|@)/.test(name);
  // Parameters that no message changes: the widget is opened anew.
  const REOPENS = new Set(['view', 'weights', 'autoplay', 'lecture', 'hide', 'show', 'text', 'theme', 'size', 'lang']);
  // What a widget in a slide is let do. With its own origin it can hold workers; see README.md.
  const SANDBOX = 'allow-scripts allow-same-origin allow-downloads';
  // Widgets that are kept open, asleep or not. Beyond that the one seen longest ago is closed: it
  // keeps its settings and a picture, and its run starts again from the seed.
  const KEPT = 12;
  const LOADS_WITHIN = 60_000;
  const ANSWERS_WITHIN = 10_000;
  const LOOKS_EVERY = 200;
  // A slide that is left is often gone at once: what changes is kept as a picture this often.
  const PICTURE_EVERY = 5_000;
  // A key that was pressed in the frame while its slide was being left is still the deck's.
  const KEYS_AFTER = 1_000;

  const KEYS = {
    Enter: 13, Escape: 27, ' ': 32, PageUp: 33, PageDown: 34, End: 35, Home: 36,
    ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, '.': 190, ',': 188, '/': 191, '?': 191,
  };

  const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const scripts = [...document.querySelectorAll('script[src]')];
  const script = document.currentScript ?? scripts.find(({ src }) => /\/embed\.js(\?|#|$)/.test(src));
  // Bundled into another script it has no address of its own: then `src` has to say.
  const BESIDE = script?.src ? new URL('./', script.src).href : undefined;

  // ---------------------------------------------------------------- one after the other

  const widgets = new Set();
  // The widget whose worker may run.
  let holder = null;
  let last = Promise.resolve();

  /** Starts and stops of all widgets, one at a time: two workers never overlap. */
  function inTurn(job) {
    const done = last.then(job);
    last = done.catch(() => {});
    return done;
  }

  // What still pictures of a widget show: by its address, so that an overview has those of the slides.
  const pictures = new Map();

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

  // ---------------------------------------------------------------- pieces

  const STYLE = `
    :host { display: block; position: relative; width: 100%; aspect-ratio: 16 / 9; overflow: hidden; contain: layout; text-align: left; }
    :host([hidden]) { display: none; }
    iframe, .poster, .poster img { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; box-sizing: border-box; }
    iframe { background: transparent; color-scheme: normal; }
    .poster { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 4%;
      border: 1px solid #d5dbe3; border-radius: 6px; background: #f6f8fb; color: #27323f; cursor: pointer;
      font: 500 22px/1.3 system-ui, sans-serif; text-align: center; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    .poster[hidden] { display: none; }
    .poster img { object-fit: contain; background: #fff; }
    .poster svg { width: 64px; height: 64px; }
    .poster:disabled { cursor: default; }
    .poster:focus-visible { outline: 3px solid #0062a8; outline-offset: -3px; }`;

  // Not a style element, which a strict security policy of the page would refuse.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  /** A play sign. Made piece by piece: a strict policy of the page refuses markup in strings. */
  function mark() {
    const make = (tag, attributes) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const svg = make('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true' });
    svg.append(make('circle', { cx: 32, cy: 32, r: 30, fill: '#0062a8' }), make('path', { d: 'M25 18v28l22-14z', fill: '#fff' }));
    return svg;
  }

  /** A frame of the playground, and questions to it. Only its own window and origin are heard. */
  class Frame {
    #waiting = new Map();
    #next = 1;
    // Its first words: it listens from then on.
    #first;
    #heard = new Promise((resolve) => (this.#first = resolve));

    constructor(address, title, sandbox) {
      const url = new URL(address);
      const isOpaque = !/\ballow-same-origin\b/.test(sandbox) || url.protocol === 'file:';
      this.origin = isOpaque ? 'null' : url.origin;
      this.element = document.createElement('iframe');
      this.element.setAttribute('sandbox', sandbox);
      this.element.referrerPolicy = 'no-referrer';
      this.element.title = title;
      this.element.src = url.href;
    }

    /** The message, if it is this frame's and one of the kinds it may send. */
    reads({ source, origin, data }) {
      const own = this.element.contentWindow;
      if (!own || source !== own || origin !== this.origin) return null;
      if (typeof data !== 'object' || data === null || typeof data.type !== 'string') return null;
      const kind = /^gan-playground:(status|measured|snapshot|key)$/.exec(data.type)?.[1];
      if (!kind) return null;
      if (kind === 'status' && isStatus(data)) this.#first(data);
      const waits = this.#waiting.get(data.id);
      if (waits && kind !== 'key') {
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
        this.element.contentWindow?.postMessage(message, this.origin === 'null' ? '*' : this.origin);
      });
    }

    /** Takes it out of the page: nobody waits for an answer of it any more. */
    remove() {
      this.element.remove();
      for (const finish of [...this.#waiting.values()]) finish(null);
    }

    /** The first status, which it sends by itself once its program is there; null where none comes. */
    async ready(isWanted = () => true) {
      const end = Date.now() + LOADS_WITHIN;
      while (Date.now() < end && this.element.isConnected && isWanted()) {
        const status = await Promise.race([this.#heard, sleep(200)]);
        if (status) return status;
      }
      return null;
    }

    /** A picture of it as it stands, as a data address; null where it is not laid out. */
    async picture(scale = 1) {
      const answer = await this.ask('snapshot', { scale }, 3_000);
      const { picture } = answer ?? {};
      return typeof picture === 'string' && /^data:image\/png;base64,[\w+/=]+$/.test(picture) ? picture : null;
    }
  }

  const isStatus = (status) =>
    typeof status === 'object' && status !== null && status.type === 'gan-playground:status' &&
    typeof status.running === 'boolean' && typeof status.asleep === 'boolean' && Number.isFinite(status.iteration);

  // ---------------------------------------------------------------- the element

  class GanWidget extends HTMLElement {
    /** Inside or near the viewport. */
    isNear = false;
    #frame = null;
    // The frame's page listens.
    #ready = false;
    #status = null;
    #poster;
    #image;
    #label;
    #changes;
    // Its slide is shown, and it may run there.
    #shown = false;
    #hidden = -Infinity;
    #still = false;
    #stillDone = false;
    // It was running when it was left; or play() came before it was there.
    #resumes = false;
    // The poster was pressed, or play() called.
    #wanted = false;
    // The query it was in when it was closed.
    #left = null;
    #seen = 0;

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      this.#poster = document.createElement('button');
      this.#poster.type = 'button';
      this.#poster.className = 'poster';
      this.#poster.setAttribute('part', 'poster');
      this.#label = document.createElement('span');
      this.#image = document.createElement('img');
      this.#image.alt = '';
      this.#image.hidden = true;
      this.#poster.append(mark(), this.#label, this.#image);
      this.#poster.addEventListener('click', () => {
        this.#wanted = true;
        this.look();
        // It could not be loaded before: another try.
        if (this.#shown) inTurn(() => this.#begin());
      });
      root.append(this.#poster);
      this.#changes = new MutationObserver((records) => this.#follow(records));
    }

    connectedCallback() {
      widgets.add(this);
      near.observe(this);
      this.#changes.observe(this, { attributes: true, attributeOldValue: true });
      this.#dress();
    }

    disconnectedCallback() {
      widgets.delete(this);
      near.unobserve(this);
      this.#changes.disconnect();
      this.#shown = false;
      this.isNear = false;
      // Its window is gone with it, and comes back in the state it was in.
      this.#drop();
    }

    // ------------------------------------------------------------ what a page does with it

    play() {
      this.#wanted = true;
      return this.#act('play');
    }

    pause() {
      this.#resumes = false;
      return this.#act('pause');
    }

    step(count = 1) {
      return this.#act('step', { count });
    }

    reset() {
      this.#resumes = false;
      return this.#act('reset');
    }

    /** Settings by their names in the address: all are taken, or none. */
    set(settings) {
      return this.#act('set', { settings });
    }

    query() {
      return this.#act('query');
    }

    /** The last status; null before the first. */
    get status() {
      return this.#status;
    }

    /** Its address now: what an iframe would show. */
    get address() {
      const base = this.getAttribute('src') ?? BESIDE;
      if (!base) throw new Error('gan-widget: `src` has to name the folder of the playground');
      const url = new URL(base, document.baseURI);
      const query = new URLSearchParams(this.#left ?? '');
      if (this.#left === null) {
        for (const { name, value } of this.attributes) if (!isOwn(name)) query.set(name, value);
        for (const [name, value] of new URLSearchParams(this.getAttribute('query') ?? '')) query.set(name, value);
      }
      query.set('embed', '1');
      url.search = query;
      return url.href;
    }

    // ------------------------------------------------------------ seen or not

    /** Compares what is shown with what should run. */
    look() {
      const print = this.getAttribute('still') === 'print' || document.documentElement.matches('.reveal-print, .print-pdf, .print');
      const rect = this.getBoundingClientRect();
      // A slide the size of a stamp is a picture: overviews, previews of the next slide.
      const isSmall = rect.width > 0 && rect.width < 320 && rect.width < 0.5 * this.offsetWidth;
      this.#setStill(print || this.hasAttribute('still') || isSmall || this.closest('.reveal.overview') !== null);
      // Each by its old name too.
      const sight = { opacityProperty: true, checkOpacity: true, visibilityProperty: true, checkVisibilityCSS: true, contentVisibilityAuto: true };
      const visible = this.checkVisibility?.(sight) ?? getComputedStyle(this).visibility === 'visible';
      if (this.#still) {
        if (visible && (print || this.isNear)) this.#pose();
        return;
      }
      const waits = this.getAttribute('start') === 'click' && !this.#wanted;
      const shown = this.isNear && visible && !waits;
      if (shown === this.#shown) return void this.#picture();
      this.#shown = shown;
      if (shown) this.#seen = Date.now() - PICTURE_EVERY + 1_000;
      else {
        this.#hidden = Date.now();
        // What is out of sight keeps no keys from the deck.
        this.shadowRoot.activeElement?.blur();
      }
      inTurn(() => (this.#shown ? this.#begin() : this.#rest()));
    }

    async #begin() {
      if (!this.#shown) return;
      if (!this.#frame && !(await this.#open(() => this.#shown))) return;
      if (!this.#shown || !this.#frame) return;
      const frame = this.#frame;
      const status = await frame.ask('query');
      if (frame !== this.#frame) return;
      if (!isStatus(status)) return this.#fail('The widget does not answer.');
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
      if (!frame) return;
      const status = await frame.ask('query');
      if (status?.running) {
        this.#resumes = true;
        await frame.ask('pause');
      }
      const asleep = await frame.ask('sleep');
      if (holder === this) holder = null;
      if (frame !== this.#frame) return;
      // A widget that does not let go of its worker is closed.
      if (!asleep?.asleep) return this.#close();
      this.#keep(await frame.picture());
    }

    /** Loads the widget, asleep. */
    async #open(isWanted = () => true) {
      await this.#makeRoom();
      let frame;
      try {
        frame = new Frame(`${this.address}#asleep`, this.#title(), this.getAttribute('sandbox') ?? SANDBOX);
      } catch (error) {
        this.#fail(error.message);
        return false;
      }
      this.#frame = frame;
      this.#mark('loading');
      this.shadowRoot.insertBefore(frame.element, this.#poster);
      const status = await frame.ready(isWanted);
      if (frame !== this.#frame) return false;
      if (!status) {
        // Left while it was loading: another time.
        if (!isWanted()) this.#drop();
        else this.#fail('The widget could not be loaded.');
        return false;
      }
      this.#ready = true;
      this.#take(status);
      this.#dress();
      this.#emit('gan-ready', status);
      return true;
    }

    async #makeRoom() {
      const open = [...widgets].filter((widget) => widget.#frame && !widget.#shown && widget !== this);
      open.sort((a, b) => a.#seen - b.#seen);
      while (open.length >= KEPT) await open.shift().#close();
    }

    /** Unloads the widget: its settings and its last picture stay. */
    async #close() {
      const picture = await this.#frame?.picture();
      if (picture) this.#keep(picture);
      this.#drop();
    }

    #drop() {
      if (typeof this.#status?.address === 'string') this.#left = this.#status.address;
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
      if (holder === this) holder = null;
      this.#mark('poster');
      this.#dress();
    }

    // ------------------------------------------------------------ a picture in its place

    #setStill(still) {
      if (still === this.#still) return;
      this.#still = still;
      this.#stillDone = false;
      this.#dress();
      if (still && this.#shown) {
        this.#shown = false;
        inTurn(() => this.#rest());
      }
    }

    /** Where no slide has shown it yet: opened for a moment, for its picture. */
    #pose() {
      if (this.#stillDone) return;
      this.#stillDone = true;
      if (this.hasAttribute('poster')) return this.#mark('picture');
      inTurn(async () => {
        if (!this.#still || !this.isConnected) return;
        if (!pictures.has(this.#key()) && !this.#trains()) {
          const picture = await this.#portrait();
          if (picture) this.#keep(picture);
        }
        this.#dress();
        this.#mark('picture');
      });
    }

    /** A picture of it, opened for this alone. It trains nothing. */
    async #portrait() {
      const place = document.createElement('div');
      // In sight, since browsers draw nothing elsewhere, and yet not seen.
      place.style.cssText = 'position:fixed;left:0;top:0;opacity:.01;z-index:-1;pointer-events:none';
      const sandbox = this.getAttribute('sandbox') ?? SANDBOX;
      const frame = new Frame(`${this.address}#asleep`, this.#title(), sandbox);
      frame.element.style.cssText = `border:0;width:${this.offsetWidth || 960}px;height:${this.offsetHeight || 540}px`;
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
          const picture = await frame.picture(2);
          if (picture) return picture;
        }
        return null;
      } finally {
        removeEventListener('message', hear);
        place.remove();
      }
    }

    /** By its attributes alone; views that train say so when they are open. */
    #trains() {
      return (this.getAttribute('view') ?? 'train') === 'train';
    }

    #key() {
      const own = [...this.attributes].filter(({ name }) => !isOwn(name) || name === 'query');
      return own.map(({ name, value }) => `${name}=${value}`).sort().join('&');
    }

    #keep(picture) {
      if (!picture) return;
      const key = this.#key();
      pictures.set(key, picture);
      for (const widget of widgets) if (widget.#still && widget.#key() === key) widget.#dress();
    }

    /** While it is shown and changes. */
    async #picture() {
      const state = `${this.#status?.iteration} ${this.#status?.running} ${this.#status?.address}`;
      if (!this.#shown || !this.#frame || state === this.#pictured || Date.now() - this.#seen < PICTURE_EVERY) return;
      this.#seen = Date.now();
      this.#pictured = state;
      this.#keep(await this.#frame.picture());
    }
    #pictured = '';

    // ------------------------------------------------------------ words and looks

    #title() {
      const view = (this.getAttribute('view') ?? 'train').replaceAll('-', ' ');
      return this.title || `GAN Playground: ${view}`;
    }

    #dress() {
      const isOpen = this.#frame !== null && this.#status !== null;
      const picture = pictures.get(this.#key()) ?? this.getAttribute('poster');
      // Asleep in an overview the frame itself is a picture, but it takes no part in print.
      const inPrint = this.getAttribute('still') === 'print';
      this.#poster.hidden = isOpen && !(this.#still && (picture || inPrint));
      this.#poster.disabled = this.#still;
      this.#poster.setAttribute('aria-label', `Start: ${this.#title()}`);
      this.#label.textContent = this.#title();
      this.#image.hidden = !picture;
      if (picture && this.#image.getAttribute('src') !== picture) this.#image.src = picture;
    }

    #mark(state) {
      if (this.getAttribute('state') !== state) this.setAttribute('state', state);
    }

    #fail(why) {
      this.#drop();
      this.#emit('gan-error', { error: why });
    }

    #emit(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }

    // ------------------------------------------------------------ messages

    hear(event) {
      const read = this.#frame?.reads(event);
      if (!read) return;
      const { kind, data } = read;
      if (kind === 'key') return this.#press(data);
      if (kind === 'status' && isStatus(data)) {
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
        if (this.#shown && this.#frame && this.#status?.asleep) await this.#awaken(this.#status.trains);
      };
      return (this.#rousing = inTurn(job));
    }
    #rousing = null;

    /** A key that no control in the widget used is the deck's. */
    #press({ key, code, shiftKey }) {
      const hasFocus = this.shadowRoot.activeElement === this.#frame.element;
      const wasShown = Date.now() - this.#hidden < KEYS_AFTER;
      if (!(this.#shown || wasShown || hasFocus) || typeof key !== 'string') return;
      const isPlain = /^[\x20-\x7e]$/.test(key);
      if (!isPlain && !Object.hasOwn(KEYS, key)) return;
      const keyCode = KEYS[key] ?? key.toUpperCase().charCodeAt(0);
      const init = {
        key,
        code: typeof code === 'string' && /^[A-Za-z0-9]{1,16}$/.test(code) ? code : '',
        shiftKey: shiftKey === true,
        keyCode,
        which: keyCode,
        bubbles: true,
        cancelable: true,
        composed: true,
      };
      for (const type of ['keydown', 'keypress', 'keyup']) {
        if (type !== 'keypress' || isPlain || key === 'Enter') this.dispatchEvent(new KeyboardEvent(type, init));
      }
    }

    /** One command; to a widget that is not open yet, once it is. */
    async #act(command, rest = {}) {
      if (!this.#ready) {
        if (!this.isConnected) throw new Error('gan-widget: it is not in the page');
        // It is opened as it would be by being shown, but sleeps until it is.
        await inTurn(async () => this.#ready || this.#open());
        if (!this.#ready) throw new Error('gan-widget: it could not be loaded');
      }
      if (command === 'play' && !this.#shown) {
        // It goes on when its slide is shown.
        this.#resumes = true;
        this.look();
        command = 'query';
      } else if (this.#status.asleep && this.#shown && (command === 'play' || command === 'step')) {
        await this.#rouse();
      }
      const status = await this.#frame.ask(command, rest);
      if (!status) throw new Error(`gan-widget: no answer to “${command}”`);
      return status;
    }

    #follow(records) {
      const settings = {};
      let reopens = false;
      for (const { attributeName: name, oldValue } of records) {
        const value = this.getAttribute(name);
        if (value === oldValue) continue;
        if (name === 'poster' || name === 'title') this.#dress();
        else if (name === 'src' || name === 'sandbox' || name === 'query') reopens = true;
        else if (isOwn(name)) continue;
        else if (value === null || REOPENS.has(name)) reopens = true;
        else settings[name] = value;
      }
      if (reopens) {
        const wasShown = this.#shown;
        this.#shown = false;
        inTurn(async () => {
          this.#drop();
          this.#left = null;
          this.#status = null;
          this.#resumes = false;
          if (wasShown) this.look();
        });
      } else if (Object.keys(settings).length > 0) {
        if (this.#frame) this.set(settings).catch(() => {});
        // The state it was left in gives way to what the page says now.
        else this.#left = null;
      }
    }
  }

  customElements.define('gan-widget', GanWidget);
})();

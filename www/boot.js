// Whatever keeps the page from starting is said, with a way on. It stands in the page itself, before all
// else and in plain old JavaScript, for browsers that understand nothing else of this page. It speaks
// English: the other languages come after the program (load.mjs).
var boot = (function () {
  'use strict';
  // So long a style sheet may keep the page from being drawn, in milliseconds.
  var BARE = 10000;
  // Since the page has been told to other pages and browsers: these understand it.
  var NEEDED = 'Chrome or Edge 91, Firefox 89, Safari 16.4, or a later one';
  // The smallest module with an instruction on 128 bits.
  var SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  var last = null;

  // Says it where the page will be, once that is there. What takes its place has started: what fails there is
  // that page's to say, and its parent's to hear from it.
  function say(text, label, act) {
    if (document.readyState !== 'loading' && !document.getElementById('boot')) return;
    last = [text, label, act];
    // An element that shows the page in a slide (embed.js) learns at once that it is on its way, or why not.
    if (parent !== window) parent.postMessage({ type: 'gan-playground:boot', text: text, failed: !!label }, '*');
    var place = document.getElementById('boot');
    if (!place) return;
    // What changes many times is not read out each time.
    place.setAttribute('role', label ? 'alert' : 'none');
    while (place.firstChild) place.removeChild(place.firstChild);
    var line = place.appendChild(document.createElement('p'));
    line.appendChild(document.createTextNode(text));
    if (!label) return;
    var button = place.appendChild(document.createElement('button'));
    button.type = 'button';
    button.appendChild(document.createTextNode(label));
    button.onclick = act;
  }

  // Loads the page past the browser's cache: an old copy names files that are gone.
  function reload() {
    if (!window.fetch) return location.reload();
    var answered = false;
    var still = function () {
      if (answered) return;
      answered = true;
      say('The server still does not answer.', 'Try again', reload);
    };
    say('Asking the server for the page …');
    setTimeout(still, BARE);
    fetch(location.href, { cache: 'reload' }).then(function () {
      answered = true;
      location.reload();
    }, still);
  }

  // What happened on its own, where nothing better is known.
  function failed(why) {
    say('The page could not be started. Reload it, or try a newer browser. (' + why + ')', 'Reload', reload);
  }

  function lacking() {
    if (!('noModule' in document.createElement('script'))) return 'it is too old';
    if (typeof WebAssembly !== 'object') return 'it has no WebAssembly, or that is switched off, as in a lockdown mode';
    if (!WebAssembly.validate(new Uint8Array(SIMD))) return 'its WebAssembly has no SIMD';
    return null;
  }

  // A style sheet that does not come leaves the page blank: without it it is bare, and can be used.
  function style(sheet, tries) {
    var note = null;
    var ended = false;
    var over = function () {
      clearTimeout(timer);
      ended = true;
    };
    var timer = setTimeout(again, BARE);
    sheet.addEventListener('error', again);
    sheet.addEventListener('load', function () {
      over();
      var old = document.getElementById('bare');
      if (old) old.parentNode.removeChild(old);
    });
    function again() {
      if (ended) return;
      over();
      note = document.getElementById('bare') || document.createElement('p');
      note.id = 'bare';
      note.setAttribute('role', 'alert');
      note.textContent = 'The page looks bare: its styles have not come. They are asked for again.';
      if (document.body) document.body.insertBefore(note, document.body.firstChild);
      sheet.parentNode.removeChild(sheet);
      setTimeout(function () {
        var next = sheet.cloneNode();
        // Another address: the first may be waited for still.
        next.href = sheet.href.split('?')[0] + '?again=' + tries;
        style(next, tries + 1);
        document.head.appendChild(next);
      }, Math.min(1000 * Math.pow(2, tries), 30000));
    }
  }

  // Errors of a missing script and of a style sheet do not bubble.
  document.addEventListener('error', function (event) {
    if (event.target.tagName === 'SCRIPT') failed('a script of it could not be loaded');
  }, true);
  addEventListener('error', function (event) {
    // Without an exception it is word of what goes on all the same: a layout that is observed again in the next
    // frame, a script of another site. Those of extensions are not the page's either.
    if (event.error && !/-extension:/.test(event.filename)) failed(event.message);
  });
  addEventListener('unhandledrejection', function (event) {
    failed(event.reason && event.reason.message || event.reason);
  });
  document.addEventListener('DOMContentLoaded', function () {
    if (last) say.apply(null, last);
  });
  // They stand below this script, since one above it would hold it up.
  var watcher = new MutationObserver(function () {
    var sheets = document.querySelectorAll('link[rel=stylesheet]');
    if (!sheets.length) return;
    watcher.disconnect();
    for (var i = 0; i < sheets.length; i++) style(sheets[i], 1);
  });
  watcher.observe(document, { childList: true, subtree: true });

  var lacks = lacking();
  say(lacks ? 'This browser cannot run GAN Playground: ' + lacks + '. What is needed: ' + NEEDED + '.' : 'Loading GAN Playground …');
  return { say: say, failed: failed, reload: reload, lacks: lacks };
})();

// The page as it was sent, and as it would be sent now -> changes of the page that is open, or a word that they can't be
// made. A part of live.js, whose own "script" it leaves in its place.

/**
 * Changes in the page what differs between what was sent first and what is sent now. False: nothing was changed.
 * @param {Document} was @param {Document} now
 */
function patched(was, now) {
  /** @type {(() => void)[]} */
  var steps = [];
  if (!compared(document.documentElement, was.documentElement, now.documentElement, steps)) return false;
  steps.forEach(function (step) {
    step();
  });
  return true;
}

/** @param {Node} live @param {Node} was @param {Node} now @param {(() => void)[]} steps @returns {boolean} */
function compared(live, was, now, steps) {
  if (was.isEqualNode(now)) return true;
  if (live.nodeName !== was.nodeName || was.nodeName !== now.nodeName || !haveSameAttributes(was, now)) return false;
  var old = Array.from(was.childNodes);
  var fresh = Array.from(now.childNodes);
  var shown = counterparts(Array.from(live.childNodes), old);
  if (!shown) return false;
  var begin = 0;
  while (begin < old.length && begin < fresh.length && old[begin].isEqualNode(fresh[begin])) begin += 1;
  var end = 0;
  var most = Math.min(old.length, fresh.length) - begin;
  while (end < most && old[old.length - 1 - end].isEqualNode(fresh[fresh.length - 1 - end])) end += 1;
  old = old.slice(begin, old.length - end);
  fresh = fresh.slice(begin, fresh.length - end);
  var after = shown[begin + old.length] || null;
  shown = shown.slice(begin, begin + old.length);
  if (old.length === fresh.length) {
    /** @type {(() => void)[]} */
    var inner = [];
    var isInside = old.every(function (one, number) {
      var place = /** @type {Node[]} */ (shown)[number];
      return compared(place, one, fresh[number], inner) || exchanged(live, [place], [one], [fresh[number]], null, inner);
    });
    if (isInside) {
      steps.push.apply(steps, inner);
      return true;
    }
  }
  return exchanged(live, shown, old, fresh, after, steps);
}

/**
 * @param {Node} parent @param {Node[]} shown @param {Node[]} was @param {Node[]} now @param {Node | null} after
 * @param {(() => void)[]} steps
 */
function exchanged(parent, shown, was, now, after, steps) {
  var isUntouched = shown.every(function (node, number) {
    return node.isEqualNode(was[number]) && !isActive(node);
  });
  if (!isUntouched || now.some(isActive)) return false;
  var next = shown.length ? null : after || endOf(parent);
  steps.push(function () {
    var fresh = now.map(function (node) {
      return document.importNode(node, true);
    });
    fresh.forEach(function (node) {
      parent.insertBefore(node, shown[0] || next);
    });
    shown.forEach(function (node) {
      parent.removeChild(node);
    });
  });
  return true;
}

/** Before our own script, which stands at the end of what was sent. @param {Node} parent */
function endOf(parent) {
  return script.parentNode === parent ? script : null;
}

/** Scripts, and styles: without them the page would have another height for a moment. @param {Node} node */
function isActive(node) {
  if (!(node instanceof Element)) return false;
  var query = 'script:not([type="application/ld+json"]), style, link[rel~="stylesheet"], iframe';
  return node.matches(query) || node.querySelector(query) !== null;
}

/** @param {Node} one @param {Node} other */
function haveSameAttributes(one, other) {
  return one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

/**
 * Of each node that was sent the one in the page; scripts may have added others. Null: not all are there.
 * @param {Node[]} live @param {Node[]} was
 */
function counterparts(live, was) {
  var place = 0;
  var found = was.map(function (node) {
    while (place < live.length && !isLike(live[place], node)) place += 1;
    place += 1;
    return live[place - 1];
  });
  return found.indexOf(/** @type {any} */ (undefined)) < 0 ? found : null;
}

/** @param {Node} live @param {Node} was */
function isLike(live, was) {
  if (live.nodeName !== was.nodeName) return false;
  return !(live instanceof Element) || !(was instanceof Element) || live.id === was.id;
}

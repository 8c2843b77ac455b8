// Makes the order of an issue draggable, and keeps the keyboard where it was. Everything works without it.
"use strict";
(() => {
  const list = document.querySelector(".rows");
  const form = document.getElementById("drag");
  const rows = list ? [...list.children] : [];

  // After a button was pressed the page is a new one: the same button again, or the one beside it
  const did = new URLSearchParams(location.search).get("did");
  const focus = () => {
    const here = document.getElementById(location.hash.slice(1));
    const buttons = here ? [...here.querySelectorAll("button:not(:disabled)")] : [];
    const again = buttons.find((button) => button.value === did) || buttons[0];
    if (again) again.focus({ preventScroll: true });
  };
  if (did) {
    focus();
    addEventListener("load", () => setTimeout(focus)); // going to the row itself takes the focus away again
  }

  // Who comes back from the program in which a file was mended sees it mended. What was told is not told again
  if (list) {
    addEventListener("load", () => setTimeout(() => {
      const kept = new URLSearchParams(location.search);
      for (const name of ["done", "did", "path"]) kept.delete(name);
      history.replaceState(null, "", `${location.pathname}?${kept}`);
    }, 100));
  }
  let left = 0;
  addEventListener("blur", () => { left = Date.now(); });
  addEventListener("focus", () => {
    if (left && Date.now() - left > 1500 && (list || document.body.className === "publish")) location.reload();
  });

  if (!list || !form || rows.length < 2) return;
  const EDGE = 80; // pixels
  let dragged = null;
  let target = null; // the row before which it would come to stand; null: last

  const clear = () => {
    for (const row of rows) row.classList.remove("is-target", "is-dragged");
    list.classList.remove("is-end");
  };

  const aim = (y) => {
    target = rows.find((row) => row !== dragged && y < row.getBoundingClientRect().top + row.offsetHeight / 2) || null;
    for (const row of rows) row.classList.toggle("is-target", row === target);
    list.classList.toggle("is-end", target === null);
  };

  // A long issue goes on beyond the window: near its edge the page moves
  let pointer = 0;
  const scroll = () => {
    if (!dragged) return;
    const way = pointer < EDGE ? pointer - EDGE : Math.max(0, pointer - innerHeight + EDGE);
    if (way) {
      scrollBy({ top: way / 4, behavior: "instant" });
      aim(pointer);
    }
    requestAnimationFrame(scroll);
  };
  const stop = () => {
    clear();
    dragged = null;
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
  });

  const drop = () => {
    const next = rows[rows.indexOf(dragged) + 1] || null;
    const moved = dragged;
    clear();
    dragged = null;
    if (target === next) return; // where it was
    form.elements.path.value = moved.dataset.path;
    form.elements.before.value = target ? target.dataset.path : "";
    form.submit();
  };

  for (const row of rows) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.textContent = "⠿";
    handle.title = list.dataset.handle;
    handle.setAttribute("aria-hidden", "true"); // a keyboard has the buttons
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      dragged = row;
      row.classList.add("is-dragged");
      handle.setPointerCapture(event.pointerId);
      pointer = event.clientY;
      aim(pointer);
      requestAnimationFrame(scroll);
    });
    handle.addEventListener("pointermove", (event) => {
      if (dragged !== row) return;
      pointer = event.clientY;
      aim(pointer);
    });
    handle.addEventListener("pointerup", () => {
      if (dragged === row) drop();
    });
    handle.addEventListener("pointercancel", stop);
    row.prepend(handle);
  }
})();

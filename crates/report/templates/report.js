(function () {
  "use strict";
  var doc = document, rows = Array.prototype.slice.call(doc.querySelectorAll("#clause-table tbody tr"));
  var buttons = Array.prototype.slice.call(doc.querySelectorAll("[data-filter]"));
  var search = doc.getElementById("search"), chosen = "";
  function apply() {
    var words = search.value.trim().toLowerCase(), shown = 0;
    rows.forEach(function (row) {
      var outcome = row.getAttribute("data-o");
      var fits = !chosen || chosen === outcome || (chosen === "action" && /fail|undetermined|manual/.test(outcome));
      var hit = fits && (!words || row.textContent.toLowerCase().indexOf(words) >= 0);
      row.hidden = !hit;
      if (hit) shown += 1;
    });
    buttons.forEach(function (b) { b.setAttribute("aria-pressed", String(b.getAttribute("data-filter") === chosen)); });
    doc.getElementById("shown").textContent = shown + " / " + rows.length;
  }
  function choose(value) { chosen = chosen === value ? "" : value; apply(); }
  buttons.forEach(function (b) {
    b.addEventListener("click", function () {
      choose(b.getAttribute("data-filter"));
      if (b.classList.contains("tile")) doc.getElementById("clauses").scrollIntoView();
    });
  });
  Array.prototype.forEach.call(doc.querySelectorAll(".js"), function (e) { e.hidden = false; });
  search.addEventListener("input", apply);
  if (rows.some(function (r) { return /fail|undetermined|manual/.test(r.getAttribute("data-o")); })) chosen = "action";
  apply();
  doc.addEventListener("click", function (e) {
    var t = e.target.closest && e.target.closest(".copy");
    if (t && navigator.clipboard) {
      navigator.clipboard.writeText(t.getAttribute("data-copy")).then(function () {
        var old = t.innerHTML; t.textContent = "✓"; setTimeout(function () { t.innerHTML = old; }, 900);
      });
    }
  });
  // What scrolls sideways must be reachable with the keyboard, what does not must not be a stop.
  function stops() {
    Array.prototype.forEach.call(doc.querySelectorAll(".scroll"), function (e) {
      if (e.scrollWidth > e.clientWidth + 1) e.tabIndex = 0; else e.removeAttribute("tabindex");
    });
  }
  stops(); doc.addEventListener("toggle", stops, true); window.addEventListener("resize", stops);
  var cards = Array.prototype.slice.call(doc.querySelectorAll(".card")), at = -1;
  doc.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || /input|textarea|select/i.test(e.target.tagName)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if ((e.key === "j" || e.key === "k") && cards.length) {
      at = Math.max(0, Math.min(cards.length - 1, at + (e.key === "j" ? 1 : -1)));
      cards[at].scrollIntoView(); cards[at].focus({ preventScroll: true });
    } else if (e.key === "f") { choose("action"); }
    else if (e.key === "/") { e.preventDefault(); search.focus(); }
    else if (e.key === "p") { window.print(); }
  });
  window.addEventListener("beforeprint", function () {
    rows.forEach(function (r) { r.hidden = false; });
    Array.prototype.forEach.call(doc.querySelectorAll("details.fold"), function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", apply);
})();

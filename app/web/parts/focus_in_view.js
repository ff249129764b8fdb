/**
 * Scrolls an element that gets the focus by keys into view whole. Browsers do not scroll to one that is partly visible,
 * even where a bar that sticks to the window's edge covers the rest; the height of those bars is the page's `scroll-padding`.
 */
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(":focus-visible") && !target.matches("main")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

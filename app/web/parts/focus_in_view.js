/**
 * What gets the focus by keys is brought into view whole. Browsers leave alone what can be seen in part, also where a
 * bar that sticks to the window's edge covers the rest; how far those bars reach is `scroll-padding` of the page.
 */
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(":focus-visible") && !target.matches("main")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

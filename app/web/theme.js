// Runs before the first paint (a classic script in the head), so that no page flashes in the wrong colours.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is blocked: use the system's colours.
}

// Light, dark, or as the system wants it.
const themeButton = document.getElementById("theme");
const themes = ["", "light", "dark"];

function showTheme() {
  const wanted = state.get("theme");
  const theme = themes.includes(wanted) ? wanted : "";
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  themeButton.textContent = `Theme: ${theme || "as the system"}`;
}

themeButton.hidden = false;
themeButton.addEventListener("click", () => {
  const now = themes.indexOf(document.documentElement.dataset.theme ?? "");
  writeState("theme", themes[(now + 1) % themes.length]);
  showTheme();
});
follow.push(showTheme);
showTheme();

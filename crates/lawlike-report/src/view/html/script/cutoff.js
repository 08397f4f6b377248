// The cut-off: one picture a cut, the slider shows one of them.
const slider = document.getElementById("cut");

function showCut() {
  const frames = all(".frame");
  const last = frames.length - 1;
  const wanted = Number(state.get("cut") ?? last);
  const cut = Number.isInteger(wanted) && wanted >= 0 && wanted <= last ? wanted : last;
  frames.forEach((frame, index) => frame.classList.toggle("on", index === cut));
  const chips = all(".chip[data-label]");
  chips.forEach((chip, index) => chip.setAttribute("aria-current", String(index === cut)));
  slider.value = String(cut);
  const said = frames[cut].dataset.label;
  document.getElementById("cut-said").textContent = said;
  slider.setAttribute("aria-valuetext", said);
}

if (slider) {
  slider.closest(".cutoff").hidden = false;
  slider.addEventListener("input", () => {
    writeState("cut", slider.value);
    showCut();
  });
  follow.push(showCut);
  showCut();
}

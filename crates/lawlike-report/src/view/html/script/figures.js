// Figures: names of runs where they are pointed at or walked to with the arrow keys, and files to keep.
const tip = document.getElementById("tip");

function placeOf(mark) {
  const box = mark.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

function point(mark) {
  all(".pointed").forEach((other) => other.classList.remove("pointed"));
  tip.classList.toggle("shown", Boolean(mark));
  if (!mark) return;
  mark.classList.add("pointed");
  const { x, y } = placeOf(mark);
  tip.textContent = mark.dataset.run;
  tip.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(8, y - tip.offsetHeight - 10)}px`;
}

function nearest(marks, x, y) {
  let best = null;
  let least = 18 * 18;
  for (const mark of marks) {
    const place = placeOf(mark);
    const far = (place.x - x) ** 2 + (place.y - y) ** 2;
    if (far < least) [best, least] = [mark, far];
  }
  return best;
}

function pointable(picture) {
  const marks = all("[data-run]", picture);
  if (!marks.length) {
    picture.removeAttribute("tabindex");
    return;
  }
  let at = -1;
  picture.addEventListener("pointermove", (event) => point(nearest(marks, event.clientX, event.clientY)));
  picture.addEventListener("pointerleave", () => point(null));
  picture.addEventListener("blur", () => point(null));
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") point(null);
    if (!step) return;
    event.preventDefault();
    at = (at + step + marks.length) % marks.length;
    point(marks[at]);
  });
}

// The wide picture is the one to keep: it has its own colours and does not depend on the page.
function pictureOf(figure) {
  const svg = figure.querySelector(".wide-screen svg").cloneNode(true);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  all(".pointed", svg).forEach((mark) => mark.removeAttribute("class"));
  return new XMLSerializer().serializeToString(svg);
}

async function paint(text) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 3;
  canvas.height = image.naturalHeight * 3;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

const doings = {
  svg: (figure) => download(`${figure.dataset.name}.svg`, new Blob([pictureOf(figure)], { type: "image/svg+xml" })),
  png: async (figure) => download(`${figure.dataset.name}.png`, await paint(pictureOf(figure))),
  csv: (figure) => download(`${figure.dataset.name}.csv`, new Blob([csvOf(figure.querySelector("table"))], { type: "text/csv" })),
  copy: (figure) => copyTable(figure.querySelector("table")),
};

all(".pic").forEach(pointable);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) doings[button.dataset.do](button.closest("[data-name]"));
});

// Sections that are closed until asked for; a link into one opens it, and all are open on paper.
const folds = all("details.fold");

function showFolds() {
  const open = (state.get("open") ?? "").split(".");
  folds.forEach((fold) => { if (open.includes(fold.id)) fold.open = true; });
}

function openTarget() {
  const id = location.hash.slice(1);
  const target = id && !id.includes("=") ? document.getElementById(id) : null;
  const fold = target?.closest("details.fold");
  if (fold) fold.open = true;
}

folds.forEach((fold) => {
  fold.addEventListener("toggle", () => {
    const open = folds.filter((one) => one.open).map((one) => one.id);
    writeState("open", open.join("."));
  });
});
follow.push(showFolds);
showFolds();
openTarget();
addEventListener("hashchange", openTarget);

let before = [];
addEventListener("beforeprint", () => {
  before = folds.map((fold) => fold.open);
  folds.forEach((fold) => { fold.open = true; });
});
addEventListener("afterprint", () => {
  folds.forEach((fold, index) => { fold.open = before[index]; });
});

// Tables: copied for a spreadsheet, downloaded as CSV, sorted where they allow it.
function cellsOf(table) {
  return all("tr", table).map((row) => all("th, td", row).map((cell) => cell.textContent.trim()));
}

function csvCell(text) {
  // A spreadsheet would run what begins like a formula; numbers may begin with a sign.
  const isNumber = text !== "" && !Number.isNaN(Number(text.replace("−", "-")));
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function say(text) {
  document.getElementById("tip").textContent = text;
}

async function copyTable(table) {
  const lines = cellsOf(table).map((row) => row.map((text) => text.replaceAll("\t", " ")).join("\t"));
  try {
    await navigator.clipboard.writeText(lines.join("\n"));
    say("Copied.");
  } catch {
    // Without permission the table is selected, so that the reader can copy it.
    getSelection().selectAllChildren(table);
    say("Selected: press Ctrl+C.");
  }
}

function csvOf(table) {
  return cellsOf(table).map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function sortBy(table, column, header) {
  const rows = all("tbody tr", table);
  const isRising = header.getAttribute("aria-sort") !== "ascending";
  const key = (row) => row.cells[column]?.dataset.key ?? row.cells[column]?.textContent.trim() ?? "";
  rows.sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (isRising ? 1 : -1));
  all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
  header.setAttribute("aria-sort", isRising ? "ascending" : "descending");
  table.tBodies[0].append(...rows);
}

all("table.sortable").forEach((table) => {
  all("thead th", table).forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => sortBy(table, column, header));
  });
});

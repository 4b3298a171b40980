"use strict";
const find = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("#rows tr[data-status]")];
const choices = ["country", "sector", "status"];

if (find("words")) {
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const words = find("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = choices.map((name) => [name, find(name).value]).filter(([, value]) => value);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits = wanted.every(([name, value]) =>
        name === "country" ? row.dataset[name].split(" ").includes(value) : row.dataset[name] === value);
      row.hidden = !(fits && words.every((word) => texts[place].includes(word)));
      shown += !row.hidden;
    });
    find("count").textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} events`;
  };
  for (const name of ["words", ...choices]) find(name).addEventListener("input", filter);
  document.addEventListener("click", (event) => {
    const { country, sector } = event.target.closest('a[href="#ledger"]')?.dataset ?? {};
    if (country || sector) {
      find("words").value = find("status").value = "";
      find("country").value = country ?? "";
      find("sector").value = sector ?? "";
      filter();
    }
  });
  document.querySelector(".filters").hidden = false;
  filter();
}

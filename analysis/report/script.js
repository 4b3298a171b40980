"use strict";
const find = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("#rows tr[data-status]")];
const choices = ["country", "sector", "status"];

if (find("words")) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i");
  const names = Object.fromEntries([...find("country").options].map((one) => [one.value, one.dataset.names]));
  const texts = rows.map((row) => plain([row.textContent, row.dataset.sector, row.dataset.country,
    ...row.dataset.country.split(" ").map((code) => names[code])].join(" ")));
  const filter = () => {
    const words = plain(find("words").value).split(/\s+/).filter(Boolean);
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

const openTarget = () => {
  const section = document.querySelector("details:target");
  if (section) {
    section.open = true;
    section.scrollIntoView();
  }
};
addEventListener("load", openTarget);
addEventListener("hashchange", openTarget);

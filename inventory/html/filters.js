// Search and filters of the access report's page. Without this script the page shows everything and can be read as it is.
(() => {
    const form = document.querySelector(".filters");
    const output = form.querySelector("output");
    const nothing = document.querySelector(".nothing");
    const { text, method, action, registry, declaration } = form.elements;

    /** The heads of the columns in which the row has a grant. */
    const repositoriesOf = (row) =>
        [...row.querySelectorAll(".grant")].map(({ parentElement }) => parentElement.dataset.label);

    const registries = [...document.querySelectorAll(".registry")].map((element) => ({
        element,
        id: element.dataset.registry,
        rows: [...element.querySelectorAll("tbody tr")].map((row) => ({
            element: row,
            words: [element.querySelector("h3").textContent, ...repositoriesOf(row), row.textContent]
                .join(" ")
                .toLowerCase(),
            method: row.dataset.method,
            can: row.dataset.can.split(" "),
            declaration: (row.dataset.declaration ?? "").split(" "),
        })),
    }));
    const others = [...document.querySelectorAll(".timeline tbody tr, [data-row]")].map((element) => ({
        element,
        words: element.textContent.toLowerCase(),
    }));
    const total = registries.reduce((sum, { rows }) => sum + rows.length, 0);
    const counted = (count) => count.toLocaleString("en-US");

    function apply() {
        const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
        const contains = (row) => words.every((word) => row.words.includes(word));
        // Only a page that compares with states has this filter.
        const wanted = declaration?.value ?? "";
        const filtered =
            words.length > 0 || method.value !== "" || action.value !== "" || registry.value !== "" || wanted !== "";
        let shown = 0;
        for (const { element, id, rows } of registries) {
            let any = false;
            for (const row of rows) {
                const visible =
                    (registry.value === "" || registry.value === id) &&
                    (method.value === "" || method.value === row.method) &&
                    (action.value === "" || row.can.includes(action.value)) &&
                    (wanted === "" || row.declaration.includes(wanted)) &&
                    contains(row);
                row.element.hidden = !visible;
                any ||= visible;
                shown += visible ? 1 : 0;
            }
            element.hidden = filtered && !any;
        }
        for (const row of others) {
            row.element.hidden = !contains(row);
        }
        output.textContent = filtered ? `${counted(shown)} of ${counted(total)} rows` : `${counted(total)} rows`;
        nothing.hidden = !filtered || shown > 0;
    }

    // A closed registry would be missing on paper.
    addEventListener("beforeprint", () => {
        for (const { element } of registries) {
            element.open = true;
        }
    });
    addEventListener("keydown", (event) => {
        if (event.key === "/" && !["INPUT", "SELECT"].includes(event.target.tagName)) {
            event.preventDefault();
            text.focus();
        }
    });
    for (const button of document.querySelectorAll("[data-clear]")) {
        button.addEventListener("click", () => {
            form.reset();
            apply();
            text.focus();
        });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    form.hidden = false;
    apply();
})();
